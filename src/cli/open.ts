import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearestOf } from '../config/nearest.ts';
import type { Analysis } from '../engine/types.ts';
import { openWorkspace, type Workspace } from '../host/workspace.ts';
import { CommandError, type World } from './outcome.ts';
import { type Arguments, readInstances } from './read-arguments.ts';
import type { Target } from './target.ts';

/** Options of every command that reads a workspace. */
export const readingOptions = { config: 'text', instances: 'list', 'no-cache': 'flag' } as const;

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
  const overrides = readInstances(given.list('instances'));
  const config = given.text('config');
  const workspace = await openWorkspace(target.root, {
    today: world.today,
    cache: !given.has('no-cache'),
    overrides,
    configurationFile: config === null ? null : configurationPath(world, config),
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

function configurationPath(world: World, path: string): string {
  const absolute = resolve(world.cwd, path);
  if (!existsSync(absolute)) throw new CommandError(`There is no configuration ${path}.`);
  return absolute;
}
