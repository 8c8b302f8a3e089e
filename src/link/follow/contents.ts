import type { FileIndex } from './file-index.ts';
import { asPossible, distinct, type Known } from './known.ts';
import type { World } from './world.ts';

/** How many of a container's values are followed. */
const most = 64;

/**
 * What a container may hold: what it is made with, and what code of its file puts into it. Which of them a key leads to
 * cannot be told, so all are possible.
 */
export function contentsOf(world: World, file: FileIndex, known: Known & { readonly kind: 'value' }): readonly Known[] {
  const { value } = known;
  const own =
    value.kind === 'object'
      ? value.properties.map((property) => property.value)
      : value.kind === 'list'
        ? value.items
        : [];
  const values = [...own, ...(file.stored.get(value) ?? [])].slice(0, most);
  // A table may be given what it holds already: `retries[next] = retries[last]`.
  return world.memory.recall(world.memory.slot(`contents ${file.path} ${value.span}`), () =>
    distinct(values.flatMap((one) => world.value(file, one).map(asPossible))),
  );
}

/** Methods of maps and lists that give one of the values they hold. */
export const givesItem: ReadonlySet<string> = new Set(['at', 'find', 'get', 'pop', 'shift']);
