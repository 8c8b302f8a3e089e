import type { FileEdit, ReadText } from '../findings/fix.ts';
import type { PackageNode, ProgramGraph } from '../link/program-graph.ts';
import { addDependencies, addEnvironmentNames } from '../sources/manifest/edit.ts';
import { folderOf } from '../text/paths.ts';

/** The package that a file belongs to: the manifest in the nearest folder above it. */
export function nearestPackage(graph: ProgramGraph, file: string): PackageNode | undefined {
  const above = graph.packages.filter(
    ({ folder, manifest }) => manifest.ecosystem === 'npm' && (folder === '' || file.startsWith(`${folder}/`)),
  );
  return above.sort((a, b) => b.folder.length - a.folder.length)[0];
}

/** The lowest version that a package's manifest asks for, as `[major, minor]`; null when it does not name the package. */
export function askedVersion(node: PackageNode, name: string): readonly [major: number, minor: number] | null {
  const range = node.manifest.dependencies.find((each) => each.name === name)?.range;
  const match = range === undefined ? null : /(\d+)(?:\.(\d+))?/.exec(range);
  return match === null ? null : [Number(match[1]), Number(match[2] ?? 0)];
}

/** Adds what the manifest does not name yet. */
export async function dependencyEdits(
  node: PackageNode,
  packages: Readonly<Record<string, string>>,
  read: ReadText,
): Promise<readonly FileEdit[]> {
  const text = await read(node.file);
  if (text === null) return [];
  const missing = Object.entries(packages).flatMap(([name, range]) =>
    askedVersion(node, name) === null ? [{ name, range }] : [],
  );
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
  const file = node.folder === '' ? '.env.example' : `${node.folder}/.env.example`;
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
  for (let folder = node.folder; ; folder = folderOf(folder)) {
    for (const [lock, command] of managers) {
      if (await isThere(folder === '' ? lock : `${folder}/${lock}`, read)) return command;
    }
    if (folder === '') return 'npm install';
  }
}

/** What is there and may not be read, such as a lock file of many megabytes, is there all the same. */
export async function isThere(file: string, read: ReadText): Promise<boolean> {
  try {
    return (await read(file)) !== null;
  } catch {
    return true;
  }
}
