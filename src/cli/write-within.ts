import { lstatSync, mkdirSync, realpathSync, type Stats, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { CommandError } from './outcome.ts';

/**
 * Writes a file below a folder, and makes the folders between. Nothing is written through a symbolic link that leads out
 * of the folder, or nowhere. Throws a CommandError that names the file as the user would.
 */
export function writeWithin(folder: string, path: string, text: string, asWritten: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    refuseLinks(folder, path, asWritten);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${asWritten} could not be written: ${reasonOf(error)}.`);
  }
}

/** Throws a CommandError for a folder to write into that is a file, or a link that leads out of where the command was started. */
export function refuseAsFolder(folder: string, asWritten: string, cwd: string): void {
  const stats = statsOf(folder);
  if (stats?.isSymbolicLink() === true && !leadsInside(folder, cwd)) {
    throw new CommandError(`${asWritten} is a symbolic link that leads elsewhere or nowhere, and is not followed.`);
  }
  if (stats !== null && !stats.isSymbolicLink() && !stats.isDirectory()) {
    throw new CommandError(`${asWritten} is a file; name a folder to write into.`);
  }
}

/** Whether something is there by that name, even a link that leads nowhere. */
export function isPresent(path: string): boolean {
  return statsOf(path) !== null;
}

function refuseLinks(folder: string, path: string, asWritten: string): void {
  const names = path.split('/');
  for (let depth = 1; depth <= names.length; depth++) {
    const place = join(folder, ...names.slice(0, depth));
    if (statsOf(place)?.isSymbolicLink() === true && !leadsInside(place, folder)) {
      throw new CommandError(
        `${asWritten} leads through a symbolic link to elsewhere or nowhere, and is not followed.`,
      );
    }
  }
}

function leadsInside(link: string, folder: string): boolean {
  try {
    const home = realpathSync(folder);
    const target = realpathSync(link);
    return target === home || target.startsWith(home.endsWith(sep) ? home : home + sep);
  } catch {
    return false;
  }
}

function statsOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'the disk is read only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where a folder should be',
  EEXIST: 'a file stands where a folder should be',
  EISDIR: 'a folder stands there',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (code === '' ? String(error) : code);
}
