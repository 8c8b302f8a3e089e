import type { Catalog } from '../catalog/types.ts';
import type { PackageNode, ProgramGraph, Site } from '../link/program-graph.ts';
import { isInFolder, joinPaths } from '../text/paths.ts';
import { shellWordsOf } from '../text/shell-words.ts';
import { entryFileOf } from './entry-file.ts';
import { fileOfEntry } from './listening.ts';
import { processesAround } from './processes-around.ts';
import { isSideCode } from './side-code.ts';
import { type ProcessWord, type StartCommand, startCommandsOf } from './start-command.ts';

/** Files that one command runs first. */
export interface Start {
  /** More than one only for a framework that finds its files by their place. */
  readonly entries: readonly string[];
  /** Folder of the package that the command runs in. */
  readonly folder: string;
  /** Processes that the starter makes on one host; null when it makes one and says nothing of it. */
  readonly processes: ProcessWord | null;
  /** Whether the starter itself listens, as fastify-cli does. */
  readonly serves: boolean;
  /** The script or the manifest's command that was read last on the way here. */
  readonly site: Site | null;
}

/** Where a command runs. */
export interface Place {
  readonly graph: ProgramGraph;
  readonly catalog: Catalog;
  readonly folder: string;
  /** Where the command is written; null for none. */
  readonly site: Site | null;
  /** Numbers that the container's environment sets, by name. */
  readonly numbers?: ReadonlyMap<string, { readonly value: number; readonly site: Site }>;
}

/** What a line of words starts in a folder, through the scripts that it calls. */
export function startsOfWords(place: Place, words: readonly string[], depth = 0): readonly Start[] {
  if (depth > 5) return [];
  return startCommandsOf(words).flatMap((command) => startsOfCommand(place, command, depth));
}

function startsOfCommand(place: Place, command: StartCommand, depth: number): readonly Start[] {
  switch (command.kind) {
    case 'file': {
      const entry = firstEntry(place, command.candidates);
      if (entry === null) return [];
      const { serves = false, processesFrom } = command;
      const { site } = place;
      const own = { entries: [entry], folder: folderOfEntry(place, entry), serves } as const;
      if (command.processes !== null || processesFrom === undefined) {
        return [{ ...own, processes: command.processes, site }];
      }
      const counted = processesAround(place, processesFrom);
      return [{ ...own, processes: counted?.count ?? null, site: counted?.site ?? site }];
    }
    case 'framework':
      return frameworkStarts(place, command.framework, command.argument);
    case 'script': {
      const target = targetPackage(place, command);
      const script = target?.manifest.scripts.find((each) => each.name === command.name);
      if (target === null || script === undefined) return [];
      const site = { file: target.file, span: script.span };
      return startsOfWords({ ...place, folder: target.folder, site }, shellWordsOf(script.command), depth + 1);
    }
  }
}

function firstEntry(place: Place, candidates: readonly string[]): string | null {
  for (const candidate of candidates) {
    const entry = entryFileOf(place.graph.facts, place.folder, candidate);
    if (entry !== null) return entry;
  }
  return null;
}

/** The package that a script call means: by name, by folder, else the one in whose folder it is called. */
function targetPackage(place: Place, command: StartCommand & { kind: 'script' }): PackageNode | null {
  const { packages } = place.graph;
  if (command.package !== null) {
    const wanted = command.package;
    const folder = joinPaths(place.folder, wanted);
    return (
      packages.find((each) => each.manifest.name === wanted || each.manifest.name?.endsWith(`/${wanted}`) === true) ??
      packages.find((each) => folder !== null && each.folder === folder) ??
      null
    );
  }
  const folder = command.folder === null ? place.folder : joinPaths(place.folder, command.folder);
  return packages.find((each) => each.folder === folder) ?? null;
}

function frameworkStarts(place: Place, framework: string, argument: string | null): readonly Start[] {
  if (framework === 'nest') {
    const places = argument === null ? ['src/main.ts'] : [`apps/${argument}/src/main.ts`, 'src/main.ts'];
    const entry = firstEntry(place, places);
    return entry === null
      ? []
      : [{ entries: [entry], folder: folderOfEntry(place, entry), processes: null, serves: false, site: place.site }];
  }
  return conventionStarts(place.graph, place.catalog, place.folder)
    .filter((start) => start.framework === framework)
    .map((start) => ({ ...start, site: place.site }));
}

/** One start for each framework that calls files of a package by their place in it, such as Next.js. */
export function conventionStarts(
  graph: ProgramGraph,
  catalog: Catalog,
  folder: string,
): readonly (Start & { readonly framework: string })[] {
  return [...byConvention(catalog)].sort().flatMap((framework) => {
    const own = graph.entries.filter(
      (entry) => entry.framework === framework && packageFolderOf(graph, fileOfEntry(entry.function)) === folder,
    );
    const files = [...new Set(own.map((entry) => fileOfEntry(entry.function)))].filter((file) => !isSideCode(file));
    if (files.length === 0) return [];
    const serves = own.some(({ moment }) => moment === 'request' || moment === 'socket');
    return [{ framework, entries: files.sort(byDepth), folder, processes: null, serves, site: null }];
  });
}

/** The start of one file; none for none. */
export function plainStart(folder: string, entry: string | null): readonly Start[] {
  return entry === null ? [] : [{ entries: [entry], folder, processes: null, serves: false, site: null }];
}

/** Files near the package's root first, because one of them names the program. */
function byDepth(a: string, b: string): number {
  return a.split('/').length - b.split('/').length || (a < b ? -1 : 1);
}

/** Frameworks that call files by their place. */
function byConvention(catalog: Catalog): ReadonlySet<string> {
  return new Set(
    catalog.frameworks.filter((each) => each.entries.some((entry) => entry.kind === 'file')).map((each) => each.id),
  );
}

function folderOfEntry(place: Place, entry: string): string {
  return packageFolderOf(place.graph, entry);
}

/** Folder of the nearest package that holds a file; the root when none does. */
export function packageFolderOf(graph: ProgramGraph, file: string): string {
  let nearest = '';
  for (const { folder } of graph.packages) {
    if (isInFolder(file, folder) && folder.length > nearest.length) nearest = folder;
  }
  return nearest;
}
