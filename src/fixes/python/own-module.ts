import type { ReadText } from '../../findings/fix.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { folderOf, isInFolder } from '../../text/paths.ts';
import { isThere } from '../there.ts';

/**
 * How a file of Python names a module that stands in the same folder or in one above: with dots where the folders are
 * packages, else by its name alone, which the program's start folder finds.
 */
export async function ownModule(graph: ProgramGraph, from: string, module: string, read: ReadText): Promise<string> {
  const name = module.slice(module.lastIndexOf('/') + 1).replace(/\.py$/, '');
  const target = folderOf(module);
  let dots = '.';
  for (let folder = folderOf(from); ; folder = folderOf(folder), dots += '.') {
    if (!(await isPackage(graph, folder, from, read))) return name;
    if (folder === target) return `${dots}${name}`;
    if (folder === '' || !isInFolder(folder, target)) return name;
  }
}

/** A folder with an `__init__.py`, or whose file imports its neighbours with a dot. */
async function isPackage(graph: ProgramGraph, folder: string, from: string, read: ReadText): Promise<boolean> {
  // What the root holds is imported by its name, whatever else stands there.
  if (folder === '') return false;
  if (await isThere(`${folder}/__init__.py`, read)) return true;
  const imports = graph.facts.get(from)?.code?.imports ?? [];
  return folderOf(from) === folder && imports.some(({ module }) => module.startsWith('.'));
}
