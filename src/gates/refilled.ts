import type { CallFact } from '../facts/code.ts';
import { registeringCall } from '../link/calls-at.ts';
import type { CellAccess, Entry, FunctionKey, ProgramGraph, Site, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { workReaches } from './moment.ts';
import { isProgramMade } from './program-made.ts';
import { functionsFrom, functionsTo } from './reachable.ts';
import type { Stop } from './stop.ts';

/**
 * Whether every request that asks comes past a handler that fills first: one that empties the collection and builds it
 * up again, or one that sets what the program asks for by names that it spells out. Then nothing that an earlier
 * request left there is needed.
 */
export function refilledStop(graph: ProgramGraph, cell: StateCell, asking: readonly CellAccess[]): Stop | null {
  const growth = growthOf(cell);
  const isForSettings = growth.length > 0 && asking.every((access) => isAskedByName(graph, access));
  const entries = entriesTo(graph, asking);
  if (entries === null || entries.length === 0 || (!isForSettings && !isReset(cell))) return null;
  const fills = (key: FunctionKey): boolean => {
    // A request that does not bring a setting leaves it as it is; emptying and building up must not hang on anything.
    const led = isForSettings ? new Set(functionsFrom(graph, key)) : surelyFrom(graph, key);
    const isBuilt = isForSettings || resetsOf(cell).some((access) => led.has(access.function));
    return isBuilt && growth.every((access) => led.has(access.function));
  };
  const fillers = new Set(graph.entries.filter((entry) => entry.moment === 'request').map((entry) => entry.function));
  const filling = new Set([...fillers].filter(fills));
  if (filling.size === 0) return null;
  return entries.every((entry) => filling.has(entry.function) || isBehind(graph, entry, filling))
    ? { gate: 'role', reason: 'Every request that asks it comes past a handler that fills it anew before.' }
    : null;
}

function isAskedByName(graph: ProgramGraph, { key, site, function: owner }: CellAccess): boolean {
  return key !== null && isProgramMade({ graph, file: site.file, function: owner }, key);
}

/** Where the whole is replaced or emptied, whatever stands in it. */
function resetsOf(cell: StateCell): readonly CellAccess[] {
  const growth = growthOf(cell);
  return cell.accesses.filter(
    (access) =>
      (access.kind === 'assign' || access.kind === 'clear') &&
      !growth.includes(access) &&
      access.operation.guards.length === 0,
  );
}

function isReset(cell: StateCell): boolean {
  return resetsOf(cell).length > 0;
}

/** The handlers of requests that come to ask; null where something else than a request does. */
function entriesTo(graph: ProgramGraph, asking: readonly CellAccess[]): readonly Entry[] | null {
  const keys = new Set(asking.map((access) => access.function));
  const isForRequests = [...keys].every((key) => workReaches(graph, key).every(({ moment }) => moment === 'request'));
  if (!isForRequests) return null;
  const before = new Set([...keys].flatMap((key) => [...functionsTo(graph, key)]));
  return graph.entries.filter((entry) => entry.moment === 'request' && before.has(entry.function));
}

/** What a function leads to by calls that hang on nothing that must hold; that something must not hold is an early return's. */
function surelyFrom(graph: ProgramGraph, key: FunctionKey): ReadonlySet<FunctionKey> {
  const met = new Set([key]);
  for (const from of met) {
    for (const edge of graph.callees.get(from) ?? []) if (!isConditional(graph, from, edge.site)) met.add(edge.to);
  }
  return met;
}

function isConditional(graph: ProgramGraph, key: FunctionKey, site: Site): boolean {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  const around = operations.filter(
    ({ kind, span }) => kind === 'call' && span[0] <= site.span[0] && site.span[1] <= span[1],
  );
  return around.some(({ guards }) => guards.some(({ holds }) => holds));
}

/** Whether a filling handler stands before an entry: earlier on its route, or before all of its router. */
function isBehind(graph: ProgramGraph, entry: Entry, filling: ReadonlySet<FunctionKey>): boolean {
  const handlers = entry.route === null ? [] : (graph.routes[entry.route]?.handlers ?? []);
  const own = handlers.indexOf(entry.function);
  if (handlers.slice(0, Math.max(own, 0)).some((key) => filling.has(key))) return true;
  const behind = registeringCall(graph, entry.site)?.fact ?? null;
  return graph.entries.some((other) => {
    if (!filling.has(other.function) || other.site.file !== entry.site.file) return false;
    const before = registeringCall(graph, other.site)?.fact ?? null;
    if (before === null || behind === null || before.function !== behind.function) return false;
    return before.span[1] <= behind.span[0] && isSameRouter(before, behind) && standsBeforeAll(before);
  });
}

function isSameRouter(one: CallFact, other: CallFact): boolean {
  const [a, b] = [one.callee.root, other.callee.root];
  return a.kind === 'declared' && b.kind === 'declared' && a.declaration === b.declaration;
}

/** `app.use(load)`, `router.all('*', load)`. */
function standsBeforeAll({ callee, arguments: [first] }: CallFact): boolean {
  const name = callee.path.at(-1);
  if (first === undefined || (name !== 'use' && name !== 'all')) return false;
  if (first.kind !== 'literal') return name === 'use';
  return typeof first.value === 'string' && /^\/?(?:\{?\*.*)?$/.test(first.value);
}
