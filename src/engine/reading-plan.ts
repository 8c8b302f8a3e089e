import type { Catalog, FileEntryPattern } from '../catalog/types.ts';
import type { ManifestFacts, PackageManifest } from '../facts/manifest.ts';
import type { Outline } from '../facts/outline.ts';
import type { FactsByFile } from '../facts/store.ts';
import { type ModuleResolver, moduleResolver } from '../link/modules/resolve.ts';
import { isSideCode } from '../system/side-code.ts';
import { globTest } from '../text/globs.ts';
import { folderOf, isInFolder, joinPaths, pathWithin } from '../text/paths.ts';
import type { ReadingPlan } from './fact-store.ts';

/**
 * Parses what a program on a server may run: files that use a framework, files that a framework finds by their place,
 * files that a command starts, what these import, and what else their packages hold that could matter, because a file
 * can be started or required by a name that only the running program knows. Pages for browsers in packages of their
 * own, tests and tools are left alone.
 */
export function readingPlan(catalog: Catalog): ReadingPlan {
  const entryPackages = entryPackagesOf(catalog);
  const patterns = catalog.frameworks.flatMap((framework) =>
    framework.entries
      .filter((entry): entry is FileEntryPattern => entry.kind === 'file')
      .map((entry): PlacePattern => ({ ...entry, tests: entry.files.map(globTest) })),
  );
  const caches = catalog.frameworks.flatMap(({ pageCache }) => pageCache?.configuration ?? []);
  const isSettings = (path: string): boolean => /(?:^|\/)gunicorn[\w.-]*\.py$/.test(path);
  return (outlines, others) => {
    const workspace = workspaceOf(outlines, others);
    const deployed = outlines.filter((outline) => !isSideCode(outline.path));
    const entries = deployed.filter(
      (outline) => usesOne(outline, entryPackages) || isFound(outline, patterns, workspace),
    );
    const above = leadingTo(entries, deployed, workspace);
    const starts = [...entries.map(({ path }) => path), ...above, ...startedFiles(workspace, entryPackages, others)];
    // Without any program there may still be one that nothing here can name; then everything counts.
    if (starts.length === 0) return new Set(outlines.map(({ path }) => path));
    const homes = new Set(entries.map(({ path }) => homeOf(path, workspace)?.folder));
    const beside = deployed.filter(
      (outline) => (outline.state || outline.words.length > 0) && homes.has(homeOf(outline.path, workspace)?.folder),
    );
    // A server's own settings are read by their name, and say how many processes it makes, or where it keeps pages.
    const settings = deployed.filter(({ path }) => isSettings(path) || caches.some(({ files }) => files.test(path)));
    return coneOf([...starts, ...[...beside, ...settings].map(({ path }) => path)], workspace);
  };
}

/**
 * Files of Python that import an entry, however far: one of them makes the application that a server calls by the file's name
 * alone, as `wsgi.py` does, and holds nothing else that would say so.
 */
function leadingTo(
  entries: readonly Outline[],
  deployed: readonly Outline[],
  { resolve }: Workspace,
): readonly string[] {
  const importers = new Map<string, string[]>();
  for (const { path, modules } of deployed) {
    if (!path.endsWith('.py')) continue;
    for (const module of modules) {
      const found = resolve(path, module);
      if (found.kind === 'file') importers.set(found.path, [...(importers.get(found.path) ?? []), path]);
    }
  }
  const above = new Set<string>();
  const queue = entries.map(({ path }) => path).filter((path) => path.endsWith('.py'));
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const importer of importers.get(path) ?? []) {
      if (above.has(importer)) continue;
      above.add(importer);
      queue.push(importer);
    }
  }
  return [...above];
}

/** Packages and modules of the runtime whose use makes a file one that something runs in. */
function entryPackagesOf(catalog: Catalog): ReadonlySet<string> {
  const frameworks = catalog.frameworks.flatMap((framework) => [
    ...framework.packages,
    ...framework.entries.flatMap((entry) =>
      entry.kind === 'call' && entry.call.kind === 'export' && serves.has(entry.moment) ? entry.call.modules : [],
    ),
  ]);
  const clocks = catalog.libraries.filter((library) => library.uses.some(({ role }) => startsByItself.has(role)));
  return new Set([...frameworks, ...clocks.flatMap((library) => library.packages)]);
}

const serves: ReadonlySet<string> = new Set(['request', 'socket', 'queue']);

/** Roles of libraries whose calls run code by themselves, which makes their file an entry. */
const startsByItself: ReadonlySet<string> = new Set(['schedule', 'queue-worker']);

