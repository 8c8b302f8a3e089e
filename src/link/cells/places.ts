import type { DeclarationId, Reference, Value } from '../../facts/values.ts';
import { commonJsNames } from '../follow/commonjs.ts';
import type { FileIndex } from '../follow/file-index.ts';
import { globalMember, isGlobalObject } from '../follow/globals.ts';
import { type Known, keyOf } from '../follow/known.ts';
import { surfaceOf } from '../follow/surface.ts';
import type { World } from '../follow/world.ts';
import type { CellDraft, CellIndex } from './candidates.ts';
import { attributeKey, exportKey, fieldKey } from './keys.ts';

/** A cell that a mention leads to, with the member of it that is meant when the mention goes one name further. */
export interface Reached {
  readonly cell: CellDraft;
  readonly member: string | null;
  /**
   * Whether the mention names the place itself, something else that holds the same container, or an object whose class
   * keeps it. Giving another value to something else leaves the container as it is, and an object then has its own.
   */
  readonly by: 'name' | 'content' | 'object';
}

/** The cells that a mention leads to: by name through imports, by field through objects, and by the container itself. */
export function cellsAt(world: World, index: CellIndex, file: FileIndex, reference: Reference): readonly Reached[] {
  const { root, path } = reference;
  const last = path.at(-1);
  const global = index.byGlobal.size === 0 ? undefined : globalCell(index, file, reference);
  if (global !== undefined) return [global];
  if (last === undefined) {
    // `carts().set(…)`: what a function gives back may be a container that is kept.
    if (root.kind === 'call') return byContainer(index, world.result(file, root.call));
    if (root.kind !== 'declared') return [];
    const named = cellOfName(world, index, file, root.declaration);
    return named !== null
      ? [{ cell: named, member: null, by: 'name' }]
      : byContainer(index, world.declaration(file, root.declaration));
  }
  if (root.kind === 'value' || (root.kind === 'global' && !commonJsNames.has(root.name))) return [];
  const holders = world.reference(file, reference, path.length - 1);
  const found = holders.flatMap((holder) => memberCells(world, index, holder, last));
  if (found.length > 0) return distinctCells(found);
  if (root.kind === 'declared' && path.length === 1) {
    // A record whose members come and go has no object to look into; the name itself is what is kept.
    const named = cellOfName(world, index, file, root.declaration);
    if (named !== null && named.shape === 'record') return [{ cell: named, member: last, by: 'name' }];
  }
  return byContainer(index, world.reference(file, reference));
}

/** `globalThis.carts`, or `carts` alone where the file binds no such name; one name further it is a member of what is kept there. */
function globalCell(index: CellIndex, file: FileIndex, { root, path, span }: Reference): Reached | undefined {
  const isBare = root.kind === 'global' && !isGlobalObject(root.name);
  const steps = isBare ? [root.name, ...path] : path;
  const base = isBare ? root.name : globalMember(file, { root, path: path.slice(0, 1), span });
  const cell = base === null ? undefined : index.byGlobal.get(base);
  if (cell === undefined || steps.length > 2) return undefined;
  if (steps.length === 1) return { cell, member: null, by: 'name' };
  return cell.shape === 'record' ? { cell, member: steps[1] ?? null, by: 'name' } : undefined;
}

function memberCells(world: World, index: CellIndex, holder: Known, name: string): readonly Reached[] {
  switch (holder.kind) {
    case 'instance':
    case 'class': {
      for (const entry of world.classes.lineage(holder.class)) {
        for (const isStatic of holder.kind === 'class' ? [true] : [false, true]) {
          const cell = index.byField.get(fieldKey(entry.key, name, isStatic));
          if (cell === undefined) continue;
          return [{ cell, member: null, by: isStatic && holder.kind === 'instance' ? 'object' : 'name' }];
        }
      }
      return [];
    }
    case 'function': {
      const cell = index.byField.get(attributeKey(holder.function, name));
      return cell === undefined ? [] : [{ cell, member: null, by: 'name' }];
    }
    case 'module': {
      const cell = cellOfExport(world, index, holder.path, name, new Set());
      return cell === null ? [] : [{ cell, member: null, by: 'name' }];
    }
    case 'value': {
      if (holder.value.kind === 'container' && holder.value.makes !== undefined) {
        const begun = index.byContainer.get(holder.value);
        return begun === undefined ? [] : [{ cell: begun, member: name, by: 'name' }];
      }
      if (holder.value.kind !== 'object') return [];
      const inner = holder.value.properties.find(({ key }) => key === name);
      const member = inner === undefined ? undefined : index.byContainer.get(inner.value);
      if (member !== undefined) return [{ cell: member, member: null, by: 'name' }];
      const cell = index.byContainer.get(holder.value);
      return cell === undefined ? [] : [{ cell, member: name, by: 'name' }];
    }
    default:
      return [];
  }
}

