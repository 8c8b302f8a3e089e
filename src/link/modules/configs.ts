import type { CompilerManifest } from '../../facts/manifest.ts';
import { baseNameOf, folderOf, joinPaths } from '../../text/paths.ts';
import type { PackageNode } from '../program-graph.ts';

/** A compiler configuration with what it extends folded in. Folders are relative to the root. */
export interface CompilerConfig {
  /** Folder that names without a leading dot are looked up in; null when none is declared. */
  readonly baseFolder: string | null;
  /** Patterns with at most one star, and where each leads, as paths from the root. */
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
  readonly rootFolder: string | null;
  readonly outFolder: string | null;
}

const empty: CompilerConfig = { baseFolder: null, paths: [], rootFolder: null, outFolder: null };

/** Compiler configurations of all folders, with `extends` followed. The nearest one that says how modules are found wins. */
export function compilerConfigs(manifests: ReadonlyMap<string, CompilerManifest>): (folder: string) => CompilerConfig {
  const read = new Map<string, CompilerConfig>();
  const byFolder = new Map<string, string[]>();
  for (const path of [...manifests.keys()].sort(byUsualName)) {
    const folder = folderOf(path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }

  function configOf(path: string, depth: number): CompilerConfig {
    const known = read.get(path);
    if (known !== undefined) return known;
    const manifest = manifests.get(path);
    if (manifest === undefined || depth > 8) return empty;
    const bases = manifest.extends
      .map((name) => extendedPath(path, name, manifests))
      .filter((base) => base !== null)
      .map((base) => configOf(base, depth + 1));
    const config = merge(bases, ownConfig(path, manifest));
    read.set(path, config);
    return config;
  }

  const nearest = new Map<string, CompilerConfig>();
  return function configFor(folder: string): CompilerConfig {
    const known = nearest.get(folder);
    if (known !== undefined) return known;
    const own = (byFolder.get(folder) ?? []).map((path) => configOf(path, 0));
    const found =
      own.find((config) => config.paths.length > 0 || config.baseFolder !== null) ??
      (folder === '' ? undefined : resolving(configFor(folderOf(folder)))) ??
      own[0] ??
      (folder === '' ? empty : configFor(folderOf(folder)));
    const output = own.find((config) => config.outFolder !== null);
    const config =
      output === undefined ? found : { ...found, rootFolder: output.rootFolder, outFolder: output.outFolder };
    nearest.set(folder, config);
    return config;
  };
}

function resolving(config: CompilerConfig): CompilerConfig | undefined {
  return config.paths.length > 0 || config.baseFolder !== null ? config : undefined;
}

function ownConfig(path: string, manifest: CompilerManifest): CompilerConfig {
  const folder = folderOf(path);
  const baseFolder = manifest.baseUrl === null ? null : joinPaths(folder, manifest.baseUrl);
  const targetsFrom = baseFolder ?? folder;
  return {
    baseFolder,
    paths: Object.entries(manifest.paths).map(([pattern, targets]) => ({
      pattern,
      targets: targets.map((target) => joinPaths(targetsFrom, target)).filter((target) => target !== null),
    })),
    rootFolder: manifest.rootDir === null ? null : joinPaths(folder, manifest.rootDir),
    outFolder: manifest.outDir === null ? null : joinPaths(folder, manifest.outDir),
  };
}

function merge(bases: readonly CompilerConfig[], own: CompilerConfig): CompilerConfig {
  return [...bases, own].reduce((under, over) => ({
    baseFolder: over.baseFolder ?? under.baseFolder,
    paths: over.paths.length > 0 ? over.paths : under.paths,
    rootFolder: over.rootFolder ?? under.rootFolder,
    outFolder: over.outFolder ?? under.outFolder,
  }));
}

function extendedPath(path: string, name: string, manifests: ReadonlyMap<string, CompilerManifest>): string | null {
  if (!name.startsWith('.')) return null;
  const joined = joinPaths(folderOf(path), name);
  if (joined === null) return null;
  return (
    [joined, `${joined}.json`, joinPaths(joined, 'tsconfig.json') ?? ''].find((file) => manifests.has(file)) ?? null
  );
}

/** tsconfig.json first, then jsconfig.json, then the rest by name. */
function byUsualName(a: string, b: string): number {
  const rank = (path: string) => ['tsconfig.json', 'jsconfig.json'].indexOf(baseNameOf(path)) >>> 0;
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Packages by folder, and the nearest package around a path. */
export function nearestPackage(packages: readonly PackageNode[]): (path: string) => PackageNode | null {
  const byFolder = new Map(packages.map((node) => [node.folder, node]));
  const found = new Map<string, PackageNode | null>();
  function around(folder: string): PackageNode | null {
    const known = found.get(folder);
    if (known !== undefined) return known;
    const node = byFolder.get(folder) ?? (folder === '' ? null : around(folderOf(folder)));
    found.set(folder, node);
    return node;
  }
  return (path) => around(folderOf(path));
}
