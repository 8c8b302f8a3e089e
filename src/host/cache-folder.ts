import { statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';

/** Where what can be made again is kept: the user's cache folder, as the XDG rules and the user's own wish say. */
export function userCacheFolder(): string {
  const wished = process.env['XDG_CACHE_HOME'];
  return join(wished !== undefined && isAbsolute(wished) ? wished : join(homedir(), '.cache'), 'second-instance');
}

/** The cache folder for a workspace; null when every place we may write to lies inside it and would end in a commit. */
export function cacheFolderOutside(root: string): string | null {
  const candidates = [userCacheFolder(), join(tmpdir(), 'second-instance')];
  return candidates.find((folder) => !isInside(root, folder) && isOurs(folder)) ?? null;
}

/** In a folder for everybody another user may have made it first, and what they put there must not be believed. */
function isOurs(folder: string): boolean {
  try {
    const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
    return owner === undefined || process.getuid === undefined || owner === process.getuid();
  } catch {
    return false;
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return !way.startsWith('..') && !isAbsolute(way);
}
