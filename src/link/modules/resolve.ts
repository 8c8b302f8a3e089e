import type { ManifestFacts } from '../../facts/manifest.ts';
import { folderOf, joinPaths } from '../../text/paths.ts';
import type { PackageNode } from '../program-graph.ts';
import { scriptAt, sourceOf } from './candidates.ts';
import { type CompilerConfig, compilerConfigs } from './configs.ts';
import { generatedModules } from './generated.ts';
import { pythonModule } from './python.ts';
import { pythonPackages } from './python-packages.ts';

export type ResolvedModule =
  | { readonly kind: 'file'; readonly path: string }
  /** A package outside the workspace, or a builtin of the runtime, without its `node:`. */
  | { readonly kind: 'package'; readonly module: string }
  /** A style sheet, a picture, JSON: nothing that runs. */
  | { readonly kind: 'asset' }
  | { readonly kind: 'missing' };

export type ModuleResolver = (from: string, module: string) => ResolvedModule;

/** What a resolver needs to know of the workspace: the code files and the manifests, by path. */
export interface Workspace {
  readonly hasCode: (path: string) => boolean;
  readonly manifests: ReadonlyMap<string, ManifestFacts>;
}

/** Packages of the workspace, by folder, in order of their folders. */
export function packagesOf(manifests: ReadonlyMap<string, ManifestFacts>): readonly PackageNode[] {
  const nodes: PackageNode[] = [];
  for (const [file, manifest] of manifests) {
    if (manifest.kind === 'package') nodes.push({ folder: folderOf(file), manifest, file });
  }
  return nodes.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Finds what a module name means in a file. Answers are kept, as many files of a folder import the same names. */
export function moduleResolver(workspace: Workspace): ModuleResolver {
  const has = workspace.hasCode;
  const compilers = new Map(
    [...workspace.manifests].flatMap(([path, m]) => (m.kind === 'compiler' ? [[path, m]] : [])),
  );
  const configFor = compilerConfigs(compilers);
  const byName = new Map<string, PackageNode>();
  const packages = packagesOf(workspace.manifests);
  const inPackages = pythonPackages(packages, has);
  for (const node of packages) {
    const name = node.manifest.name;
    if (name !== null && node.manifest.ecosystem === 'npm' && !byName.has(name)) byName.set(name, node);
  }
  const generatedAt = generatedModules(workspace.manifests);
  const answers = new Map<string, Map<string, ResolvedModule>>();

  return (from, module) => {
    const folder = from.endsWith('.py') ? from : folderOf(from);
    const known = answers.get(folder) ?? new Map<string, ResolvedModule>();
    answers.set(folder, known);
    const answer = known.get(module) ?? find(from, module);
    known.set(module, answer);
    return answer;
  };

  function find(from: string, module: string): ResolvedModule {
    if (from.endsWith('.py')) {
      const path = pythonModule(from, module, has) ?? inPackages(from, module);
      if (path !== null) return { kind: 'file', path };
      return module.startsWith('.') ? { kind: 'missing' } : { kind: 'package', module };
    }
    if (/^\.{1,2}(?:\/|$)/.test(module)) return relative(folderOf(from), module);
    if (module.startsWith('node:')) return { kind: 'package', module: module.slice('node:'.length) };
    const config = configFor(folderOf(from));
    const mapped = byPaths(config, module) ?? inBase(config, module) ?? byAlias(from, module) ?? inWorkspace(module);
    if (mapped !== null) return { kind: 'file', path: mapped };
    if (isAsset(module)) return { kind: 'asset' };
    const generated = generatedAt([...underConfig(config, module), ...underRoots(from, module)]);
    if (generated !== null) return { kind: 'package', module: generated };
    // `@/x`, `~/x` and `#x` are aliases, never names of packages on a registry.
    return /^(?:@\/|~|#|\/)/.test(module) ? aliased(from, module) : { kind: 'package', module };
  }

  function relative(folder: string, module: string): ResolvedModule {
    const path = joinPaths(folder, module);
    if (path === null) return { kind: 'missing' };
    const file =
      scriptAt(path, has) ?? packageEntry(path) ?? sourceOf(path, nearestFolder(path), configFor(folder), has);
    if (file !== null) return { kind: 'file', path: file };
    if (isAsset(module)) return { kind: 'asset' };
    const generated = generatedAt([path]);
    return generated === null ? { kind: 'missing' } : { kind: 'package', module: generated };
  }

  /** A folder with a package.json of its own is entered through its main file. */
  function packageEntry(folder: string): string | null {
    const manifest = workspace.manifests.get(joinPaths(folder, 'package.json') ?? '');
    return manifest?.kind === 'package' && manifest.main !== null
      ? scriptAt(joinPaths(folder, manifest.main) ?? '', has)
      : null;
  }

  function nearestFolder(path: string): string {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      if (workspace.manifests.has(`${folder}/package.json`)) return folder;
    }
    return '';
  }

  function byPaths(config: CompilerConfig, module: string): string | null {
    for (const path of mappedPaths(config, module)) {
      const file = scriptAt(path, has) ?? sourceOf(path, nearestFolder(path), config, has);
      if (file !== null) return file;
    }
    return null;
  }

  function underConfig(config: CompilerConfig, module: string): readonly string[] {
    const inBaseFolder = config.baseFolder === null ? null : joinPaths(config.baseFolder, module);
    return [...mappedPaths(config, module), ...(inBaseFolder === null ? [] : [inBaseFolder])];
  }

  /** Where a name that begins as an alias does may lead to, in folders that nothing configures. */
  function underRoots(from: string, module: string): readonly string[] {
    const rest = /^(?:@\/|~\/?|#\/?|\/)(.*)$/.exec(module)?.[1];
    if (rest === undefined) return [];
    return ['src', '', 'app'].flatMap((root) => joinPaths(nearestFolder(from), root, rest) ?? []);
  }

  function inBase(config: CompilerConfig, module: string): string | null {
    return config.baseFolder === null ? null : scriptAt(joinPaths(config.baseFolder, module) ?? '', has);
  }

  function inWorkspace(module: string): string | null {
    const parts = module.split('/');
    const length = module.startsWith('@') ? 2 : 1;
    const node = byName.get(parts.slice(0, length).join('/'));
    if (node === undefined) return null;
    const inside = parts.slice(length).join('/');
    const config = configFor(node.folder);
    for (const target of packageTargets(node, inside)) {
      const path = joinPaths(node.folder, target);
      const file = path === null ? null : sourceOf(path, node.folder, config, has);
      if (file !== null) return file;
    }
    return null;
  }

  /** Names that the package around the file gives its own files. */
  function byAlias(from: string, module: string): string | null {
    const folder = nearestFolder(from);
    const manifest = workspace.manifests.get(joinPaths(folder, 'package.json') ?? '');
    if (manifest?.kind !== 'package') return null;
    for (const [pattern, target] of Object.entries(manifest.aliases)) {
      const star = starOf(pattern, module);
      const path = star === null ? null : joinPaths(folder, target.replace('*', star));
      const file = path === null ? null : sourceOf(path, folder, configFor(folder), has);
      if (file !== null) return file;
    }
    return null;
  }

  function aliased(from: string, module: string): ResolvedModule {
    for (const path of underRoots(from, module)) {
      const file = scriptAt(path, has);
      if (file !== null) return { kind: 'file', path: file };
    }
    return { kind: 'missing' };
  }
}

/** Where the compiler's configuration sends a name, the longest pattern first. */
function mappedPaths(config: CompilerConfig, module: string): readonly string[] {
  return config.paths
    .map(({ pattern, targets }) => ({ targets, star: starOf(pattern, module), length: pattern.indexOf('*') >>> 0 }))
    .filter((match) => match.star !== null)
    .sort((a, b) => b.length - a.length)
    .flatMap(({ targets, star }) => targets.flatMap((target) => joinPaths(target.replace('*', star ?? '')) ?? []));
}

/** Paths inside a package that a name may lead to, the most telling first. */
function packageTargets(node: PackageNode, inside: string): readonly string[] {
  const { exports, main } = node.manifest;
  if (inside === '') {
    return [exports['.'], main, 'src/index', 'index', 'src/main', 'src'].filter((target) => typeof target === 'string');
  }
  const named = Object.entries(exports).flatMap(([pattern, target]) => {
    const star = starOf(pattern, `./${inside}`);
    return star === null ? [] : [target.replaceAll('*', star)];
  });
  return [...named, inside, `src/${inside}`];
}

/** What a pattern's star stands for in a name; the empty text where a pattern without one matches; null where none does. */
function starOf(pattern: string, name: string): string | null {
  const cut = pattern.indexOf('*');
  if (cut < 0) return pattern === name ? '' : null;
  const before = pattern.slice(0, cut);
  const after = pattern.slice(cut + 1);
  if (!name.startsWith(before) || !name.endsWith(after) || name.length < before.length + after.length) return null;
  return name.slice(before.length, name.length - after.length);
}

function isAsset(module: string): boolean {
  return /\.(?:json5?|css|s[ac]ss|less|svg|png|jpe?g|gif|webp|ico|woff2?|ttf|md|mdx|txt|ya?ml|html?|graphql|gql|sql|wasm|node|vue|svelte|astro|proto|pug|hbs|ejs)(?:\?.*)?$/i.test(
    module,
  );
}
