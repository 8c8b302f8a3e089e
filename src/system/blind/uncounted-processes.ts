import { describeSite } from '../../link/places.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import type { RunningProgram } from '../build-programs.ts';
import { named } from './named.ts';

/** Commands that take the number of their processes from a name that no file here sets, where one is counted. */
export function uncountedProcesses(graph: ProgramGraph, running: readonly RunningProgram[]): readonly string[] {
  const sentences = running.flatMap(({ program, uncounted }) =>
    uncounted === null || program.role === 'other'
      ? []
      : [
          `How many processes ${describeSite(graph.facts, uncounted)} starts of ${program.name} is set elsewhere; one is counted.`,
        ],
  );
  return named([...new Set(sentences)].sort(), (sentence) => sentence, 'commands of that kind');
}
