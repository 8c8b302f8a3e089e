import type { CodeFacts } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import { reachableEffects } from '../link/effects.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { workReach } from './moment.ts';
import { valuesOfRoot } from './named-values.ts';
import { isClock, lastName } from './origins.ts';
import { functionsFrom, functionsTo } from './reachable.ts';
import { refusesBy } from './refusal.ts';
import type { Stop } from './stop.ts';

const stop = (reason: string): Stop => ({ gate: 'role', reason });

/**
 * Marks by which a process spares itself work that it has done already, or that was in vain: whoever asks for them sets
 * them too, so another instance does that work once for itself. Nobody is refused by them and nobody gets a mail anew.
 */
export function ownMarksStop(graph: ProgramGraph, cell: StateCell, asking: readonly CellAccess[]): Stop | null {
  const growth = growthOf(cell);
  const isOfMarks = cell.shape === 'list' ? isUsedAsSet(cell) : areMarks(graph, cell);
  if (growth.length === 0 || asking.length === 0 || !isOfMarks) return null;
  const around = functionAround(graph, [...growth, ...asking]);
  if (around === null) return isFilledByAskers(graph, growth, asking) ? refusing(graph, asking, learntReason) : null;
  if (reachableEffects(graph, around).some(({ effect }) => effect === 'mail')) return null;
  return refusing(
    graph,
    asking,
    'One function marks what it has done itself, and nothing tells that it matters to others.',
  );
}

const learntReason = 'Whoever asks for these marks finds them out on the way, so each instance learns them for itself.';

function refusing(graph: ProgramGraph, asking: readonly CellAccess[], reason: string): Stop | null {
  return asking.some((access) => refusesBy(graph, access)) ? null : stop(reason);
}

/** Whether all that is put in are bare marks: nothing but the key, a literal, or a time. */
export function areMarks(graph: ProgramGraph, cell: StateCell): boolean {
  const growth = growthOf(cell);
  return (
    cell.shape === 'set' ||
    growth.every(({ value, site, function: key }) => {
      const code = graph.facts.get(site.file)?.code ?? null;
      if (value === null || value.kind === 'literal') return true;
      return code !== null && isTime({ graph, code, function: key }, value, 0);
    })
  );
}

/** `if (told.includes(id)) return; … told.push(id)`: a list of which is only asked whether something is among its items. */
function isUsedAsSet({ accesses }: StateCell): boolean {
  return accesses.every(
    ({ kind, key, operation }) =>
      ['append', 'remove', 'clear', 'assign'].includes(kind) ||
      (kind === 'test' && key !== null) ||
      (kind === 'test' && operation.kind !== 'container'),
  );
}

interface Where {
  readonly graph: ProgramGraph;
  readonly code: CodeFacts;
  readonly function: FunctionKey;
}

/** Clocks that count from some time that no other process knows. */
const clocksOfProcess = /^(?:monotonic|monotonic_ns|perf_counter|hrtime)$/;

/** `Date.now()`, `Date.now() + ttl`, `addMinutes(new Date(), 5)`, or a parameter that every caller gives such a value. */
function isTime(where: Where, value: Value, depth: number): boolean {
  if (depth > 4) return false;
  const { code } = where;
  const next = (inner: Value | null): boolean => inner !== null && isTime(where, inner, depth + 1);
  switch (value.kind) {
    case 'operator':
      return ['+', '-', '*', '/'].includes(value.operator) && (next(value.left) || next(value.right));
    case 'call':
      return (
        isClock(code, value.call) ||
        clocksOfProcess.test(lastName(code, value.call)) ||
        (code.calls[value.call]?.arguments ?? []).some(next)
      );
    case 'reference': {
      const { root, path } = value.reference;
      if (root.kind !== 'declared' || path.length > 0) return false;
      if (code.declarations[root.declaration]?.kind === 'parameter') return isGivenTime(where, root.declaration, depth);
      const values = valuesOfRoot(code, value.reference);
      return values.length > 0 && values.every(next);
    }
    default:
      return false;
  }
}

function isGivenTime({ graph, code, function: key }: Where, parameter: number, depth: number): boolean {
  const declaration = code.declarations[parameter];
  const index = declaration?.index ?? null;
  const callers = (graph.callers.get(key) ?? []).filter(({ kind }) => kind === 'call' || kind === 'member');
  if (index === null || `${graph.functions.get(key)?.id}` !== `${declaration?.function}`) return false;
  return (
    callers.length > 0 &&
    callers.every(({ from, site }) => {
      const caller = graph.facts.get(site.file)?.code ?? null;
      const given = callByCallee(graph.facts, site)?.fact.arguments[index];
      return (
        caller !== null && given !== undefined && isTime({ graph, code: caller, function: from }, given, depth + 1)
      );
    })
  );
}

/** The nearest function that all of these are written in, or that alone calls those they are written in. */
function functionAround(graph: ProgramGraph, accesses: readonly CellAccess[]): FunctionKey | null {
  const ways = [...new Set(accesses.map((access) => access.function))].map((key) => onlyWay(graph, key));
  const [first = []] = ways;
  return first.find((key) => ways.every((way) => way.includes(key))) ?? null;
}

/** A function, and those that every way to it comes through, nearest first, a few steps back. */
function onlyWay(graph: ProgramGraph, key: FunctionKey, before: readonly FunctionKey[] = []): readonly FunctionKey[] {
  const callers = [...new Set((graph.callers.get(key) ?? []).map(({ from }) => from))];
  const isStart =
    callers.length === 0 ||
    before.length >= 3 ||
    callers.some((from) => from === key || before.includes(from) || graph.functions.get(from)?.id === 0) ||
    graph.entries.some((entry) => entry.function === key);
  if (isStart) return [key];
  const [first = [], ...others] = callers.map((from) => onlyWay(graph, from, [...before, key]));
  return [key, ...first.filter((each) => others.every((way) => way.includes(each)))];
}

/** Whether every request or job that comes to ask also comes past a place that fills. */
function isFilledByAskers(graph: ProgramGraph, growth: readonly CellAccess[], asking: readonly CellAccess[]): boolean {
  const fillers = new Set(growth.map((access) => access.function));
  const starts = new Set(
    asking.flatMap((access) => {
      if (workReach(graph, access.function) === null) return [];
      const before = functionsTo(graph, access.function);
      return graph.entries.flatMap((entry) => (before.has(entry.function) ? [entry.function] : []));
    }),
  );
  return starts.size > 0 && [...starts].every((start) => functionsFrom(graph, start).some((each) => fillers.has(each)));
}
