import type { CodeFacts } from '../../../facts/code.ts';
import type { Operation } from '../../../facts/operations.ts';
import type { Value } from '../../../facts/values.ts';
import { growthOf } from '../../../gates/contents.ts';
import { valuesOfRoot } from '../../../gates/named-values.ts';
import { numberOf } from '../../../gates/numbers.ts';
import { callsBehind, isClock, lastName } from '../../../gates/origins.ts';
import { asksAbout } from '../../../gates/refusal.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../../../link/program-graph.ts';
import type { Span } from '../../../text/range.ts';
import type { Limit } from '../limit/limit.ts';

/**
 * The bound that counted entries are compared with, where all comparisons say the same whole number: `entry.count >= 5`,
 * `recent.length > max`. Null where callers give it or several hold; the window is not read.
 */
export function boundOf(graph: ProgramGraph, cell: StateCell): Limit | null {
  const found = cell.accesses.flatMap((access) => boundsAt(graph, cell, access));
  const [first] = found;
  if (first == null || found.some((each) => each?.count !== first.count)) return null;
  return first;
}

/** A comparison of the count with what cannot be read gives null. */
function boundsAt(graph: ProgramGraph, cell: StateCell, access: CellAccess): readonly (Limit | null)[] {
  const code = graph.facts.get(access.site.file)?.code ?? null;
  const operations = graph.functions.get(access.function)?.fact.operations ?? [];
  if (code === null || access.kind !== 'read') return [];
  const isCount = (value: Value): boolean => isCountIn({ graph, code, cell, access }, value, 0);
  const own = boundsIn(graph, access.site.file, operations, isCount);
  const gives = operations.some((each) => each.kind === 'return' && isGiven(each.value, isCount));
  return gives ? [...own, ...boundsOfCallers(graph, access.function, 0)] : own;
}

function isGiven(value: Value | null, isCount: (value: Value) => boolean): boolean {
  return value !== null && isCount(value);
}

/** What callers compare the count with that they are given. */
function boundsOfCallers(graph: ProgramGraph, key: FunctionKey, depth: number): readonly (Limit | null)[] {
  if (depth > 1) return [];
  return (graph.callers.get(key) ?? []).flatMap(({ from, kind, site }) => {
    const code = graph.facts.get(site.file)?.code ?? null;
    const operations = graph.functions.get(from)?.fact.operations ?? [];
    if (code === null || (kind !== 'call' && kind !== 'member')) return [];
    const isCount = (value: Value): boolean => isResult(code, value, site.span, 0);
    const own = boundsIn(graph, site.file, operations, isCount);
    const gives = operations.some((each) => each.kind === 'return' && isGiven(each.value, isCount));
    return gives ? [...own, ...boundsOfCallers(graph, from, depth + 1)] : own;
  });
}

/** What a call gives, or a name for that. */
function isResult(code: CodeFacts, value: Value, site: Span, depth: number): boolean {
  if (value.kind === 'call') return value.span[0] <= site[0] && site[1] <= value.span[1];
  if (value.kind !== 'reference' || value.reference.path.length > 0 || depth > 3) return false;
  return valuesOfRoot(code, value.reference).some((each) => isResult(code, each, site, depth + 1));
}

function boundsIn(
  graph: ProgramGraph,
  file: string,
  operations: readonly Operation[],
  isCount: (value: Value) => boolean,
): readonly (Limit | null)[] {
  return testsOf(operations)
    .flatMap((test) => comparisonsIn(test, 0))
    .flatMap(([left, right]) => {
      if (isCount(left) === isCount(right)) return [];
      const bound = numberOf(graph, file, isCount(left) ? right : left);
      if (bound === null) return [null];
      // Whether there is any entry at all is no limit.
      if (bound.value <= 0 || !Number.isInteger(bound.value)) return [];
      return [{ count: bound.value, windowMilliseconds: null, known: bound.known }];
    });
}

