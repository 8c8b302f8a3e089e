import type { DependencyFact } from '../facts/manifest.ts';
import type { FileEdit, ReadText } from '../findings/fix.ts';
import type { PackageNode, ProgramGraph } from '../link/program-graph.ts';
import { addDependencies, addEnvironmentNames, addPythonPackages, canonicalName } from '../sources/manifest/edit.ts';
import { folderOf } from '../text/paths.ts';
import { homeOf, pythonInstallCommand, pythonManifests, requirementsWithin } from './python/manifests.ts';
import { isThere } from './there.ts';

/** The package that a file belongs to: the manifest of its language in the nearest folder above it. */
export function nearestPackage(graph: ProgramGraph, file: string): PackageNode | undefined {
  if (isPython(file)) return pythonManifests(graph, file, [])[0];
  const above = graph.packages.filter(
    ({ folder, manifest }) => manifest.ecosystem === 'npm' && (folder === '' || file.startsWith(`${folder}/`)),
  );
  return above.sort((a, b) => b.folder.length - a.folder.length)[0];
}

/**
 * The manifests that must name what a file comes to import. Python's packages are often named in several, one of which is
 * installed: all that name one of `beside`, which the file imports already, are taken.
 */
export function manifestsFor(graph: ProgramGraph, file: string, beside: readonly string[]): readonly PackageNode[] {
  if (isPython(file)) return pythonManifests(graph, file, beside);
  const node = nearestPackage(graph, file);
  return node === undefined ? [] : [node];
}

function isPython(file: string): boolean {
  return file.endsWith('.py');
}

/** The lowest version that a package's manifest asks for, as `[major, minor]`; null when it does not name the package. */
export function askedVersion(node: PackageNode, name: string): readonly [major: number, minor: number] | null {
  const range = node.manifest.dependencies.find((each) => isSame(node, each.name, name))?.range;
  const match = range === undefined ? null : /(\d+)(?:\.(\d+))?/.exec(range);
  return match === null ? null : [Number(match[1]), Number(match[2] ?? 0)];
}

function isSame({ manifest }: PackageNode, one: string, other: string): boolean {
  return manifest.ecosystem === 'python' ? canonicalName(one) === canonicalName(other) : one === other;
}

/** What npm packages ask for in development alone is often bundled; in Python it is not there when the program runs. */
function isInstalled({ manifest }: PackageNode, { group }: DependencyFact): boolean {
  return manifest.ecosystem === 'npm' || group === 'runtime';
}

function isNamed(node: PackageNode, name: string): boolean {
  return node.manifest.dependencies.some((each) => isInstalled(node, each) && isSame(node, each.name, name));
}

/**
 * Adds to each manifest what it does not name yet. What a file of requirements takes in by `-r` counts as its own: named
 * twice, a package may be asked for in two versions that exclude one another.
 */
export async function allDependencyEdits(
  nodes: readonly PackageNode[],
  packages: Readonly<Record<string, string>>,
  read: ReadText,
): Promise<readonly FileEdit[]> {
  const edits = nodes.map(async (node): Promise<readonly FileEdit[]> => {
    const within = await requirementsWithin(node, read);
    if (nodes.some(({ file }) => within.has(file))) return [];
    const taken = new Set([...within.values()].flatMap((names) => [...names]));
    const own = Object.entries(packages).filter(([name]) => !taken.has(canonicalName(name)));
    return dependencyEdits(node, Object.fromEntries(own), read);
  });
  return (await Promise.all(edits)).flat();
}

/** Adds what the manifest does not name yet. Throws an Error with a plain sentence for a file that is not to be edited. */
export async function dependencyEdits(
  node: PackageNode,
  packages: Readonly<Record<string, string>>,
  read: ReadText,
): Promise<readonly FileEdit[]> {
  const text = await read(node.file);
  if (text === null) return [];
  const missing = Object.entries(packages).flatMap(([name, range]) => (isNamed(node, name) ? [] : [{ name, range }]));
  if (node.manifest.ecosystem === 'python') {
    const edits = missing.length === 0 ? [] : addPythonPackages(node.file, text, missing);
    if (typeof edits === 'string') throw new Error(edits);
    return edits.length === 0 ? [] : [{ kind: 'change', file: node.file, edits }];
  }
  const edits = addDependencies(text, missing);
  if (edits === null) throw new Error(`${node.file} does not parse; mend it first.`);
  return edits.length === 0 ? [] : [{ kind: 'change', file: node.file, edits }];
}

/** Adds a name to the package's .env.example, which is made when there is none. */
export async function environmentEdits(
  node: PackageNode,
  names: readonly { readonly name: string; readonly comment: string; readonly example: string }[],
  read: ReadText,
): Promise<readonly FileEdit[]> {
  const home = homeOf(node);
  const file = home === '' ? '.env.example' : `${home}/.env.example`;
  const text = await read(file);
  if (text === null) {
    const lines = names.map(({ name, comment, example }) => `# ${comment}\n${name}=${example}\n`);
    return [{ kind: 'create', file, text: lines.join('') }];
  }
  const edits = addEnvironmentNames(text, names);
  return edits.length === 0 ? [] : [{ kind: 'change', file, edits }];
}

const managers = [
  ['pnpm-lock.yaml', 'pnpm install'],
  ['yarn.lock', 'yarn install'],
  ['bun.lock', 'bun install'],
  ['bun.lockb', 'bun install'],
] as const;

/** The command that brings added packages, by the lock file that stands beside or above. It is shown, never run. */
export async function installCommand(node: PackageNode, read: ReadText): Promise<string> {
  if (node.manifest.ecosystem === 'python') return pythonInstallCommand(node, read);
  for (let folder = node.folder; ; folder = folderOf(folder)) {
    for (const [lock, command] of managers) {
      if (await isThere(folder === '' ? lock : `${folder}/${lock}`, read)) return command;
    }
    if (folder === '') return 'npm install';
  }
}
