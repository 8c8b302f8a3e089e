import type { ReadText } from '../../findings/fix.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { folderOf, isInFolder, pathWithin } from '../../text/paths.ts';
import { isThere } from '../there.ts';

/** A file of a program, with what tells how the program's modules find one another. */
export interface ModuleSite {
  readonly graph: ProgramGraph;
  /** The programs that the file belongs to, the first of which says where it is started. */
  readonly programs: readonly Program[];
  readonly file: string;
  readonly read: ReadText;
}

/**
 * The folder in which a module is found by all that import the file: the outermost package around it that the program
 * imports as one, or where there is none the folder of the program's entry.
 */
export async function moduleFolder(site: ModuleSite): Promise<string> {
  const { file, programs, read } = site;
  const own = folderOf(file);
  if (await isPackage(own, read)) {
    const root = importRoot(site, own);
    let outer = own;
    while (outer !== root && (await isPackage(folderOf(outer), read))) outer = folderOf(outer);
    return outer;
  }
  const [program] = programs;
  const started = program === undefined ? own : folderOf(program.entry);
  return isInFolder(file, started) ? started : own;
}

/**
 * How the file imports a module in its folder or in one above, as it is written behind `from`: in the form that it uses for
 * the program's other files, or else that which its folders allow.
 */
export async function moduleName(site: ModuleSite, to: string): Promise<string> {
  const { graph, file, read } = site;
  const folder = folderOf(to);
  const reach = Math.max(0, ...modulesIn(graph, file).map((module) => dotsOf(module).length));
  const relative = reach > 0 ? await relativeName(site, to, reach) : null;
  if (relative !== null) return relative;
  const own = rootIn(graph, file, folder);
  if (own !== null) return dotted(pathWithin(own, to));
  const root = importRoot(site, folder);
  // A package whose files call one another by their bare names is not imported as a package.
  const isStartedInside = root !== null && (await isPackage(root, read));
  const inPackage = isStartedInside ? null : await relativeName(site, to, 0);
  return inPackage ?? dotted(pathWithin(root ?? (await packagesEnd(folder, read)), to));
}

/** The folder that Python starts in for the file; empty for the workspace's own. */
export async function startFolder(site: ModuleSite): Promise<string> {
  const folder = folderOf(site.file);
  return importRoot(site, folder) ?? packagesEnd(folder, site.read);
}

/** `from shop import queue` for `shop.queue`: how a module as a whole comes under a name of its own. */
export function wholeModule(name: string): { readonly module: string; readonly imported: string } {
  const dots = dotsOf(name);
  const cut = name.lastIndexOf('.');
  if (cut < 0) return { module: name, imported: '*' };
  return { module: cut < dots.length ? dots : name.slice(0, cut), imported: name.slice(cut + 1) };
}

/** Dots as far as packages reach, or as the file's own imports do; null where they do not reach the module. */
async function relativeName({ file, read }: ModuleSite, to: string, reach: number): Promise<string | null> {
  let folder = folderOf(file);
  for (let dots = 1; ; dots++) {
    if (dots > reach && !(await isPackage(folder, read))) return null;
    if (isInFolder(to, folder)) return '.'.repeat(dots) + dotted(pathWithin(folder, to));
    folder = folderOf(folder);
  }
}

/** The folder above another that absolute imports start from, by the file's own or else by those of its programs. */
function importRoot({ graph, file, programs }: ModuleSite, above: string): string | null {
  for (const each of [file, ...programs.flatMap(({ files }) => [...files])]) {
    const root = rootIn(graph, each, above);
    if (root !== null) return root;
  }
  return null;
}

function rootIn(graph: ProgramGraph, file: string, above: string): string | null {
  const imports = graph.facts.get(file)?.code?.imports ?? [];
  for (const { site, to } of graph.imports.get(file) ?? []) {
    const target = `/${to.replace(/(?:\/__init__)?\.py$/, '')}`;
    for (const { module, imported } of imports.filter(({ span }) => span[0] === site.span[0])) {
      if (module.startsWith('.')) continue;
      const path = `/${module.replaceAll('.', '/')}`;
      const found = [path, `${path}/${imported ?? ''}`].find((each) => target.endsWith(each));
      const root = found === undefined ? undefined : target.slice(1, -found.length);
      if (root !== undefined && isInFolder(above, root)) return root;
    }
  }
  return null;
}

/** The first folder above that is no package. */
async function packagesEnd(folder: string, read: ReadText): Promise<string> {
  let end = folder;
  while (await isPackage(end, read)) end = folderOf(end);
  return end;
}

/**
 * An empty `__init__.py` says nothing and is therefore not among the facts, so that the files themselves are asked for.
 * What the workspace's root holds is imported by its name, whatever else stands there.
 */
async function isPackage(folder: string, read: ReadText): Promise<boolean> {
  return folder !== '' && (await isThere(`${folder}/__init__.py`, read));
}

function modulesIn(graph: ProgramGraph, file: string): readonly string[] {
  return graph.facts.get(file)?.code?.imports.map(({ module }) => module) ?? [];
}

function dotsOf(module: string): string {
  return /^\.*/.exec(module)?.[0] ?? '';
}

function dotted(path: string): string {
  return path.replace(/\.py$/, '').replaceAll('/', '.');
}
