import { nearestOf } from '../config/nearest.ts';
import type { Analysis } from '../engine/types.ts';
import { openWorkspace, type Workspace } from '../host/workspace.ts';
import { CommandError, type World } from './outcome.ts';
import type { Arguments } from './read-arguments.ts';
import { readingOf } from './reading-options.ts';
import type { Target } from './target.ts';

export interface Opened {
  readonly workspace: Workspace;
  readonly analysis: Analysis;
}

/** Reads the target, hands it on, and ends what it started. Throws a CommandError for a configuration that cannot be followed. */
export async function withWorkspace<Result>(
  target: Target,
  given: Arguments,
  world: World,
  use: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const { overrides, configurationFile } = readingOf(given, world);
  const workspace = await openWorkspace(target.root, {
    today: world.today,
    alsoHere: true,
    cache: !given.has('no-cache'),
    overrides,
    configurationFile,
    ...(world.workerFile !== undefined && { workerFile: world.workerFile }),
  });
  try {
    const problem = workspace.unreadableConfiguration;
    if (problem !== null) throw new CommandError(`${problem.file}: ${problem.message}`);
    const analysis = workspace.engine.analysis();
    requirePrograms(Object.keys(overrides.byProgram), analysis);
    return await use({ workspace, analysis });
  } finally {
    await workspace.close();
  }
}

function requirePrograms(names: readonly string[], analysis: Analysis): void {
  const programs = analysis.system.programs.map((program) => program.name);
  const unknown = names.find((name) => !programs.includes(name));
  if (unknown === undefined) return;
  const those = programs.length === 0 ? 'There are none here.' : `There are: ${programs.join(', ')}.`;
  const near = nearestOf(unknown, programs);
  throw new CommandError(`No program is called ${unknown}.${near === null ? '' : ` Did you mean ${near}?`} ${those}`);
}
