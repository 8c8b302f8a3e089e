import type { ReadText } from '../findings/fix.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { folderOf } from '../text/paths.ts';
import { isThere } from './there.ts';

/** How a file of Python imports a module of its own program. */
export interface OwnImport {
  readonly module: string;
  /** The name in the module; `*` for the module itself, by `import a`. */
  readonly imported: string;
}

/** `import work_queue`, `from . import work_queue` or `from shop import work_queue`, as the program's files import one another. */
export function ownImport(graph: ProgramGraph, packages: ReadonlySet<string>, from: string, to: string): OwnImport {
  const name = (to.split('/').at(-1) ?? '').replace(/\.py$/, '');
  const folder = folderOf(to);
  if (packages.has(folder) && folder === folderOf(from)) return { module: '.', imported: name };
  const root = rootAbove(graph, packages, folder);
  const inside = (root === '' ? folder : folder.slice(root.length + 1)).replaceAll('/', '.');
  return inside === '' ? { module: name, imported: '*' } : { module: inside, imported: name };
}

/**
 * Folders above a file that are packages. An empty `__init__.py` says nothing and is therefore not among the facts, so that
 * the files themselves are asked for.
 */
export async function packagesAbove(file: string, read: ReadText): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) {
    if (await isThere(`${folder}/__init__.py`, read)) found.add(folder);
  }
  return found;
}

/** The folder that Python starts in for a file of the program; empty for the workspace's own. */
export async function rootOf(graph: ProgramGraph, file: string, read: ReadText): Promise<string> {
  return rootAbove(graph, await packagesAbove(file, read), folderOf(file));
}

/** The folder that Python starts in: an import of the program's own says it, or else the packages end there. */
function rootAbove(graph: ProgramGraph, packages: ReadonlySet<string>, folder: string): string {
  for (const [file, { code }] of graph.facts) {
    for (const edge of graph.imports.get(file) ?? []) {
      const found = code?.imports.find(({ span }) => span[0] === edge.site.span[0]);
      if (found === undefined || found.module.startsWith('.')) continue;
      const path = found.module.replaceAll('.', '/');
      const stem = edge.to.replace(/(?:\/__init__)?\.py$/, '');
      const root = stem === path ? '' : stem.endsWith(`/${path}`) ? stem.slice(0, -path.length - 1) : null;
      if (root !== null && (root === '' || folder === root || folder.startsWith(`${root}/`))) return root;
    }
  }
  let at = folder;
  while (packages.has(at)) at = folderOf(at);
  return at;
}
