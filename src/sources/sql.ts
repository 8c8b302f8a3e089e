import type { CallFact, DeclarationFact } from '../facts/code.ts';
import { type SqlStatement, sqlStatementOf } from '../facts/sql.ts';
import type { Value } from '../facts/values.ts';

/** What is read of the file so far: names that a text may be kept under, and calls that may wrap one. */
interface Reading {
  readonly declarations: readonly Pick<DeclarationFact, 'kind' | 'initial'>[];
  readonly calls: readonly Pick<CallFact, 'sql'>[];
}

/** Longer texts are seed data rather than statements; their beginning says what they do. */
const longestStatement = 20_000;
/** Words a statement starts with, so that the texts which are none cost nothing. */
const beginning =
  /^\s*(?:with|select|insert|update|delete|begin|start|commit|rollback|lock|create|alter|drop|truncate|listen|notify|set|prepare|vacuum|copy|merge)\b/i;
const leadingComments = /^(?:\s*(?:--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/))+/;

/**
 * The statement among a call's arguments: the first one, or `text` or `sql` of an options object that stands first. Where
 * the first is a call that wraps a statement, as `execute(text('SELECT 1'))` is given one, it is that statement.
 */
export function sqlOf(reading: Reading, given: readonly Value[]): SqlStatement | null {
  const first = given[0];
  if (first === undefined) return null;
  const wrapping = named(reading, first);
  if (wrapping.kind === 'call') return reading.calls[wrapping.call]?.sql ?? null;
  const holder = first.kind === 'object' ? first.properties.find(({ key }) => key === 'text' || key === 'sql') : null;
  const text = textOf(reading, holder?.value ?? first);
  if (text === null) return null;
  const statement = text.slice(0, longestStatement).replace(leadingComments, '');
  return beginning.test(statement) ? sqlStatementOf(statement) : null;
}

/** What a constant of the same file is made with, for a mention of it; everything else is what it is. Followed once. */
function named({ declarations }: Reading, value: Value): Value {
  if (value.kind !== 'reference') return value;
  const { root, path } = value.reference;
  const declared = root.kind === 'declared' && path.length === 0 ? declarations[root.declaration] : undefined;
  return (declared?.kind === 'constant' ? declared.initial : null) ?? value;
}

/** A text with `?` for the parts that are not literal. */
function textOf(reading: Reading, written: Value): string | null {
  const value = named(reading, written);
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : null;
  if (value.kind !== 'concatenation') return null;
  return value.parts
    .map((part) => (part.kind === 'literal' && typeof part.value === 'string' ? part.value : '?'))
    .join('');
}
