import type { TypeMention } from '../../facts/values.ts';
import { declarationOf, fullName } from './names.ts';
import { type Reading, textAt } from './reading.ts';
import type { Scope } from './scopes.ts';
import { members, type PythonNode, part } from './syntax.ts';

/** Type arguments deeper than this say nothing that a rule asks. */
const deepestMention = 6;

/** Types that say something about the name and stand for what they hold. */
const looksThrough: ReadonlySet<string> = new Set(['Annotated', 'ClassVar', 'Final', 'Required', 'NotRequired']);
const ofTyping = /^(?:typing|typing_extensions|collections\.abc)\.(\w+)$/;
/** The names that typing gave the language's own containers before they could be written in lower case. */
const inLowerCase: Readonly<Record<string, string>> = { Dict: 'dict', List: 'list', Set: 'set', FrozenSet: 'set' };

/** A written type as a mention; null for shapes without a name, such as a union of several. */
export function mentionOf(reading: Reading, node: PythonNode | undefined, scope: Scope, depth = 0): TypeMention | null {
  if (node === undefined || depth > deepestMention) return null;
  const inside = (one: PythonNode | undefined): TypeMention | null => mentionOf(reading, one, scope, depth + 1);
  switch (node.kind) {
    case 'type':
    case 'parenthesized_expression':
      return inside(members(node)[0]);
    case 'identifier':
    case 'attribute':
    case 'member_type':
      return named(reading, textAt(reading, node), [], scope);
    case 'string':
      return named(reading, textAt(reading, node).replaceAll(/^\w*["']+|["']+$/g, ''), [], scope);
    case 'generic_type': {
      const [name, parameters] = members(node);
      return generic(reading, name, parameters === undefined ? [] : members(parameters), scope, depth);
    }
    case 'subscript': {
      const given = node.children.filter(({ field }) => field === 'subscript');
      return generic(reading, part(node, 'value'), given, scope, depth);
    }
    case 'union_type':
    case 'binary_operator': {
      const present = members(node).filter((one) => textAt(reading, one) !== 'None');
      return present.length === 1 ? inside(present[0]) : null;
    }
    default:
      return null;
  }
}

function generic(
  reading: Reading,
  name: PythonNode | undefined,
  given: readonly PythonNode[],
  scope: Scope,
  depth: number,
): TypeMention | null {
  if (name === undefined) return null;
  const outer = named(reading, textAt(reading, name), [], scope);
  const last = outer?.names.at(-1) ?? '';
  const inner = given.map((one) => mentionOf(reading, one, scope, depth + 1));
  if (looksThrough.has(last)) return inner[0] ?? null;
  if (outer === null) return null;
  // An argument without a name keeps its place, so that positions stay what they are.
  return { ...outer, arguments: inner.map((one) => one ?? { names: ['unknown'], declaration: null, arguments: [] }) };
}

function named(reading: Reading, text: string, of: readonly TypeMention[], scope: Scope): TypeMention | null {
  if (!/^[\p{L}_][\p{L}\p{N}_]*(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*$/u.test(text)) return null;
  const names = text.split('.').map((name) => name.trim());
  const declaration = declarationOf(names[0] ?? '', scope);
  const full =
    declaration === null ? null : fullName(reading, { root: { kind: 'declared', declaration }, path: names.slice(1) });
  const own = ofTyping.exec(full ?? '')?.[1];
  if (own !== undefined) return { names: [inLowerCase[own] ?? own], declaration: null, arguments: of };
  return { names, declaration, arguments: of };
}

/** Whether a type says that the name is set once: `LIMIT: Final = 5`. */
export function isFinal(reading: Reading, node: PythonNode | undefined): boolean {
  return node !== undefined && /^(?:\w+\.)?Final\b/.test(textAt(reading, node));
}

/** Whether a type says that the class itself holds the field. */
export function isOfClass(reading: Reading, node: PythonNode | undefined): boolean {
  return node !== undefined && /^(?:\w+\.)?ClassVar\b/.test(textAt(reading, node));
}