function byContainer(index: CellIndex, knowns: readonly Known[]): readonly Reached[] {
  return distinctCells(
    knowns.flatMap((known) => {
      const cell = known.kind === 'value' ? index.byContainer.get(known.value) : undefined;
      return cell === undefined ? [] : [{ cell, member: null, by: 'content' }];
    }),
  );
}

/** The cell that a name of a file is, followed through imports and re-exports. */
export function cellOfName(world: World, index: CellIndex, file: FileIndex, id: DeclarationId): CellDraft | null {
  const key = keyOf(file.path, id);
  const known = index.byName.get(key);
  if (known !== undefined) return known;
  // Files that import a name from one another lead in a circle to nothing.
  index.byName.set(key, null);
  const cell = findByName(world, index, file, id);
  index.byName.set(key, cell);
  return cell;
}

function findByName(world: World, index: CellIndex, file: FileIndex, id: DeclarationId): CellDraft | null {
  const own = index.byDeclaration.get(keyOf(file.path, id));
  if (own !== undefined) return own;
  const fact = file.importOf.get(id);
  if (fact === undefined || fact.imported === null || fact.imported === '*') return null;
  const target = world.resolve(file.path, fact.module);
  return target.kind === 'file' ? cellOfExport(world, index, target.path, fact.imported, new Set()) : null;
}

function cellOfExport(world: World, index: CellIndex, path: string, name: string, seen: Set<string>): CellDraft | null {
  const file = world.files.get(path);
  if (file === undefined || seen.has(`${path} ${name}`)) return null;
  seen.add(`${path} ${name}`);
  const kept = index.byExport.get(exportKey(path, name));
  if (kept !== undefined) return kept;
  for (const value of exportedValues(file, name)) {
    if (value.kind === 'reference' && value.reference.root.kind === 'declared' && value.reference.path.length === 0) {
      const cell = cellOfName(world, index, file, value.reference.root.declaration);
      if (cell !== null) return cell;
    }
    const cell = index.byContainer.get(value);
    if (cell !== undefined) return cell;
  }
  const follow = (module: string, inner: string) => {
    const target = world.resolve(path, module);
    return target.kind === 'file' ? cellOfExport(world, index, target.path, inner, seen) : null;
  };
  const reexport = file.reexports.get(name);
  if (reexport !== undefined && reexport.imported !== '*') return follow(reexport.module, reexport.imported);
  const declaration = file.language === 'python' ? file.moduleNames.get(name) : undefined;
  if (declaration !== undefined) return cellOfName(world, index, file, declaration);
  for (const other of surfaceOf(world, file).byName.get(name) ?? []) {
    const cell = cellOfExport(world, index, other.path, name, seen);
    if (cell !== null) return cell;
  }
  return null;
}

/** What a file exports under a name, also as a member of the object that CommonJS exports. */
function exportedValues(file: FileIndex, name: string): readonly Value[] {
  const own = file.locals.get(name);
  if (own !== undefined) return own;
  return (file.locals.get('*') ?? []).flatMap((value) =>
    value.kind === 'object' ? value.properties.filter(({ key }) => key === name).map((property) => property.value) : [],
  );
}

function distinctCells(reached: readonly Reached[]): readonly Reached[] {
  return reached.length < 2
    ? reached
    : [...new Map(reached.map((one) => [`${one.cell.id} ${one.member ?? ''}`, one])).values()];
}
