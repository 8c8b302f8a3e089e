import { topologySentence } from '../report/topology-sentence.ts';
import { withWorkspace } from './open.ts';
import type { Outcome, World } from './outcome.ts';
import { readArguments } from './read-arguments.ts';
import { readingOptions } from './reading-options.ts';
import { onlyTargetOf } from './target.ts';
import { unknownTopology } from './unknown-topology.ts';

/** Prints how many instances each program runs as, and where every number comes from; or imports numbers of a platform. */
export async function topology(words: readonly string[], world: World): Promise<Outcome> {
  const [first, ...others] = words;
  if (first === 'import') return (await import('./topology-import.ts')).importTopology(others, world);
  const given = readArguments(words, readingOptions);
  const target = onlyTargetOf(given.positionals, world.cwd, 'topology');
  return withWorkspace(target, given, world, async ({ analysis }) => {
    const { programs } = analysis.system;
    const lines = programs.map((program) => topologySentence(program, analysis.graph.facts, analysis.context.catalog));
    return {
      code: 0,
      stdout: lines.length === 0 ? 'No program was found.\n' : lines.map((line) => `${line}\n`).join(''),
      stderr: unknownTopology(programs),
    };
  });
}
