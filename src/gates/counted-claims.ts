import type { CodeFacts } from '../facts/code.ts';
import type { Guard } from '../facts/operations.ts';
import type { CallId, Reference, Value } from '../facts/values.ts';
import type { Literal } from '../link/decided.ts';
import type { Effect, ProgramGraph } from '../link/program-graph.ts';
import { placesOf } from './claimed-rows.ts';
import { namedValues } from './named-values.ts';
import { lastName } from './origins.ts';
import type { CallWithin } from './reachable.ts';

/**
 * Whether a call changes rows under a condition that no longer holds once they are changed: `update jobs set ran = now()
 * where ran < $1`, `updateOne({ ran: null }, { $set: { ran: now } })`. Of two at the same time one finds no row left.
 */
export function changesOnce(graph: ProgramGraph, { file, call, fact }: CallWithin): boolean {
  const { sql } = fact;
  if (sql !== null && sql !== undefined) {
    return sql.kind === 'update' && sql.flags.includes('own-condition') && !sql.flags.includes('counts');
  }
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null || !/^update(?:_?(?:one|many|all))?$/i.test(lastName(code, call))) return false;
  const [first, second] = fact.arguments;
  const where = first?.kind === 'object' ? first.properties.find(({ key }) => key === 'where') : undefined;
  const data = first?.kind === 'object' ? first.properties.find(({ key }) => key === 'data') : undefined;
  if (where !== undefined && data !== undefined) return meet(fieldsOf(where.value), fieldsOf(data.value));
  if (first === undefined) return false;
  return meet(fieldsOf(first), second === undefined ? fieldsAsked(code, fact.callee) : fieldsOf(second));
}

function meet(some: readonly string[], others: readonly string[]): boolean {
  return some.some((each) => others.includes(each));
}

/** The fields that an object names, those under operators such as `$set` included. What counts up still holds the next time. */
function fieldsOf(value: Value, depth = 0): readonly string[] {
  if (value.kind === 'list') return value.items.flatMap((item) => fieldsOf(item, depth + 1));
  if (value.kind !== 'object' || depth > 4) return [];
  return value.properties.flatMap(({ key, value: inner }) => {
    if (key === '$inc' || key === '$mul') return [];
    const within = fieldsOf(inner, depth + 1);
    return key.startsWith('$') || key === 'where' ? within : [key, ...within];
  });
}

/** What the steps before it in one chain ask for: `db('jobs').where('ran', '<', day).update(…)`. */
function fieldsAsked(code: CodeFacts, { root }: Reference): readonly string[] {
  if (root.kind !== 'call') return [];
  const before = code.calls[root.call];
  if (before === undefined) return [];
  const [first] = before.arguments;
  const isCondition = /where/i.test(before.callee.path.at(-1) ?? '');
  const names =
    first?.kind === 'literal' && typeof first.value === 'string'
      ? [first.value]
      : first === undefined
        ? []
        : fieldsOf(first);
  return [...(isCondition ? names : []), ...fieldsAsked(code, before.callee)];
}

/** Whether an effect happens only where such a call changed a row: `if (result.rowCount === 0) return` stands before it. */
export function isBehindCount(graph: ProgramGraph, within: CallWithin, effect: Effect): boolean {
  const code = graph.facts.get(within.file)?.code ?? null;
  const node = graph.functions.get(within.function);
  if (code === null || node === undefined) return false;
  const places = placesOf(graph, within.function, effect);
  const isLeft = (guard: Guard): boolean => {
    const answer = withoutRows(code, within, guard.test, 0);
    return answer !== undefined && Boolean(answer) !== guard.holds;
  };
  return (
    places.length > 0 &&
    places.every((place) =>
      node.fact.operations.some(
        ({ span, guards }) => span[0] <= place && place < span[1] && guards.some((guard) => isLeft(guard)),
      ),
    )
  );
}

const counts =
  /^(?:row_?count|affected(?:_?rows)?|changes|modified_?count|matched_?count|count|n_?modified|num\w+Rows)$/i;

/** What a test says where the call changed no row; undefined where that does not settle it. */
function withoutRows(code: CodeFacts, within: CallWithin, test: Value, depth: number): Literal | undefined {
  if (depth > 6) return undefined;
  const next = (value: Value): Literal | undefined => withoutRows(code, within, value, depth + 1);
  if (test.kind === 'literal') return test.value;
  if (test.kind === 'reference') return isCountOf(code, within, test.reference) ? 0 : undefined;
  if (test.kind === 'call') return isAround(code, test.call, within) ? 0 : undefined;
  if (test.kind !== 'operator') return undefined;
  const right = next(test.right);
  if (test.left === null) return right === undefined || !/^(?:!|not)$/.test(test.operator) ? undefined : !right;
  return ofBoth(test.operator, next(test.left), right);
}

function ofBoth(operator: string, left: Literal | undefined, right: Literal | undefined): Literal | undefined {
  if (/^(?:&&|and)$/.test(operator)) return [left, right].find((each) => each !== undefined && !each);
  if (/^(?:\|\||or)$/.test(operator)) return [left, right].find((each) => each !== undefined && Boolean(each));
  if (operator === '??') return left ?? undefined;
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case '===':
    case '==':
      return left === right;
    case '!==':
    case '!=':
      return left !== right;
    case '<':
      return Number(left) < Number(right);
    case '<=':
      return Number(left) <= Number(right);
    case '>':
      return Number(left) > Number(right);
    case '>=':
      return Number(left) >= Number(right);
    default:
      return undefined;
  }
}

/** `result.rowCount`, `{ count }` of what it gave, the number that it gave itself, or `cursor.rowcount` of what it was asked of. */
function isCountOf(code: CodeFacts, within: CallWithin, { root, path }: Reference): boolean {
  const member = path.at(-1);
  const isNumber = member === undefined || counts.test(member);
  if (root.kind === 'call') return isNumber && isAround(code, root.call, within);
  if (root.kind !== 'declared' || !isNumber) return false;
  const given = within.fact.callee.root;
  if (member !== undefined && given.kind === 'declared' && given.declaration === root.declaration) return true;
  return namedValues(code, root.declaration).some((value) =>
    value.kind === 'reference' && value.reference.root.kind === 'call'
      ? isCountOf(code, within, value.reference)
      : value.span[0] <= within.fact.span[0] && within.fact.span[1] <= value.span[1],
  );
}

/** Whether a call is this one or ends its chain: `db.prepare('update …').run()`. */
function isAround(code: CodeFacts, call: CallId, { fact }: CallWithin): boolean {
  const span = code.calls[call]?.span;
  return span !== undefined && span[0] === fact.span[0] && fact.span[1] <= span[1];
}
