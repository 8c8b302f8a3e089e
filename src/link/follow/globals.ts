import type { Reference } from '../../facts/values.ts';
import type { FileIndex } from './file-index.ts';
import { distinct, type Known } from './known.ts';
import type { HungGlobal, HungGlobals, World } from './world.ts';

/** Names of the object that holds all globals of a process; `window` and `self` are a browser's. */
export function isGlobalObject(name: string): boolean {
  return name === 'globalThis' || name === 'global';
}

/** The member of the global object that a mention is, by its own name or by a constant that stands for it; null for others. */
export function globalMember(file: FileIndex, { root, path }: Reference): string | null {
  const [name, ...rest] = path;
  if (name === undefined || rest.length > 0) return null;
  if (root.kind === 'global') return isGlobalObject(root.name) ? name : null;
  if (root.kind !== 'declared') return null;
  const initial = file.code.declarations[root.declaration]?.initial;
  if (initial?.kind !== 'reference' || initial.reference.path.length > 0) return null;
  const base = initial.reference.root;
  return base.kind === 'global' && isGlobalObject(base.name) ? name : null;
}

export function indexHungGlobals(
  files: ReadonlyMap<string, FileIndex>,
  folderOfPackage: (path: string) => string,
): HungGlobals {
  const found = new Map<string, HungGlobal[]>();
  const keyFor = (path: string, name: string) => `${folderOfPackage(path)} ${name}`;
  for (const file of files.values()) {
    if (file.language !== 'script') continue;
    for (const { operations } of file.code.functions) {
      for (const operation of operations) {
        if (operation.kind !== 'assign' || operation.value === null) continue;
        const name = globalMember(file, operation.target);
        if (name === null || name === '*') continue;
        const key = keyFor(file.path, name);
        found.set(key, [...(found.get(key) ?? []), { file, value: operation.value }]);
      }
    }
  }
  return found.size === 0 ? () => [] : (path, name) => found.get(keyFor(path, name)) ?? [];
}

/**
 * What a global may be that the package itself hangs there, asked for by its bare name or through the object of all
 * globals. What the platform brings under the same name stays a meaning of it.
 */
export function hungGlobal(world: World, external: Known & { readonly kind: 'external' }): readonly Known[] {
  const { file: path, name } = external;
  const given = world.globals(path, name);
  if (given.length === 0) return [external];
  const isKnown = [true, false].some((construct) => world.patterns.hits(external, construct).length > 0);
  const [first] = given;
  return world.memory.recall(world.memory.slot(`global ${first?.file.path} ${first?.value.span[0]} ${name}`), () =>
    distinct([...given.flatMap(({ file, value }) => world.value(file, value)), ...(isKnown ? [external] : [])]),
  );
}
