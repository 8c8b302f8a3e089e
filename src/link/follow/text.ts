import type { Value } from '../../facts/values.ts';
import type { FileIndex } from './file-index.ts';
import type { World } from './world.ts';

/** A constant text: a literal, or one put together from constants through names and files. Null for all else. */
export function constantText(world: World, file: FileIndex, value: Value, depth = 0): string | null {
  if (depth > 8) return null;
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' || typeof value.value === 'number' ? String(value.value) : null;
    case 'concatenation':
      return joined(world, file, value.parts, '', depth);
    case 'path-join':
      return joined(world, file, value.parts, '/', depth)?.replaceAll(/\/{2,}/g, '/') ?? null;
    case 'reference':
    case 'call':
    case 'conditional':
    case 'operator':
      return settledText(world, file, value, depth);
    default:
      return null;
  }
}

function joined(world: World, file: FileIndex, parts: readonly Value[], by: string, depth: number): string | null {
  const texts = parts.map((part) => constantText(world, file, part, depth + 1));
  return texts.every((text) => text !== null) ? texts.join(by) : null;
}

/** The text of a name, when all that it may be is the same text. */
function settledText(world: World, file: FileIndex, value: Value, depth: number): string | null {
  const texts = world.value(file, value).map((known) => {
    if (known.kind === 'literal') return typeof known.value === 'string' ? known.value : null;
    const inside = known.kind === 'value' ? world.files.get(known.file) : undefined;
    const isPut = known.kind === 'value' && (known.value.kind === 'concatenation' || known.value.kind === 'path-join');
    return isPut && inside !== undefined ? constantText(world, inside, known.value, depth + 1) : null;
  });
  const [first] = texts;
  return first !== undefined && texts.every((text) => text === first) ? first : null;
}
