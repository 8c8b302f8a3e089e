import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { withWorkspace } from './open.ts';
import { CommandError, type Outcome, type World } from './outcome.ts';
import { readArguments } from './read-arguments.ts';
import { readingOptions } from './reading-options.ts';
import { onlyTargetOf } from './target.ts';
import { isPresent, refuseAsFolder, writeWithin } from './write-within.ts';

/** Prints the plan to scale, or writes it with its artifacts into a folder. */
export async function plan(words: readonly string[], world: World): Promise<Outcome> {
  const given = readArguments(words, { ...readingOptions, out: 'text', force: 'flag' });
  const target = onlyTargetOf(given.positionals, world.cwd, 'plan');
  const out = given.text('out');
  if (out !== null) refuseAsFolder(resolve(world.cwd, out), out, world.cwd);
  return withWorkspace(target, given, world, async ({ workspace }) => {
    const previous = out === null ? null : textOf(join(resolve(world.cwd, out), 'plan.md'));
    const rootFromOut = out === null ? '' : relative(resolve(world.cwd, out), target.root).replaceAll('\\', '/');
    const { markdown, artifacts } = workspace.engine.plan({
      today: world.today,
      problems: workspace.problems,
      rootFromOut,
      ...(previous !== null && { previous }),
    });
    if (out === null) return { code: 0, stdout: markdown, stderr: [] };
    const files = [{ path: 'plan.md', text: markdown }, ...artifacts];
    const folder = resolve(world.cwd, out);
    const present = files.find(({ path }) => isPresent(join(folder, path)));
    if (present !== undefined && !given.has('force')) {
      throw new CommandError(`${join(out, present.path)} is there already; --force overwrites it.`);
    }
    for (const { path, text } of files) writeWithin(folder, path, text, join(out, path));
    return { code: 0, stdout: files.map(({ path }) => `${join(out, path)}\n`).join(''), stderr: [] };
  });
}

/** A file that may not be there. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
