import { accessSync, constants, type Stats, statSync } from 'node:fs';
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
 * A folder by itself is the root. Files, and several paths, are parts of the folder that the command was started in, or
 * of the nearest one that holds them all. Throws a CommandError for a path that is not there or may not be read.
 */
export function targetOf(paths: readonly string[], cwd: string): Target {
  const [first = '.', ...others] = paths;
  const given = [first, ...others].map((path) => ({
    absolute: resolve(cwd, path),
    isFolder: isFolder(resolve(cwd, path), path),
  }));
  const [only] = given;
  if (only !== undefined && given.length === 1 && only.isFolder) return { root: only.absolute, within: [] };
  const folders = given.map(({ absolute, isFolder }) => (isFolder ? absolute : dirname(absolute)));
  const root = folders.every((folder) => holds(cwd, folder)) ? cwd : folders.reduce(sharedFolder);
  return { root, within: given.map(({ absolute }) => relativePath(root, absolute)) };
}

/** Whether a file is asked about. */
export function isAsked(target: Target, file: string): boolean {
  return target.within.length === 0 || target.within.some((path) => isInFolder(file, path));
}

export function relativePath(root: string, absolute: string): string {
  return relative(root, absolute).split(sep).join('/');
}

function isFolder(absolute: string, asWritten: string): boolean {
  let stats: Stats | undefined;
  try {
    stats = statSync(absolute, { throwIfNoEntry: false });
    if (stats !== undefined) accessSync(absolute, constants.R_OK);
  } catch {
    throw new CommandError(`${asWritten} may not be read.`);
  }
  if (stats === undefined) throw new CommandError(`There is no file or folder ${asWritten}.`);
  return stats.isDirectory();
}

function holds(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function sharedFolder(a: string, b: string): string {
  let folder = a;
  while (!holds(folder, b) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
