import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { isProgramMade } from './program-made.ts';
import type { Stop } from './stop.ts';

/**
 * An object whose members the program spells out, even where a loop over one of its own tables sets them, and which every
 * instance sets by itself: a snapshot of what each of them sees, and no collection of what somebody put in.
 */
export function snapshotStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  if (cell.shape !== 'record') return null;
  const growth = growthOf(cell);
  const isSnapshot = growth.every((access) => isSpelled(graph, access) && isSetByEach(graph, access));
  return isSnapshot && growth.length > 0
    ? {
        gate: 'role',
        reason:
          'It is an object whose members the program spells out and which timers of each instance set, as a snapshot.',
      }
    : null;
}

function isSpelled(graph: ProgramGraph, { key, site, function: owner }: CellAccess): boolean {
  return key !== null && isProgramMade({ graph, file: site.file, function: owner }, key);
}

/** Whether a timer surely leads there, which each instance has. */
function isSetByEach(graph: ProgramGraph, access: CellAccess): boolean {
  return (graph.moments.get(access.function) ?? []).some(
    ({ moment, certainty }) => moment === 'timer' && certainty === 'proved',
  );
}
