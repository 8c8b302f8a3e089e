import { accessSync, constants, readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { isInFolder } from '../text/paths.ts';
import { CommandError } from './outcome.ts';

/** Which folder is read, and which part of it is asked about. */
export interface Target {
  readonly root: string;
  /** Paths relative to the root that findings must lie in; empty for all of it. */
  readonly within: readonly string[];
}

/**
 * A folder by itself is the root when it looks like one; `src` of a project is a part of that project. A file is a
 * part of what is deployed around it. Several paths are parts of the nearest such folder around them all, else of the
 * folder that the command was started in.
 * Throws a CommandError for a path that is not there or may not be read.
 */
export function targetOf(paths: readonly string[], cwd: string): Target {
  const [first = '.', ...others] = paths;
  const given = [first, ...others].map((path) => givenPath(resolve(cwd, path), path));
  const [only] = given;
  const root = only !== undefined && given.length === 1 ? rootOf(only, cwd) : rootOfSeveral(given, cwd);
  const within = given.map(({ path }) => relativePath(root, path));
  return { root, within: within.includes('') ? [] : within };
}

/** The same for a command that is about one folder: a second path would change nothing, so it is refused. */
export function onlyTargetOf(paths: readonly string[], cwd: string, command: string): Target {
  const [, second] = paths;
  if (second !== undefined) throw new CommandError(`${command} takes one path, and ${second} is a second one.`);
  return targetOf(paths, cwd);
}

interface GivenPath {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Names that stand at the top of all that is deployed together. */
const deployedTogether = /^(?:pnpm-workspace\.yaml|second-instance\.json|\.git|(?:docker-)?compose\.ya?ml)$/;

function isTopOfProject(name: string): boolean {
  return name === 'package.json' || deployedTogether.test(name);
}

function rootOf({ path, isFolder }: GivenPath, cwd: string): string {
  if (!isFolder)
    return (
      findUpwards(dirname(path), cwd, (name) => deployedTogether.test(name)) ?? rootOfAll([{ path, isFolder }], cwd)
    );
  return findUpwards(path, cwd, isTopOfProject) ?? path;
}

function rootOfSeveral(given: readonly GivenPath[], cwd: string): string {
  const shared = given.map(({ path, isFolder }) => (isFolder ? path : dirname(path))).reduce(sharedFolder);
  return findUpwards(shared, cwd, isTopOfProject) ?? rootOfAll(given, cwd);
}

/**
 * Goes up to the top of the repository, or to where the command was started where there is none, so that a stray file
 * above somebody's projects means nothing.
 */
function findUpwards(folder: string, cwd: string, isTop: (name: string) => boolean): string | null {
  let found: string | null = null;
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    const names = namesIn(candidate);
    if (found === null && names.some(isTop)) found = candidate;
    if (holds(cwd, candidate) ? found !== null : names.includes('.git')) return found;
    if (dirname(candidate) === candidate) return found !== null && holds(cwd, found) ? found : null;
  }
}

/** A folder on the way up that may not be looked into says nothing. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function rootOfAll(given: readonly GivenPath[], cwd: string): string {
  const folders = given.map(({ path, isFolder }) => (isFolder ? path : dirname(path)));
  return folders.every((folder) => holds(cwd, folder)) ? cwd : folders.reduce(sharedFolder);
}

/** Whether a file is asked about. */
export function isAsked(target: Target, file: string): boolean {
  return target.within.length === 0 || target.within.some((path) => isInFolder(file, path));
}

export function relativePath(root: string, absolute: string): string {
  return relative(root, absolute).split(sep).join('/');
}

function givenPath(path: string, asWritten: string): GivenPath {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined) accessSync(path, constants.R_OK);
  } catch {
    throw new CommandError(`${asWritten} may not be read.`);
  }
  if (stats === undefined) throw new CommandError(`There is no file or folder ${asWritten}.`);
  return { path, isFolder: stats.isDirectory() };
}

function holds(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function sharedFolder(a: string, b: string): string {
  let folder = a;
  while (!holds(folder, b) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
