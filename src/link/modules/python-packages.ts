import type { PackageNode } from '../program-graph.ts';
import { remembered } from '../remembered.ts';
import { nearestPackage } from './configs.ts';
import { pythonFile } from './python.ts';

/**
 * Finds what a file imports from another package of the workspace, as members of one workspace do and packages that are
 * installed from their folders. A package answers where the importing one names it among its dependencies, or where it is
 * called as what is imported; what only has a folder of that name is left alone, as it may be called like a library.
 */
export function pythonPackages(
  packages: readonly PackageNode[],
  has: (path: string) => boolean,
): (from: string, module: string) => string | null {
  const byName = new Map<string, string[]>();
  for (const { folder, manifest } of packages) {
    if (manifest.ecosystem !== 'python' || manifest.name === null) continue;
    const name = normalised(manifest.name);
    byName.set(name, [...(byName.get(name) ?? []), folder]);
  }
  const packageOf = nearestPackage(packages);
  // Hardly any of what a package needs lies in the workspace, so that is asked once and not for every import.
  const neededOf = remembered(({ manifest }: PackageNode) =>
    manifest.ecosystem !== 'python'
      ? []
      : manifest.dependencies.map(({ name }) => normalised(name)).filter((name) => byName.has(name)),
  );

  return (from, module) => {
    if (byName.size === 0 || module.startsWith('.')) return null;
    const own = packageOf(from);
    const needed = own === null ? [] : neededOf(own);
    const names = module.split('.');
    const called = names.map((_, at) => normalised(names.slice(0, at + 1).join('.')));
    for (const name of [...called, ...needed]) {
      for (const folder of byName.get(name) ?? []) {
        const file =
          pythonFile([folder, ...names].join('/'), has) ?? pythonFile([folder, 'src', ...names].join('/'), has);
        if (file !== null) return file;
      }
    }
    return null;
  };
}

/** Names of packages are the same whichever case and separators they are written with (PEP 503). */
function normalised(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
