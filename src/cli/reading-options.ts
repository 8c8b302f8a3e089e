import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { InstanceOverrides } from '../engine/instances.ts';
import { CommandError, type World } from './outcome.ts';
import { type Arguments, readInstances } from './read-arguments.ts';

/** Options of every command that reads a workspace. */
export const readingOptions = { config: 'text', instances: 'list', 'no-cache': 'flag' } as const;

export interface ReadingOptions {
  readonly overrides: InstanceOverrides;
  /** Absolute; null for the one that stands at the root, where there is one. */
  readonly configurationFile: string | null;
}

/** Throws a CommandError for a configuration that is not there. */
export function readingOf(given: Arguments, world: World): ReadingOptions {
  const config = given.text('config');
  return {
    overrides: readInstances(given.list('instances')),
    configurationFile: config === null ? null : configurationPath(world, config),
  };
}

function configurationPath(world: World, path: string): string {
  const absolute = resolve(world.cwd, path);
  if (!existsSync(absolute)) throw new CommandError(`There is no configuration ${path}.`);
  return absolute;
}
