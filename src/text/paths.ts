/** Paths of a workspace: relative to its root, with forward slashes; the root itself is the empty text. */

/** The folder that holds a file; empty for a file at the root. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? '' : path.slice(0, cut);
}

/** The last name of a path. */
export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins paths and takes `.` and `..` out. Null when the result would lie outside the root. */
export function joinPaths(...parts: readonly string[]): string | null {
  const result: string[] = [];
  for (const name of parts.join('/').split(/[\\/]+/)) {
    if (name === '' || name === '.') continue;
    if (name !== '..') result.push(name);
    else if (result.pop() === undefined) return null;
  }
  return result.join('/');
}

/** Whether a path is the folder or lies in it. */
export function isInFolder(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The path as it is told from a folder that holds it. */
export function pathWithin(folder: string, path: string): string {
  return folder === '' ? path : path.slice(folder.length + 1);
}

/** How many folders, from the root on, two files have above them in common. */
export function sharedFolders(one: string, other: string): number {
  const [a, b] = [folderOf(one).split('/'), folderOf(other).split('/')];
  const apart = a.findIndex((step, index) => step !== b[index]);
  return apart < 0 ? a.length : apart;
}
