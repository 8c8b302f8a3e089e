import type { ReadText } from '../../findings/fix.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { folderOf, isInFolder, pathWithin } from '../../text/paths.ts';
import { isThere } from '../there.ts';

// An empty `__init__.py` says nothing and is therefore not among the facts, so that files are asked for themselves.

/**
 * The folder in which a module is found by all that import the file: the outermost package around it, or where there is
 * none the folder that the program starts in.
 */
export async function moduleFolder(file: string, entry: string | undefined, read: ReadText): Promise<string> {
  const own = folderOf(file);
  let outer = own;
  if (await isPackage(own, read)) {
    while (await isPackage(folderOf(outer), read)) outer = folderOf(outer);
    return outer;
  }
  const started = entry === undefined ? own : folderOf(entry);
  return isInFolder(file, started) ? started : own;
}

/** How one file imports another: in the form that it uses for the program's other files. */
export async function moduleName(graph: ProgramGraph, from: string, to: string, read: ReadText): Promise<string> {
  const imports = graph.facts.get(from)?.code?.imports.map(({ module }) => module) ?? [];
  const isRelative = imports.some((module) => module.startsWith('.'));
  if (!isRelative) {
    for (const module of imports) {
      const root = await rootOf(from, module, read);
      if (root !== null && isInFolder(to, root)) return dotted(pathWithin(root, to));
    }
  }
  if (isRelative || (await isPackage(folderOf(from), read))) return relativeName(from, to);
  return dotted(pathWithin(folderOf(to), to));
}

/** The folder that a module's name starts from when it means a file of the workspace: the nearest one where it is found. */
async function rootOf(from: string, module: string, read: ReadText): Promise<string | null> {
  const path = module.replaceAll('.', '/');
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    const stem = folder === '' ? path : `${folder}/${path}`;
    if ((await isThere(`${stem}.py`, read)) || (await isThere(`${stem}/__init__.py`, read))) return folder;
    if (folder === '') return null;
  }
}

async function isPackage(folder: string, read: ReadText): Promise<boolean> {
  return folder !== '' && (await isThere(`${folder}/__init__.py`, read));
}

function dotted(path: string): string {
  return path.replace(/\.py$/, '').replaceAll('/', '.');
}

function relativeName(from: string, to: string): string {
  let folder = folderOf(from);
  let dots = '.';
  while (!isInFolder(to, folder)) {
    folder = folderOf(folder);
    dots += '.';
  }
  return dots + dotted(pathWithin(folder, to));
}
