import { defaultConfiguration, openKeptRun } from '../host/kept-run.ts';
import type { CheckedTarget } from './checked-target.ts';
import type { World } from './outcome.ts';
import type { Arguments } from './read-arguments.ts';
import { readingOf } from './reading-options.ts';
import type { Target } from './target.ts';

/** Says again what the last run said, when nothing changed since; reads and judges the folder otherwise. */
export async function checkTarget(target: Target, given: Arguments, world: World): Promise<CheckedTarget> {
  const { overrides, configurationFile } = readingOf(given, world);
  const run = given.has('no-cache')
    ? null
    : openKeptRun({
        root: target.root,
        today: world.today,
        overrides,
        configurationFile: configurationFile ?? defaultConfiguration,
      });
  const kept = run?.recall();
  if (isCheckedTarget(kept)) return kept;
  // Loaded only now, because loading the engine takes longer than finding out that nothing changed.
  const { checkOpened } = await import('./check-opened.ts');
  return checkOpened(target, given, world, run);
}

/** The record names the product that wrote it, so that a value of ours has the parts we put in. */
function isCheckedTarget(value: unknown): value is CheckedTarget {
  return typeof value === 'object' && value !== null && 'checked' in value && 'hints' in value && 'stats' in value;
}
