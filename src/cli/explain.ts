import { dirname, resolve } from 'node:path';
import { explanationText } from '../report/explanation.ts';
import { withWorkspace } from './open.ts';
import { CommandError, type Outcome, type World } from './outcome.ts';
import { readArguments } from './read-arguments.ts';
import { readingOptions } from './reading-options.ts';
import { relativePath, targetOf } from './target.ts';

/** Says why there is a finding at a line, or why there is none. */
export async function explain(words: readonly string[], world: World): Promise<Outcome> {
  const given = readArguments(words, readingOptions);
  const [place = '', ...others] = given.positionals;
  const match = /^(.+?):(\d+)(?::\d+)?$/.exec(place);
  const [, file = '', line = ''] = match ?? [];
  if (match === null || others.length > 0 || Number(line) < 1) {
    throw new CommandError('explain takes one place, as in: second-instance explain src/server.ts:12');
  }
  const { root } = targetOf([file], world.cwd);
  return withWorkspace({ root, within: [] }, given, world, async ({ workspace, analysis }) => {
    const path = relativePath(root, resolve(world.cwd, file));
    if (!analysis.graph.facts.has(path)) {
      throw new CommandError(`${file} was not read: no program below ${dirname(resolve(world.cwd, file))} needs it.`);
    }
    const lines = analysis.graph.facts.get(path)?.lineStarts.length ?? 0;
    if (Number(line) > lines) {
      throw new CommandError(`${file} has ${lines === 1 ? '1 line' : `${lines} lines`}, and ${line} is past its end.`);
    }
    return { code: 0, stdout: explanationText(workspace.engine.explain(path, Number(line) - 1)), stderr: [] };
  });
}
