import type { RuleContext } from '../findings/rule.ts';
import type { CellAccess, Certainty, ProgramGraph, Reach, StateCell } from '../link/program-graph.ts';
import type { Program } from '../system/types.ts';
import { growthOf } from './contents.ts';
import { dualModeStop } from './dual-mode.ts';
import { lifetimeStop } from './lifetime.ts';
import { momentStop, workReach } from './moment.ts';
import { type Purpose, purposeOf } from './purpose.ts';
import { isReading, roleStop } from './role.ts';
import { scopeStop, servingPrograms } from './scope.ts';
import { firstStop, type Stop } from './stop.ts';

/** A collection that requests fill and requests ask: the only place where its entries are. */
export interface KeptCollection {
  readonly kind: 'kept';
  readonly cell: StateCell;
  readonly programs: readonly Program[];
  readonly purpose: Purpose | null;
  readonly write: ReachedAccess;
  readonly read: ReachedAccess;
  /** Proved when both are. */
  readonly certainty: Certainty;
}

export interface ReachedAccess {
  readonly access: CellAccess;
  readonly reach: Reach;
}

/** Whether a cell is a collection that some code changes; others are not even looked at. */
export function isCandidate(cell: StateCell): boolean {
  const collections: readonly StateCell['shape'][] = ['map', 'set', 'list', 'counter', 'weak'];
  if (collections.includes(cell.shape)) return entriesIn(cell).length > 0;
  // A plain object is a collection only where entries go in under keys that the program does not spell out.
  return cell.shape === 'record' && entriesIn(cell).some((access) => access.operation.kind === 'container');
}

function entriesIn(cell: StateCell): readonly CellAccess[] {
  return growthOf(cell).filter((access) => access.key?.kind !== 'literal' || cell.shape !== 'record');
}

/** Asks all gates of a collection in their order; the answer is what a rule can report, or why it stays silent. */
export function keptCollection(context: RuleContext, cell: StateCell): KeptCollection | Stop {
  const { graph } = context;
  const purpose = purposeOf(graph, cell);
  const growth = entriesIn(cell);
  const write = bestReached(graph, growth, null);
  const read = bestReached(graph, cell.accesses.filter(isReading), write);
  const stopped = firstStop([
    () => scopeStop(context, cell.file),
    () => lifetimeStop(graph, cell),
    () =>
      momentStop(
        graph,
        growth.map((access) => access.function),
        'This collection',
      ),
    () => dualModeStop(graph, cell),
    () => roleStop(graph, cell, purpose),
  ]);
  if (stopped !== null) return stopped;
  if (write === null || read === null) {
    return { gate: 'role', reason: 'No request, socket, queue or timer reads it again, so nothing misses an entry.' };
  }
  return {
    kind: 'kept',
    cell,
    programs: servingPrograms(context, cell.file),
    purpose,
    write,
    read,
    certainty: write.reach.certainty === 'proved' && read.reach.certainty === 'proved' ? 'proved' : 'possible',
  };
}

/**
 * The access that is best shown to run while the service works: a proved one, on a route where there is one, and on
 * another route than `apart`, because there it asks for what somebody else put in.
 */
function bestReached(
  graph: ProgramGraph,
  accesses: readonly CellAccess[],
  apart: ReachedAccess | null,
): ReachedAccess | null {
  const reached = accesses.flatMap((access) => {
    const reach = workReach(graph, access.function);
    return reach === null ? [] : [{ access, reach }];
  });
  const rank = ({ reach }: ReachedAccess): number =>
    (reach.certainty === 'proved' ? 0 : 8) +
    (apart !== null && reach.entry?.function === apart.reach.entry?.function ? 4 : 0) +
    (reach.moment === 'timer' ? 2 : 0) +
    (reach.entry?.route == null ? 1 : 0);
  return reached.reduce<ReachedAccess | null>(
    (best, next) => (best === null || rank(next) < rank(best) ? next : best),
    null,
  );
}
