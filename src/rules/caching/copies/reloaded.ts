import { rowChangeOf } from '../../../gates/job-harm.ts';
import { runsAtStart, workMoments, workReach } from '../../../gates/moment.ts';
import { isWrittenThrough } from '../../../gates/origins.ts';
import { isReading } from '../../../gates/reading.ts';
import { isSameTable, tablesRead, tablesWritten } from '../../../gates/rows/tables.ts';
import { reachableEffects } from '../../../link/effects.ts';
import type { CellAccess, Effect, FunctionKey, ProgramGraph, StateCell } from '../../../link/program-graph.ts';
import { type Copies, isOfRows, placeOfCell } from './copies.ts';
import type { Dropped } from './dropped.ts';

/** Copies that are loaded at the start, with the step by which the instance that changes the rows loads its own anew. */
export interface Reloaded {
  readonly copies: Copies;
  readonly renewed: Dropped;
}

/** All of them: what the other instances loaded when they started, they go on giving out. */
export function reloadedIn(graph: ProgramGraph): readonly Reloaded[] {
  return graph.cells.flatMap((cell) => inCell(graph, cell) ?? []);
}

function inCell(graph: ProgramGraph, cell: StateCell): Reloaded | null {
  if (cell.shape === 'weak' || cell.shape === 'counter') return null;
  const changes = cell.accesses.filter(({ kind }) => changing.has(kind));
  const loads = changes.filter((access) => runsAtStart(graph, access.function) && isOfRows(graph, access));
  const [load] = loads;
  if (load === undefined || !changes.every((each) => isOfLoad(graph, each, loads))) return null;
  const renewed = renewedBy(graph, load);
  if (renewed === null) return null;
  const asks = cell.accesses.filter(
    (access) => access.kind !== 'size' && isReading(graph, cell, access) && isAskedAlone(graph, access, load.function),
  );
  return { copies: { ...placeOfCell(cell), fills: loads, asks, drops: loads }, renewed };
}

/** Whether a request comes to ask without the load, which knows what it has just loaded. */
function isAskedAlone(graph: ProgramGraph, access: CellAccess, load: FunctionKey): boolean {
  const reach = workReach(graph, access.function, ['request', 'socket', 'queue']);
  return access.function !== load && reach?.chain.every(({ from }) => from !== load) === true;
}

const changing: ReadonlySet<CellAccess['kind']> = new Set(['write', 'append', 'assign']);

/** Whether nothing goes in but by the load, at the start, or beside a write of the same thing. */
function isOfLoad(graph: ProgramGraph, access: CellAccess, loads: readonly CellAccess[]): boolean {
  return (
    loads.some((load) => load.function === access.function) ||
    workReach(graph, access.function) === null ||
    isWrittenThrough(graph, access)
  );
}

/** The step by which a request changes the rows and then loads them; null where anything else loads them as well. */
function renewedBy(graph: ProgramGraph, access: CellAccess): Dropped | null {
  const load = access.function;
  const writers = new Map<FunctionKey, Effect>();
  if (isWorkEntry(graph, load) || !areWriters(graph, load, writtenBeside(graph, load), writers, new Set([load]))) {
    return null;
  }
  for (const [key, written] of writers) {
    const reach = workReach(graph, key, ['request', 'socket', 'queue']);
    if (reach?.certainty === 'proved') return { access, reach, written };
  }
  return null;
}

/** Whether all who come to a function while the service works write before; who only asks, or a clock, loads for all to see. */
function areWriters(
  graph: ProgramGraph,
  key: FunctionKey,
  written: (key: FunctionKey) => Effect | null,
  writers: Map<FunctionKey, Effect>,
  seen: Set<FunctionKey>,
): boolean {
  return (graph.callers.get(key) ?? []).every(({ from }) => {
    if (seen.has(from) || workReach(graph, from) === null) return true;
    seen.add(from);
    const effect = written(from);
    if (effect !== null) writers.set(from, effect);
    return effect !== null || (!isWorkEntry(graph, from) && areWriters(graph, from, written, writers, seen));
  });
}

function isWorkEntry({ entries }: ProgramGraph, key: FunctionKey): boolean {
  return entries.some((entry) => entry.function === key && workMoments.includes(entry.moment));
}

/** What a function writes, besides what the load does itself, to the table that the load reads. */
function writtenBeside(graph: ProgramGraph, load: FunctionKey): (key: FunctionKey) => Effect | null {
  const own = reachableEffects(graph, load);
  const read = own.filter(({ effect }) => effect === 'database-read');
  const tables = read.flatMap((each) => tablesRead(graph, each));
  return (key) =>
    reachableEffects(graph, key).find(
      (effect) =>
        !own.includes(effect) &&
        read.some(({ library }) => library === effect.library) &&
        rowChangeOf(graph, effect) !== null &&
        tablesWritten(graph, effect).some((one) => tables.some((other) => isSameTable(one, other))),
    ) ?? null;
}