interface Workspace {
  readonly outlines: ReadonlyMap<string, Outline>;
  /** Packages from the innermost outwards. */
  readonly packages: readonly { readonly folder: string; readonly manifest: PackageManifest }[];
  readonly resolve: ModuleResolver;
}

function workspaceOf(outlines: readonly Outline[], others: FactsByFile): Workspace {
  const byPath = new Map(outlines.map((outline) => [outline.path, outline]));
  const manifests = new Map<string, ManifestFacts>();
  for (const [path, { manifest }] of others) if (manifest !== null) manifests.set(path, manifest);
  const packages = [...manifests]
    .flatMap(([path, manifest]) => (manifest.kind === 'package' ? [{ folder: folderOf(path), manifest }] : []))
    .sort((a, b) => b.folder.length - a.folder.length);
  return {
    outlines: byPath,
    packages,
    resolve: moduleResolver({ hasCode: (path) => byPath.has(path), manifests }),
  };
}

function usesOne(outline: Outline, packages: ReadonlySet<string>): boolean {
  if (outline.path.endsWith('.py')) {
    return outline.modules.some((module) => packages.has(module.split('.')[0] ?? ''));
  }
  return outline.modules.some((module) => packages.has(packageNameOf(module)));
}

function packageNameOf(module: string): string {
  const names = module.replace(/^node:/, '').split('/');
  return module.startsWith('@') ? names.slice(0, 2).join('/') : (names[0] ?? '');
}

interface PlacePattern extends FileEntryPattern {
  readonly tests: readonly ((path: string) => boolean)[];
}

/** Whether a framework that the package has would find the file by its place. */
function isFound(outline: Outline, patterns: readonly PlacePattern[], workspace: Workspace): boolean {
  const home = homeOf(outline.path, workspace);
  if (home === null) return false;
  const path = pathWithin(home.folder, outline.path);
  return patterns.some(
    (pattern) =>
      (pattern.dependency === null || hasDependency(home.manifest, pattern.dependency)) &&
      (pattern.directive === undefined || outline.words.includes(pattern.directive)) &&
      pattern.tests.some((matches) => matches(path)),
  );
}

function homeOf(path: string, workspace: Workspace): Workspace['packages'][number] | null {
  return workspace.packages.find(({ folder }) => isInFolder(path, folder)) ?? null;
}

function hasDependency(manifest: PackageManifest, name: string): boolean {
  return manifest.dependencies.some((dependency) => dependency.name === name);
}

/** Files that scripts of packages and commands of containers name, and the entry files of packages for servers. */
function startedFiles(workspace: Workspace, servers: ReadonlySet<string>, others: FactsByFile): readonly string[] {
  const named = workspace.packages.flatMap(({ folder, manifest }) => {
    const commands = manifest.scripts.flatMap(({ command }) => pathsIn(command));
    const isServer = manifest.dependencies.some((dependency) => servers.has(dependency.name));
    const mains = isServer ? [manifest.main ?? '', ...Object.values(manifest.bin)] : [];
    return [...commands, ...mains].map((name) => ({ folder, name }));
  });
  const commanded = [...others.values()].flatMap(({ path, deployment }) =>
    (deployment?.units ?? []).flatMap((unit) =>
      unit.containers.flatMap(({ command, buildContext }) => {
        const words = (command?.words ?? []).flatMap(pathsIn);
        return words.map((name) => ({ folder: buildContext?.value ?? folderOf(path), name }));
      }),
    ),
  );
  return [...named, ...commanded].flatMap(({ folder, name }) => {
    const found = name === '' ? null : workspace.resolve(joinPaths(folder, 'package.json') ?? '', `./${name}`);
    return found?.kind === 'file' && !isSideCode(found.path) ? [found.path] : [];
  });
}

/** Words that may be paths: `dist/main`, `server.js`. What is none resolves to no file. */
function pathsIn(command: string): readonly string[] {
  return command.split(/[\s"'=;&|]+/).filter((word) => /^[\w@.][\w@./-]*$/.test(word) && /[./]/.test(word));
}

function coneOf(starts: readonly string[], { outlines, resolve }: Workspace): ReadonlySet<string> {
  const cone = new Set<string>();
  const queue = [...starts];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const outline = outlines.get(path);
    if (outline === undefined || cone.has(path)) continue;
    cone.add(path);
    for (const module of outline.modules) {
      const found = resolve(path, module);
      if (found.kind === 'file') queue.push(found.path);
    }
  }
  return cone;
}
