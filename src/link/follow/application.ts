import type { TrackedType } from '../../catalog/types.ts';
import { distinct, type Known } from './known.ts';
import type { World } from './world.ts';

/**
 * What code hangs on an application, `app.orders = Orders()`, asked for through a name that stands for the application
 * wherever a request is answered: `current_app.orders`.
 */
export function heldByApplication(
  world: World,
  of: Known & { readonly kind: 'external' },
  name: string,
): readonly Known[] {
  const type = world.patterns.standsFor(of.module, of.name);
  if (type === null || name === '*') return [];
  return world.memory.recall(world.memory.slot(`hung on ${type} ${name}`), () => distinct(hungOn(world, type, name)));
}

function hungOn(world: World, type: TrackedType, name: string): readonly Known[] {
  const end = `.${name}`;
  return [...world.files.values()].flatMap((file) =>
    [...file.memberAssignments].flatMap(([key, values]) => {
      if (!key.endsWith(end)) return [];
      const held = world.declaration(file, Number(key.slice(0, -end.length)));
      const isApplication = held.some((known) => known.kind === 'tracked' && known.type === type);
      return isApplication ? values.flatMap((value) => world.value(file, value)) : [];
    }),
  );
}
