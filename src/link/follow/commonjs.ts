import type { FileIndex } from './file-index.ts';
import type { Known } from './known.ts';
import type { World } from './world.ts';

/** Names that a CommonJS file has for what it exports itself: `exports.carts`, `module.exports.carts`. */
export const commonJsNames: ReadonlySet<string> = new Set(['module', 'exports']);

/** What `exports` is in a file that binds no such name; nothing in other languages and for other names. */
export function ownExports(world: World, file: FileIndex, name: string): readonly Known[] {
  return file.language === 'script' && name === 'exports' ? world.exported(file, '*') : [];
}

/** The same for `module.exports`, a member of something that the file does not bind. */
export function exportsOfModule(
  world: World,
  of: Known & { readonly kind: 'external' },
  name: string,
): readonly Known[] {
  const file = of.module === '' && of.name === 'module' && name === 'exports' ? world.files.get(of.file) : undefined;
  return file === undefined ? [] : ownExports(world, file, name);
}
