import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { diagramViews } from '../diagram/view.ts';
import { withWorkspace } from './open.ts';
import { CommandError, type Outcome, type World } from './outcome.ts';
import { readArguments } from './read-arguments.ts';
import { readingOptions } from './reading-options.ts';
import { architectureChanges, readSnapshot } from './snapshot.ts';
import { onlyTargetOf } from './target.ts';

/** Prints the architecture, or compares it with one that was printed before. */
export async function diagram(words: readonly string[], world: World): Promise<Outcome> {
  const given = readArguments(words, { ...readingOptions, format: 'text', view: 'text', check: 'text' });
  const format = given.choice('format', ['mermaid', 'json', 'outline']);
  const view = given.choice('view', diagramViews);
  const check = given.text('check');
  const snapshot = check === null ? null : snapshotAt(resolve(world.cwd, check), check);
  const target = onlyTargetOf(given.positionals, world.cwd, 'diagram');
  return withWorkspace(target, given, world, async ({ workspace: { engine } }) => {
    if (snapshot !== null) {
      const changes = architectureChanges(snapshot, engine.overlay());
      return {
        code: changes.length === 0 ? 0 : 1,
        stdout: changes.map((change) => `${change}\n`).join(''),
        stderr: changes.length === 0 ? [`The architecture is the one of ${check}.`] : [],
      };
    }
    const { written, outline, overlay } = engine.diagram(view);
    if (format === 'json') return done(`${JSON.stringify(overlay, null, 2)}\n`);
    const drawn = format === 'mermaid' ? written : outline;
    return done(drawn.endsWith('\n') ? drawn : `${drawn}\n`);
  });
}

function done(stdout: string): Outcome {
  return { code: 0, stdout, stderr: [] };
}

function snapshotAt(path: string, asWritten: string): ReturnType<typeof readSnapshot> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new CommandError(`There is no snapshot ${asWritten}; diagram --format json prints one.`);
  }
  const snapshot = readSnapshot(text);
  if (snapshot === null) throw new CommandError(`${asWritten} is not what diagram --format json prints.`);
  return snapshot;
}
