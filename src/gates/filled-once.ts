import type { CodeFacts } from '../facts/code.ts';
import type { Guard, Operation } from '../facts/operations.ts';
import { isOpposite, isOther, isSame } from '../facts/operators.ts';
import { partsOf } from '../facts/value-parts.ts';
import type { DeclarationId, Reference, Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import { guardsAt, isAmong } from '../link/guards-at.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { workReach } from './moment.ts';
import { valuesOfRoot } from './named-values.ts';
import { isMadeUp } from './origins.ts';
import type { Stop } from './stop.ts';

/** Longer ways are not followed. */
const farthest = 3;

/**
 * Whether each process fills the collection once for itself, behind a mark that it has not done so yet, with what it
 * finds in its code, its settings or a store rather than with what a request brings: every instance finds the same.
 */
export function filledOnceStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const growth = growthOf(cell);
  const isOnce = growth.every(
    (access) => isOwnFinding(graph, cell, access) && isBehindMark(graph, access.function, access.operation.guards, 0),
  );
  return isOnce && growth.length > 0
    ? { gate: 'role', reason: 'Each process fills it once for itself, with nothing that a request brings.' }
    : null;
}

/** Whether a step runs only where a mark is not set, which the same function then sets; else whether all callers see to that. */
function isBehindMark(graph: ProgramGraph, key: FunctionKey, guards: readonly Guard[], depth: number): boolean {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  if (guards.some((guard) => isMark(operations, guard))) return true;
  if (depth >= farthest || graph.entries.some((entry) => entry.function === key)) return false;
  const callers = (graph.callers.get(key) ?? []).filter(({ from }) => workReach(graph, from) !== null);
  return (
    callers.length > 0 &&
    callers.every(
      ({ from, site, kind }) =>
        (kind === 'call' || kind === 'member') && isBehindMark(graph, from, guardsAt(graph, from, site), depth + 1),
    )
  );
}

/** `if (!loaded) { …; loaded = true }`, `if registry is None: …; registry = made`. */
export function isMark(operations: readonly Operation[], guard: Guard): boolean {
  const mark = unsetIn(guard.test, guard.holds);
  return (
    mark !== null &&
    operations.some(
      (operation) =>
        operation.kind === 'assign' &&
        isSamePlace(operation.target, mark) &&
        isSet(operation.value) &&
        isAmong(operation.guards, guard),
    )
  );
}

/** What a condition says is not set. */
export function unsetIn(test: Value, holds: boolean): Reference | null {
  if (test.kind === 'reference') return holds ? null : test.reference;
  if (test.kind !== 'operator') return null;
  const { operator, left, right } = test;
  if (isOpposite(operator)) return unsetIn(right, !holds);
  const isNothing = right.kind === 'literal' && (right.value === null || right.value === false);
  if (!isNothing || left?.kind !== 'reference') return null;
  return (holds ? isSame(operator) : isOther(operator)) ? left.reference : null;
}

function isSet(value: Value | null): boolean {
  return value !== null && !(value.kind === 'literal' && (value.value === null || value.value === false));
}

function isSamePlace(one: Reference, other: Reference): boolean {
  if (one.path.join('.') !== other.path.join('.')) return false;
  if (one.root.kind === 'declared')
    return other.root.kind === 'declared' && one.root.declaration === other.root.declaration;
  return one.root.kind === 'this' && other.root.kind === 'this';
}

/** Whether what goes in comes from no parameter, from no request and not from chance. */
function isOwnFinding(
  graph: ProgramGraph,
  { home }: StateCell,
  { function: owner, operation, key, value, site }: CellAccess,
): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  if (code === null || isMadeUp(code, key) || isMadeUp(code, value)) return false;
  const isOwn = (home.kind === 'field' || home.kind === 'static') && graph.functions.get(owner)?.class === home.class;
  const { over = [] } = operation;
  const found = { graph, code, file: site.file, isOwn, over, met: new Set<DeclarationId>() };
  return [key, value].every((each) => each === null || isFound(found, each, 0));
}

interface Finding {
  readonly graph: ProgramGraph;
  readonly code: CodeFacts;
  readonly file: string;
  /** Whether `this` is the object or the class that keeps the collection, rather than one made for a request. */
  readonly isOwn: boolean;
  /** What the loops around the step go through. */
  readonly over: readonly Value[];
  readonly met: Set<DeclarationId>;
}

function isFound(finding: Finding, value: Value, depth: number): boolean {
  if (depth > 12) return false;
  const next = (inner: Value): boolean => isFound(finding, inner, depth + 1);
  if (value.kind === 'call') {
    const fact = finding.code.calls[value.call];
    if (fact === undefined) return false;
    const given = [...fact.arguments, ...fact.named.map((each) => each.value)];
    return isFoundMention(finding, fact.callee, true, depth) && given.every(next);
  }
  if (value.kind === 'unknown') return false;
  if (value.kind === 'reference') return isFoundMention(finding, value.reference, false, depth);
  return partsOf(value).every(next);
}

function isFoundMention(finding: Finding, reference: Reference, isCalled: boolean, depth: number): boolean {
  const { graph, code, file, met } = finding;
  const { root, path, span } = reference;
  if (root.kind === 'call') return isFound(finding, { kind: 'call', call: root.call, span }, depth + 1);
  if (root.kind === 'this' || root.kind === 'super') return finding.isOwn;
  if (root.kind !== 'declared') return true;
  const declaration = code.declarations[root.declaration];
  if (declaration === undefined || declaration.kind === 'parameter') return false;
  if (declaration.kind === 'import') {
    // A member of what a package exports may be the request itself, as Flask's; a function or a class of it is none.
    const whole: Value = { kind: 'reference', reference: { root, path: [], span }, span };
    const isOpen = meaningsOf(graph, file, whole).some(
      ({ kind, ...of }) => kind === 'external' && 'name' in of && of.name !== '*' && of.name !== 'default',
    );
    return !isOpen || (path.length === 0 && isCalled);
  }
  if (met.has(root.declaration)) return true;
  met.add(root.declaration);
  return valuesOfRoot(code, reference).every((each) => {
    if (each.kind !== 'unknown') return isFound(finding, each, depth + 1);
    // A name that a loop gives its values.
    return finding.over.length > 0 && finding.over.every((whole) => isFound(finding, whole, depth + 1));
  });
}
