import { folderOf, joinPaths } from '../../text/paths.ts';

/** Resolves a Python module name: `.models`, `..base`, `shop.settings.base`; null when no file of the workspace answers. */
export function pythonModule(from: string, module: string, has: (path: string) => boolean): string | null {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const names = module
    .slice(dots)
    .split('.')
    .filter((name) => name !== '');
  if (dots > 0) {
    const up = '../'.repeat(dots - 1);
    const folder = joinPaths(folderOf(from), up);
    return folder === null ? null : pythonFile([folder, ...names].join('/'), has);
  }
  // The folder that Python starts in is not written down: every folder above the file may be it.
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    const file = pythonFile([folder, ...names].join('/'), has) ?? pythonFile([folder, 'src', ...names].join('/'), has);
    if (file !== null && file !== from) return file;
    if (folder === '') return null;
  }
}

/** The file of a module at a path without ending: itself, or what makes a folder a package. */
export function pythonFile(path: string, has: (path: string) => boolean): string | null {
  const clean = joinPaths(path);
  if (clean === null) return null;
  return [`${clean}.py`, joinPaths(clean, '__init__.py') ?? ''].find(has) ?? null;
}

/** The name of what may be a module inside another one: `shop` and `orders` give `shop.orders`, `.` gives `.orders`. */
export function pythonSubmodule(module: string, name: string): string {
  return module.endsWith('.') ? `${module}${name}` : `${module}.${name}`;
}
