import type { Guard } from '../facts/operations.ts';
import { guardsAt, isAmong } from '../link/guards-at.ts';
import type { CellAccess, FunctionKey, ProgramGraph, Site, StateCell } from '../link/program-graph.ts';
import { beginsEmpty } from './begins-empty.ts';
import { growthOf } from './contents.ts';
import { workReach } from './moment.ts';
import type { Stop } from './stop.ts';

/** Longer ways are not followed. */
const farthest = 6;

/**
 * Whether on every way that leads to ask, the collection is emptied before, in the same run: it holds what one piece of
 * work needs on its way, and nothing that an earlier request left there.
 */
export function begunAnewStop(graph: ProgramGraph, cell: StateCell, asking: readonly CellAccess[]): Stop | null {
  const growth = growthOf(cell);
  const resets = cell.accesses.filter((access) => isReset(graph, growth, access));
  const running = asking.filter((access) => workReach(graph, access.function) !== null);
  if (resets.length === 0 || running.length === 0) return null;
  const isEmptied = running.every((access) =>
    isEmptiedBefore({ graph, resets, met: new Set() }, access.function, access.site, 0),
  );
  return isEmptied
    ? { gate: 'role', reason: 'Whoever asks for its entries has emptied it before, in the same run.' }
    : null;
}

interface Search {
  readonly graph: ProgramGraph;
  readonly resets: readonly CellAccess[];
  /** Functions whose callers were asked already; a circle brings no other beginning. */
  readonly met: Set<FunctionKey>;
}

/** Emptied or begun anew whole, by a step of a function that may run again; an object's making is its beginning. */
function isReset(graph: ProgramGraph, growth: readonly CellAccess[], access: CellAccess): boolean {
  const kind = graph.functions.get(access.function)?.fact.kind;
  if (kind === 'module' || kind === 'constructor' || kind === 'initialiser' || growth.includes(access)) return false;
  return access.kind === 'clear' || (access.kind === 'assign' && beginsEmpty(access.value));
}

function isEmptiedBefore(search: Search, key: FunctionKey, at: Site, depth: number): boolean {
  const { graph, resets, met } = search;
  const guards = guardsAt(graph, key, at);
  const isBefore = ({ file, span }: Site): boolean => file === at.file && span[1] <= at.span[0];
  const isSure = (needed: readonly Guard[]): boolean => needed.every((guard) => isAmong(guards, guard));
  const own = resets.some(
    (access) => access.function === key && isBefore(access.site) && isSure(access.operation.guards),
  );
  if (own) return true;
  const called = (graph.callees.get(key) ?? []).some(
    (edge) =>
      edge.certainty === 'proved' &&
      (edge.kind === 'call' || edge.kind === 'member') &&
      isBefore(edge.site) &&
      isSure(guardsAt(graph, key, edge.site)) &&
      surelyEmpties(search, edge.to, 0),
  );
  if (called) return true;
  if (depth >= farthest || graph.entries.some((entry) => entry.function === key)) return false;
  if (met.has(key)) return true;
  met.add(key);
  const callers = (graph.callers.get(key) ?? []).filter(({ from }) => workReach(graph, from) !== null);
  return callers.length > 0 && callers.every(({ from, site }) => isEmptiedBefore(search, from, site, depth + 1));
}

/** Whether a function empties the collection whenever it runs, itself or by what it calls. */
function surelyEmpties(search: Search, key: FunctionKey, depth: number): boolean {
  const { graph, resets } = search;
  if (resets.some((access) => access.function === key && access.operation.guards.length === 0)) return true;
  return (
    depth < 2 &&
    (graph.callees.get(key) ?? []).some(
      (edge) =>
        edge.certainty === 'proved' &&
        (edge.kind === 'call' || edge.kind === 'member') &&
        guardsAt(graph, key, edge.site).length === 0 &&
        surelyEmpties(search, edge.to, depth + 1),
    )
  );
}
