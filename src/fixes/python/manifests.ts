import type { ReadText } from '../../findings/fix.ts';
import type { PackageNode, ProgramGraph } from '../../link/program-graph.ts';
import { canonicalName } from '../../sources/manifest/edit.ts';
import type { Program } from '../../system/types.ts';
import { baseNameOf, folderOf, joinPaths } from '../../text/paths.ts';
import { isThere } from '../there.ts';

/** The folder that a manifest speaks for: `requirements/base.txt` lies one below. */
export function homeOf({ folder, file }: PackageNode): string {
  return file.endsWith('.txt') && baseNameOf(folder) === 'requirements' ? folderOf(folder) : folder;
}

/**
 * Python's manifests for a file, in the nearest folder above it that has one for running: those that name one of `beside`,
 * or else the first that a person would open. Files for development and such that only set tools up are none.
 */
export function pythonManifests(
  { packages }: ProgramGraph,
  file: string,
  beside: readonly string[],
): readonly PackageNode[] {
  const above = packages.filter((node) => isForRunning(node) && isAbove(homeOf(node), file));
  const nearest = above.reduce((longest, node) => Math.max(longest, homeOf(node).length), 0);
  const there = above
    .filter((node) => homeOf(node).length === nearest)
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.file < b.file ? -1 : 1));
  const wanted = new Set(beside.map(canonicalName));
  const naming = there.filter(({ manifest }) =>
    manifest.dependencies.some(({ name, group }) => group === 'runtime' && wanted.has(canonicalName(name))),
  );
  return naming.length > 0 ? naming : there.slice(0, 1);
}

/** Packages that a file and its programs import already, by which their own manifest is known. */
export function packagesBeside(graph: ProgramGraph, file: string, programs: readonly Program[]): readonly string[] {
  const files = new Set([file, ...programs.flatMap((program) => [...program.files])]);
  const modules = [...files].flatMap((each) => graph.facts.get(each)?.code?.imports.map(({ module }) => module) ?? []);
  return [...new Set(modules.flatMap((module) => (module.startsWith('.') ? [] : [module.split('.')[0] ?? ''])))];
}

/**
 * The other files that a file of requirements takes in by `-r`, directly or through one another, each with the packages that
 * it names, as indexes compare them. Whatever such a file is called, it is one of requirements.
 */
export async function requirementsWithin(
  { file }: PackageNode,
  read: ReadText,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const met = new Set([file]);
  const found = new Map<string, ReadonlySet<string>>();
  for (const each of met) {
    const text = each.endsWith('.txt') || each.endsWith('.in') ? ((await read(each)) ?? '') : '';
    for (const [, name = ''] of text.matchAll(/^[ \t]*(?:-r|--requirement)[ \t=]*([^\s#]+)/gm)) {
      const path = joinPaths(folderOf(each), name);
      if (path !== null) met.add(path);
    }
    const named = [...text.matchAll(/^[ \t]*([A-Za-z0-9][\w.-]*)/gm)].map(([, name = '']) => canonicalName(name));
    if (each !== file) found.set(each, new Set(named));
  }
  return found;
}

function isAbove(folder: string, file: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`);
}

function isForRunning({ manifest, file }: PackageNode): boolean {
  if (manifest.ecosystem !== 'python') return false;
  const { dependencies } = manifest;
  if (dependencies.length > 0) return dependencies.some(({ group }) => group === 'runtime');
  const name = baseNameOf(file).toLowerCase();
  // A file without packages may be the one that starts empty; a pyproject.toml without any mostly sets tools up.
  return name === 'requirements.txt' || name === 'pipfile' || (name === 'pyproject.toml' && manifest.name !== null);
}

/** What a project declares comes before what is mostly made from it. */
function rankOf({ file, manifest }: PackageNode): number {
  const name = baseNameOf(file).toLowerCase();
  if (name === 'pyproject.toml') return manifest.dependencies.some(({ group }) => group === 'runtime') ? 0 : 9;
  if (name === 'pipfile') return 1;
  if (name === 'requirements.txt') return 2;
  return /base|common/.test(name) ? 3 : 4;
}

/** Commands by the lock file beside a pyproject.toml. */
const locks = [
  ['uv.lock', 'uv sync'],
  ['poetry.lock', 'poetry lock && poetry install'],
  ['pdm.lock', 'pdm install'],
] as const;

/** The command that brings added packages. It is shown, never run. */
export async function pythonInstallCommand(node: PackageNode, read: ReadText): Promise<string> {
  const { folder, file } = node;
  const name = baseNameOf(file).toLowerCase();
  if (name === 'pipfile') return 'pipenv install';
  if (name !== 'pyproject.toml') return `pip install -r ${file}`;
  // Members of a workspace have their lock at its root.
  for (let above = folder; ; above = folderOf(above)) {
    for (const [lock, command] of locks) {
      if (await isThere(above === '' ? lock : `${above}/${lock}`, read)) return command;
    }
    if (above === '') break;
  }
  return /^\[tool\.poetry\b/m.test((await read(file)) ?? '') ? 'poetry lock && poetry install' : 'pip install .';
}
