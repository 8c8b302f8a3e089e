import type { Value } from '../../facts/values.ts';
import { createAnswers } from './answers.ts';
import type { FileIndex } from './file-index.ts';
import type { Known } from './known.ts';
import type { Memory, World } from './world.ts';

/** Constant texts: a literal, or one put together from constants through names and files. Null for all else. */
export function createTexts(memory: Memory, world: () => World): World['text'] {
  const answers = createAnswers<string | null>(memory);
  /** Values whose text is being put together; one that needs itself has none. */
  const asked = new Set<Value>();
  return (file, value) => {
    if (asked.has(value)) return null;
    return answers.ask(value, () => {
      asked.add(value);
      const text = textOf(world(), file, value);
      asked.delete(value);
      return text;
    });
  };
}

function textOf(world: World, file: FileIndex, value: Value): string | null {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' || typeof value.value === 'number' ? String(value.value) : null;
    case 'concatenation':
      return joined(world, file, value.parts, '');
    case 'path-join':
      return joined(world, file, value.parts, '/')?.replaceAll(/\/{2,}/g, '/') ?? null;
    case 'reference':
    case 'call':
    case 'conditional':
    case 'operator':
      return settled(world, file, value);
    default:
      return null;
  }
}

function joined(world: World, file: FileIndex, parts: readonly Value[], by: string): string | null {
  const texts: string[] = [];
  for (const part of parts) {
    const text = world.text(file, part);
    if (text === null) return null;
    texts.push(text);
  }
  return texts.join(by);
}

/** The text of a name, when all that it may be is the same text. */
function settled(world: World, file: FileIndex, value: Value): string | null {
  let found: string | null = null;
  for (const known of world.value(file, value)) {
    const text = oneText(world, known);
    if (text === null || (found !== null && text !== found)) return null;
    found = text;
  }
  return found;
}

function oneText(world: World, known: Known): string | null {
  if (known.kind === 'literal') return typeof known.value === 'string' ? known.value : null;
  const inside = known.kind === 'value' ? world.files.get(known.file) : undefined;
  const isPut = known.kind === 'value' && (known.value.kind === 'concatenation' || known.value.kind === 'path-join');
  return isPut && inside !== undefined ? world.text(inside, known.value) : null;
}
