import type { CodeFacts } from '../facts/code.ts';
import type { CallId, DeclarationId, FunctionId, Reference, Value } from '../facts/values.ts';
import { remembered } from '../link/remembered.ts';

/** Something that the code of a file names or writes down, and the step in which it stands. */
export interface Mention {
  readonly value: Value;
  readonly function: FunctionId;
  readonly within: Within;
}

/** What a mention is part of, however deep in it. */
export type Within =
  | { readonly kind: 'callee'; readonly call: CallId }
  | { readonly kind: 'argument'; readonly call: CallId; readonly key: string | null }
  | { readonly kind: 'return' | 'throw' }
  /** The value of an assignment to a name or a member, whose last name is `key`. */
  | { readonly kind: 'assigned'; readonly key: string }
  | { readonly kind: 'initial'; readonly declaration: DeclarationId }
  | { readonly kind: 'target' | 'key' | 'guard' | 'field' | 'decorator' };

/** All values of a file with all that they are made of, in no order. What stands in a call is told of the call alone. */
export const mentionsIn = remembered((code: CodeFacts): readonly Mention[] => {
  const found: Mention[] = [];
  const take = (value: Value | null | undefined, of: FunctionId, within: Within): void => {
    if (value === null || value === undefined) return;
    found.push({ value, function: of, within });
    for (const inner of partsOf(value)) take(inner, of, within);
  };
  const refer = (reference: Reference, of: FunctionId, within: Within): void =>
    take({ kind: 'reference', reference, span: reference.span }, of, within);
  code.calls.forEach((call, id) => {
    refer(call.callee, call.function, { kind: 'callee', call: id });
    for (const each of call.arguments) take(each, call.function, { kind: 'argument', call: id, key: null });
    for (const { key, value } of call.named) take(value, call.function, { kind: 'argument', call: id, key });
  });
  code.declarations.forEach(({ initial, function: of }, declaration) => {
    take(initial, of, { kind: 'initial', declaration });
  });
  code.functions.forEach(({ operations, decorators }, of) => {
    for (const { reference } of decorators) refer(reference, of, { kind: 'decorator' });
    for (const operation of operations) {
      for (const { test } of operation.guards) take(test, of, { kind: 'guard' });
      if (operation.kind === 'return' || operation.kind === 'throw')
        take(operation.value, of, { kind: operation.kind });
      if (operation.kind !== 'assign' && operation.kind !== 'container') continue;
      refer(operation.target, of, { kind: 'target' });
      const key = operation.target.path.at(-1) ?? nameOf(code, operation.target);
      if (operation.kind === 'assign') take(operation.value, of, { kind: 'assigned', key });
      else if (operation.call === null) {
        take(operation.key, of, { kind: 'key' });
        const word = operation.key?.kind === 'literal' ? String(operation.key.value) : key;
        take(operation.value, of, { kind: 'assigned', key: word });
      }
    }
  });
  for (const { fields, function: of } of code.classes) {
    for (const { initial } of fields) take(initial, of, { kind: 'field' });
  }
  return found;
});

/** What a value is directly made of; a call is another matter. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'environment':
      return value.fallback === null ? [] : [value.fallback];
    case 'reference':
      return value.reference.root.kind === 'value' ? [value.reference.root.value] : [];
    case 'object':
      return [...value.properties.map((property) => property.value), ...value.spreads];
    case 'list':
      return value.items;
    case 'container':
      return value.initial;
    case 'concatenation':
    case 'path-join':
      return value.parts;
    case 'conditional':
      return [value.test, value.then, value.otherwise];
    case 'operator':
      return value.left === null ? [value.right] : [value.left, value.right];
    case 'spread':
      return [value.of];
    default:
      return [];
  }
}

/** The declaration that a mention names, by itself or before its members; null for anything else. */
export function declarationOf({ value }: Mention): DeclarationId | null {
  if (value.kind !== 'reference') return null;
  const { root } = value.reference;
  return root.kind === 'declared' ? root.declaration : null;
}

function nameOf(code: CodeFacts, { root }: Reference): string {
  return root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
}
