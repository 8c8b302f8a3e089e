import type { Value } from '../facts/values.ts';
import type { LibraryUse } from '../link/program-graph.ts';

/** What a clock is given to run: behind the time, or last of all. */
export function jobOf({ fact, pattern }: LibraryUse): Value | undefined {
  const { runs } = pattern;
  return runs?.kind === 'position' ? fact.arguments.at(runs.position) : undefined;
}
