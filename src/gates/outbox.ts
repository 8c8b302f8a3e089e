import type { EffectKind } from '../catalog/types.ts';
import type { Operation } from '../facts/operations.ts';
import { reachableEffects } from '../link/effects.ts';
import type { CellAccess, Effect, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import type { Stop } from './stop.ts';

const outward: ReadonlySet<EffectKind> = new Set([
  'database-write',
  'transaction',
  'external-call',
  'publish',
  'enqueue',
  'object-write',
  'cache-write',
  'mail',
]);

/**
 * A list of what is still to be sent: a timer, or the function that adds to it, takes all or many entries at once and
 * hands them on to a database or a queue. Nobody else looks into it, so no instance misses what another one holds.
 */
export function outboxStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const growth = growthOf(cell);
  if ((cell.shape !== 'list' && cell.shape !== 'set' && cell.shape !== 'map') || growth.length === 0) return null;
  const adders = new Set(growth.map((access) => access.function));
  const drains = cell.accesses.filter((access) => takesMany(access) && !growth.includes(access));
  const drainers = new Set(
    drains.map((access) => access.function).filter((key) => isDrainer(graph, cell, key, adders)),
  );
  if (drainers.size === 0) return null;
  const drained = withCallbacks(graph, drainers);
  const looks = cell.accesses.filter((access) => {
    if (drainers.has(access.function) || isInside(graph, access.function, drainers)) return false;
    // What the draining functions hand a batch to works on what was taken out.
    if (isCalledFrom(graph, drained, access.function)) return false;
    if (access.kind === 'size' || takesMany(access)) return false;
    if (access.kind === 'test' || access.kind === 'read') return !adders.has(access.function);
    return access.kind === 'iterate' || access.kind === 'escape' || access.kind === 'remove';
  });
  return looks.length > 0
    ? null
    : { gate: 'role', reason: 'It gathers what this process hands on in batches soon after, and nobody else asks it.' };
}

/** `list.splice(0, 100)`, `set.clear()`, `list = []`, `list = list.filter(…)`: not one entry by its key or its turn. */
function takesMany({ kind, operation }: CellAccess): boolean {
  if (kind === 'assign' || kind === 'clear') return true;
  return kind === 'remove' && (operation.kind === 'assign' || isSplice(operation));
}

function isSplice(operation: Operation): boolean {
  return operation.kind === 'container' && operation.method === 'splice';
}

/** Takes the entries, is run by a timer or by what adds them, and reaches the place where they go. */
function isDrainer(graph: ProgramGraph, cell: StateCell, key: FunctionKey, adders: ReadonlySet<FunctionKey>): boolean {
  if (adders.has(key)) return false;
  const own = withCallbacks(graph, new Set([key]));
  const looksIn = cell.accesses.some(
    (access) =>
      own.has(access.function) && (access.kind === 'read' || access.kind === 'iterate' || access.kind === 'escape'),
  );
  const splices = cell.accesses.some((access) => access.function === key && access.kind === 'remove');
  if (!looksIn && !splices) return false;
  const byTimer = (graph.moments.get(key) ?? []).some((reach) => reach.moment === 'timer');
  if (!byTimer && !isCalledFrom(graph, adders, key)) return false;
  return reachableEffects(graph, key).some((effect) => outward.has(effect.effect) || isInsert(graph, effect));
}

/** A library's one call for reading and writing says which by its text. */
function isInsert(graph: ProgramGraph, { site, call }: Effect): boolean {
  const kind = graph.facts.get(site.file)?.code?.calls[call]?.sql?.kind;
  return kind === 'insert' || kind === 'update';
}

function isCalledFrom(graph: ProgramGraph, from: ReadonlySet<FunctionKey>, key: FunctionKey): boolean {
  const seen = new Set(from);
  for (const at of seen) {
    for (const edge of graph.callees.get(at) ?? []) {
      if (edge.to === key) return true;
      if (seen.size < 64) seen.add(edge.to);
    }
  }
  return false;
}

/** The functions themselves and the callbacks written in them. */
function withCallbacks(graph: ProgramGraph, outer: ReadonlySet<FunctionKey>): ReadonlySet<FunctionKey> {
  const all = new Set(outer);
  for (const key of outer) {
    const file = graph.functions.get(key)?.file;
    const count = file === undefined ? 0 : (graph.facts.get(file)?.code?.functions.length ?? 0);
    for (let id = 0; id < count; id++) if (isInside(graph, `${file}#${id}`, outer)) all.add(`${file}#${id}`);
  }
  return all;
}

/** Whether a function is a callback of one of the others. */
function isInside(graph: ProgramGraph, key: FunctionKey, outer: ReadonlySet<FunctionKey>): boolean {
  let at = graph.functions.get(key);
  while (at !== undefined && at.fact.parent !== null && at.fact.parent !== 0) {
    at = graph.functions.get(`${at.file}#${at.fact.parent}`);
    if (at !== undefined && outer.has(at.key)) return true;
  }
  return false;
}
