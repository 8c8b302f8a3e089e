import { receiverOf } from './follow/arguments.ts';
import { startedClasses } from './follow/language.ts';
import { exportMatches } from './follow/patterns.ts';
import type { World } from './follow/world.ts';
import type { CallReading } from './hits.ts';
import type { FunctionKey } from './program-graph.ts';

/**
 * What a method that a class of the runtime brings goes on to run: `clock.start()` of a class that extends `Thread` runs its
 * `run`. A class that has a method of that name itself is followed there.
 */
export function startedBy(world: World, { file, call }: CallReading): readonly FunctionKey[] {
  const method = call.callee.path.at(-1);
  const meant = startedClasses.filter(({ starts }) => starts === method);
  if (meant.length === 0) return [];
  return world.value(file, receiverOf(call.callee)).flatMap((known): readonly FunctionKey[] => {
    if (known.kind !== 'instance' || known.certainty !== 'proved') return [];
    const bases = world.classes.externalBases(known.class);
    return meant.flatMap(({ modules, name, starts, runs }): readonly FunctionKey[] => {
      if (!bases.some((base) => base.kind === 'external' && exportMatches(base, modules, name))) return [];
      const lineage = world.classes.lineage(known.class);
      const own = lineage.find((entry) => world.classes.own(entry, runs, false).length > 0);
      const isOwnStart = lineage.some((entry) => world.classes.own(entry, starts, false).length > 0);
      return own === undefined || isOwnStart ? [] : world.classes.own(own, runs, false).map(({ key }) => key);
    });
  });
}
