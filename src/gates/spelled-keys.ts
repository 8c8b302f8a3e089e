import type { ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { isProgramMade } from './program-made.ts';
import type { Stop } from './stop.ts';

/**
 * An object whose members the program spells out, even where a loop over one of its own tables sets them: it is one thing
 * with fields, as a snapshot or settings, and no collection of what somebody put in.
 */
export function spelledKeysStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  if (cell.shape !== 'record') return null;
  const growth = growthOf(cell);
  const isSpelled = growth.every(
    ({ key, site, function: owner }) => key !== null && isProgramMade({ graph, file: site.file, function: owner }, key),
  );
  return isSpelled && growth.length > 0
    ? {
        gate: 'role',
        reason: 'The program spells out all of its keys, so it is an object with fields and no collection.',
      }
    : null;
}
