import type { CodeFacts } from '../facts/code.ts';
import { remembered } from '../link/remembered.ts';
import type { Span } from '../text/range.ts';
import { isForPages, isOfAnswering } from './named-components.ts';

/** A name of the environment that code reads an address by. */
export interface NamedAddress {
  readonly name: string;
  readonly span: Span;
}

/** Names of services' addresses that a file reads, by `process.env` or by a function that is given the name. */
export const namedAddresses = remembered((code: CodeFacts): readonly NamedAddress[] => {
  const found = new Map<string, NamedAddress>();
  for (const part of [code.declarations, code.functions, code.classes, code.calls, code.exports]) search(part, found);
  return [...found.values()];
});

const ofService =
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:API|SERVICE)(?:_(?:BASE|ROOT|INTERNAL))*_(?:URL|URI|HOST|ENDPOINT|ADDR|ADDRESS)$/;

/** Addresses of the program itself, and of the cluster that it runs in. */
const own = /^KUBERNETES_|(?:^|_)(?:APP|SELF|OWN|PUBLIC|SITE)_(?:API|SERVICE)_/;

/** Whether the name says that mail goes out through what is there. */
export function isOfMail(name: string): boolean {
  return /^(?:[A-Z0-9]+_)*(?:EMAIL|MAIL|SMTP)_(?:SMTP_)?(?:HOST|SERVER)$/.test(name);
}

/** Whether code that reads an address of that name calls what is there. */
export function isOfService(name: string): boolean {
  return ofService.test(name) && !isForPages(name) && !own.test(name);
}

/** Facts lie in each other as plain values; what is read of the environment has a name, and what a function is given is a text. */
function search(fact: unknown, found: Map<string, NamedAddress>): void {
  if (Array.isArray(fact)) {
    if (typeof fact[0] !== 'number') for (const item of fact) search(item, found);
  } else if (typeof fact === 'object' && fact !== null) {
    const { kind, name, value, span } = fact as Readonly<Record<'kind' | 'name' | 'value', unknown>> & {
      readonly span?: Span;
    };
    const text = kind === 'environment' ? name : kind === 'literal' ? value : null;
    if (typeof text === 'string' && span !== undefined && !found.has(text) && isWanted(text)) {
      found.set(text, { name: text, span });
    }
    for (const inside of Object.values(fact)) search(inside, found);
  }
}

function isWanted(name: string): boolean {
  return isOfService(name) || isOfMail(name) || (isForPages(name) && isOfAnswering(name) && /^\w+$/.test(name));
}
