import { isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The absolute path that a `file:` URI names; null for any other scheme and for what is no URI at all. */
export function pathOf(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}

export function uriOf(root: string, file: string): string {
  return pathToFileURL(join(root, file)).href;
}

/** The file relative to the root, with forward slashes; null when it lies outside. */
export function fileWithin(root: string, path: string): string | null {
  const inside = relative(root, path);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return null;
  return sep === '/' ? inside : inside.split(sep).join('/');
}
