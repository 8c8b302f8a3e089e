import type { ModuleResolver } from '../modules/resolve.ts';
import type { FileIndex } from './file-index.ts';

/** What a file's star exports lead to, as far as they reach. */
export interface Surface {
  /** Files that give a name themselves, by name. */
  readonly byName: ReadonlyMap<string, readonly FileIndex[]>;
  /** Paths of all files behind the stars. */
  readonly paths: ReadonlySet<string>;
  /** Packages whose exports are handed on whole. */
  readonly packages: readonly string[];
}

/** What gathering needs of the world. */
interface Surfaces {
  readonly files: ReadonlyMap<string, FileIndex>;
  readonly resolve: ModuleResolver;
  readonly surfaces: Map<string, Surface>;
}

const nothing: Surface = { byName: new Map(), paths: new Set(), packages: [] };

/** The names behind `export *`, gathered once a file; files that export one another are visited once. */
export function surfaceOf(world: Surfaces, file: FileIndex): Surface {
  if (file.stars.length === 0) return nothing;
  const known = world.surfaces.get(file.path);
  if (known !== undefined) return known;
  const byName = new Map<string, FileIndex[]>();
  const paths = new Set<string>();
  const packages = new Set<string>();
  const queue = [file];
  for (let next = 0; next < queue.length; next++) {
    const at = queue[next];
    for (const module of at?.stars ?? []) {
      const target = at === undefined ? undefined : world.resolve(at.path, module);
      if (target?.kind === 'package') packages.add(target.module);
      const other = target?.kind === 'file' ? world.files.get(target.path) : undefined;
      if (other === undefined || other === file || paths.has(other.path)) continue;
      paths.add(other.path);
      queue.push(other);
      for (const name of namesOf(other)) byName.set(name, [...(byName.get(name) ?? []), other]);
    }
  }
  const surface: Surface = { byName, paths, packages: [...packages] };
  world.surfaces.set(file.path, surface);
  return surface;
}

function namesOf(file: FileIndex): Iterable<string> {
  const python = file.language === 'python' ? [...file.moduleNames.keys()] : [];
  const members = (file.locals.get('*') ?? []).flatMap((value) =>
    value.kind === 'object' ? value.properties.map(({ key }) => key) : [],
  );
  return new Set([...file.locals.keys(), ...file.reexports.keys(), ...python, ...members]);
}
