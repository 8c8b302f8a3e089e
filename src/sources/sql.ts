import type { DeclarationFact } from '../facts/code.ts';
import { type SqlStatement, sqlStatementOf } from '../facts/sql.ts';
import type { Value } from '../facts/values.ts';

/** The names of the file that is being read, as far as a text may be kept under one. */
interface Names {
  readonly declarations: readonly Pick<DeclarationFact, 'kind' | 'initial'>[];
}

/** Longer texts are seed data rather than statements; their beginning says what they do. */
const longestStatement = 20_000;
/** Words a statement starts with, so that the texts which are none cost nothing. */
const beginning =
  /^\s*(?:with|select|insert|update|delete|begin|start|commit|rollback|lock|create|alter|drop|truncate|listen|notify|set|prepare|vacuum|copy|merge)\b/i;
const leadingComments = /^(?:\s*(?:--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/))+/;

/** The statement among a call's arguments: the first one, or `text` or `sql` of an options object that stands first. */
export function sqlOf(reading: Names, given: readonly Value[]): SqlStatement | null {
  const first = given[0];
  if (first === undefined) return null;
  const holder = first.kind === 'object' ? first.properties.find(({ key }) => key === 'text' || key === 'sql') : null;
  const text = textOf(reading, holder?.value ?? first);
  if (text === null) return null;
  const statement = text.slice(0, longestStatement).replace(leadingComments, '');
  return beginning.test(statement) ? sqlStatementOf(statement) : null;
}

/** A text with `?` for the parts that are not literal; names of constants of the same file are followed once. */
function textOf(reading: Names, value: Value): string | null {
  if (value.kind === 'reference') {
    const { root, path } = value.reference;
    const declared = root.kind === 'declared' && path.length === 0 ? reading.declarations[root.declaration] : undefined;
    const initial = declared?.kind === 'constant' ? declared.initial : null;
    return initial === null || initial === undefined || initial.kind === 'reference' ? null : textOf(reading, initial);
  }
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : null;
  if (value.kind !== 'concatenation') return null;
  return value.parts
    .map((part) => (part.kind === 'literal' && typeof part.value === 'string' ? part.value : '?'))
    .join('');
}