function testsOf(operations: readonly Operation[]): readonly Value[] {
  const tests = operations.flatMap((operation) => [
    ...operation.guards.map(({ test }) => test),
    ...(operation.kind === 'return' && operation.value !== null ? [operation.value] : []),
  ]);
  return tests.filter((test, index) => tests.findIndex((other) => other.span.join() === test.span.join()) === index);
}

const relational: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

function comparisonsIn(test: Value, depth: number): readonly (readonly [Value, Value])[] {
  if (depth > 5) return [];
  const next = (value: Value): ReturnType<typeof comparisonsIn> => comparisonsIn(value, depth + 1);
  switch (test.kind) {
    case 'operator':
      if (test.left === null) return next(test.right);
      return relational.has(test.operator) ? [[test.left, test.right]] : [...next(test.left), ...next(test.right)];
    case 'conditional':
      return next(test.test);
    case 'object':
      return test.properties.flatMap(({ value }) => next(value));
    default:
      return [];
  }
}

interface Where {
  readonly graph: ProgramGraph;
  readonly code: CodeFacts;
  readonly cell: StateCell;
  readonly access: CellAccess;
}

/** A number that was counted up under the key, the member of an entry that is, or how many stand in the entry. */
function isCountIn(where: Where, value: Value, depth: number): boolean {
  const { code, access } = where;
  if (depth > 5 || !asksAbout(code, value, access.site.span, 0)) return false;
  const next = (inner: Value | null): boolean => inner !== null && isCountIn(where, inner, depth + 1);
  if (value.kind === 'operator') {
    if (['??', '||', 'or'].includes(value.operator)) return next(value.left);
    return value.operator === '+' && value.right.kind === 'literal' && next(value.left);
  }
  if (value.kind === 'call') {
    if (lastName(code, value.call) === 'len') return true;
    return isWithin(value, access) && isOfNumbers(where);
  }
  if (value.kind !== 'reference') return false;
  const { path } = value.reference;
  const last = path.at(-1) ?? null;
  if (last === 'length' || last === 'size') return true;
  if (last !== null && last !== '*' && !isWithin(value, access)) return isCountedMember(where, last);
  if (isWithin(value, access)) return last !== null && isCountedMember(where, last) ? true : isOfNumbers(where);
  const values = valuesOfRoot(code, value.reference);
  return values.some(next);
}

/** Whether a value is the access itself. */
function isWithin({ span }: Value, { site }: CellAccess): boolean {
  return span[0] <= site.span[0] && site.span[1] <= span[1];
}

/** `entry.count++`, or `{ count: entry.count + 1 }` put in. */
function isCountedMember({ code, cell }: Where, name: string): boolean {
  const isRaised = code.functions.some(({ operations }) =>
    operations.some(
      (each) => each.kind === 'assign' && raises(code, each.operator, each.value) && each.target.path.at(-1) === name,
    ),
  );
  const isPutIn = growthOf(cell).some(
    ({ value }) =>
      value?.kind === 'object' && value.properties.some((each) => each.key === name && raises(code, '=', each.value)),
  );
  return isRaised || isPutIn;
}

/** `hits.set(key, (hits.get(key) ?? 0) + 1)`, `hits[key] += 1`. */
function isOfNumbers({ code, cell }: Where): boolean {
  return growthOf(cell).some(({ operation, value }) => {
    if (operation.kind === 'assign' && raises(code, operation.operator, value)) return true;
    if (value?.kind === 'reference' && value.reference.path.length === 0) {
      return valuesOfRoot(code, value.reference).some((each) => raises(code, '=', each));
    }
    return raises(code, '=', value);
  });
}

/** A time to come is no sum. */
function raises(code: CodeFacts, operator: string, value: Value | null): boolean {
  if (['++', '+='].includes(operator)) return true;
  const isSum = value?.kind === 'operator' && value.operator === '+';
  return isSum && !callsBehind(code, value).some((call) => isClock(code, call));
}
