import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { noTextProblem } from '../text/no-text.ts';

/**
 * A file below a root as a fix reads it: also one that is ignored or not analysed, so that nothing of the user's is taken
 * for free. Null when nothing is there. Throws an Error with a plain sentence for what a fix may neither read nor write:
 * what leads out of the root, what is too large and what is no text.
 */
export function readWithin(root: string, file: string, sizeLimit: number): string | null {
  const path = join(root, file);
  if (!isInside(root, nearestPresent(path))) {
    throw new Error(`${file} leads through a symbolic link to elsewhere or nowhere, and is not followed.`);
  }
  if (!isPresent(path)) return null;
  const stats = statSync(path);
  if (!stats.isFile()) throw new Error(`${file} is a folder, where a file was looked for.`);
  if (stats.size > sizeLimit)
    throw new Error(`${file} is larger than ${Math.round(sizeLimit / 1024)} KiB and is not changed.`);
  const text = readFileSync(path, 'utf8');
  if (noTextProblem(text) !== null) throw new Error(`${file} is no text and is not changed.`);
  return text;
}

/** The path itself, or the folder in which it would be made. */
function nearestPresent(path: string): string {
  let present = path;
  while (!isPresent(present) && dirname(present) !== present) present = dirname(present);
  return present;
}

function isInside(root: string, path: string): boolean {
  try {
    const home = realpathSync(root);
    const target = realpathSync(path);
    return target === home || target.startsWith(home.endsWith(sep) ? home : home + sep);
  } catch {
    // A link that leads nowhere.
    return false;
  }
}

/** Whether something has that name, even a link that leads nowhere. */
function isPresent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
