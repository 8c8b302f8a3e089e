import type { Catalog } from '../catalog/types.ts';
import type { UnitFact } from '../facts/deployment.ts';
import type { PackageNode, ProgramGraph, Site } from '../link/program-graph.ts';
import { isInFolder, joinPaths } from '../text/paths.ts';
import { shellWordsOf } from '../text/shell-words.ts';
import { entryFileOf } from './entry-file.ts';
import type { ImageCopy } from './images.ts';
import { fileOfEntry } from './listening.ts';
import { fileNamed, folderNamed, type NamingPlace } from './named-files.ts';
import { isTrueIn, type NumberSettings, processesAround } from './processes-around.ts';
import { processesInCode } from './processes-in-code.ts';
import { filesOfModule } from './python-words.ts';
import { commandsOfScript } from './script-commands.ts';
import { isSideCode } from './side-code.ts';
import { startCommandsOf } from './start-command.ts';
import type { FileStart, ProcessWord, StartCommand, StartedRole } from './started.ts';

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
  /** What the command makes of the files whatever else stands in them. */
  readonly role?: StartedRole;
  /** The word that tells the command from others that start the same files. */
  readonly variant?: string;
  /** The script or the manifest's command that was read last on the way here. */
  readonly site: Site | null;
  /** Whether the command says a number of processes that nobody knows here: a variable without a value. */
  readonly uncounted?: true;
  /** Whether all code is loaded before processes are made, which begin as copies of one. */
  readonly loadsOnce?: true;
  /** Whether each process works on one job at a time. */
  readonly takesOne?: true;
}

/** What tells one program from another: its first files and what its command makes of them. */
export function keyOfStart({ entries, variant }: Pick<Start, 'entries' | 'variant'>): string {
  return [...entries, ...(variant === undefined ? [] : [` ${variant}`])].join('\n');
}

/** Where a command runs. */
export interface Place {
  readonly graph: ProgramGraph;
  readonly catalog: Catalog;
  readonly folder: string;
  /** Where the command is written; null for none. */
  readonly site: Site | null;
  /** What the environment of the command says of numbers, by name. */
  readonly numbers?: NumberSettings;
  /** What the image of the command holds. */
  readonly copies?: readonly ImageCopy[];
}

/** What a line of words starts in a folder, through the scripts that it calls. */
export function startsOfWords(place: Place, words: readonly string[], depth = 0): readonly Start[] {
  if (depth > 6) return [];
  let { folder } = place;
  const tools = new Set(place.graph.packages.flatMap(({ manifest }) => Object.keys(manifest.bin)));
  return startCommandsOf(words, tools).flatMap((command) => {
    const here = { ...place, folder };
    if (command.kind !== 'folder') return startsOfCommand(here, command, depth);
    folder = folderNamed(naming(here), command.path) ?? folder;
    return [];
  });
}

function startsOfCommand(
  place: Place,
  command: Exclude<StartCommand, { kind: 'folder' }>,
  depth: number,
): readonly Start[] {
  switch (command.kind) {
    case 'file':
      return fileStarts(place, command);
    case 'framework':
      return frameworkStarts(place, command.framework, command.argument);
    case 'shell':
      return shellStarts(place, command.path, command.words, depth);
    case 'options':
      return optionStarts(place, command, depth);
    case 'units':
      return unitsStarts(place, command, depth);
    case 'tool':
      return toolStarts(place, command.name);
    case 'script': {
      const target = targetPackage(place, command);
      const script = target?.manifest.scripts.find((each) => each.name === command.name);
      if (target === null || script === undefined) return [];
      const site = { file: target.file, span: script.span };
      return startsOfWords({ ...place, folder: target.folder, site }, shellWordsOf(script.command), depth + 1);
    }
  }
}

/**
 * What a command runs that the package in the folder offers as a script of Python; one of another folder is not known to be
 * installed there.
 */
function toolStarts(place: Place, name: string): readonly Start[] {
  const { graph, folder } = place;
  // A folder may hold manifests of two languages. What npm knows by `bin` is for those who install the package.
  const owner = graph.packages.find(
    (each) => each.folder === folder && each.manifest.ecosystem === 'python' && Object.hasOwn(each.manifest.bin, name),
  );
  const entry = owner === undefined ? null : entryOfTool(graph, owner, owner.manifest.bin[name] ?? '');
  return plainStart(folder, entry).map((start) => ({ ...start, site: place.site }));
}

/** The file that a manifest's tool runs. A module of Python may be a package, and may lie under `src`. */
export function entryOfTool(graph: ProgramGraph, { folder, manifest }: PackageNode, written: string): string | null {
  const module = written.replace(/\.py$/, '').replaceAll('/', '.');
  const candidates = manifest.ecosystem === 'python' ? filesOfModule(module) : [written];
  return candidates.map((each) => entryFileOf(graph.facts, folder, each)).find((each) => each !== null) ?? null;
}

function naming({ graph, folder, copies = [] }: Place): NamingPlace {
  return { facts: graph.facts, folder, copies };
}

function fileStarts(place: Place, command: FileStart): readonly Start[] {
  const entries = entriesOfStart(place, command);
  const [entry] = entries;
  if (entry === undefined) return [];
  const { serves = false, counted, role, variant } = command;
  const { site } = place;
  const own = {
    entries,
    folder: folderOfEntry(place, entry),
    serves,
    ...(role === undefined ? {} : { role }),
    ...(variant === undefined ? {} : { variant }),
    ...(isLoadedOnce(place, command) ? { loadsOnce: true as const } : {}),
  };
  if (command.processes !== null || counted === undefined) {
    const said = command.saidInCode === undefined ? null : processesInCode(place, entry, command.saidInCode);
    const isOne = command.takesOne === true && said?.together !== true;
    const takes = isOne ? { takesOne: true as const } : {};
    return [{ ...own, ...takes, processes: said?.count ?? command.processes, site: said?.site ?? site }];
  }
  const found = processesAround(place, counted);
  const isOpen = found === null && counted.some(({ kind }) => kind === 'written');
  return [
    {
      ...own,
      ...(command.takesOne === true ? { takesOne: true as const } : {}),
      processes: found?.count ?? null,
      site: found?.site ?? site,
      ...(isOpen ? { uncounted: true } : {}),
    },
  ];
}

function isLoadedOnce(place: Place, { loadsOnce }: FileStart): boolean {
  return loadsOnce === true || (loadsOnce !== undefined && isTrueIn(place, loadsOnce.file, loadsOnce.name));
}

/** The first candidate that is a file. What takes jobs by the names of their functions runs the files that hold them. */
function entriesOfStart(place: Place, command: FileStart): readonly string[] {
  const entry = firstEntry(place, command.candidates);
  if (entry !== null) return [entry];
  if (command.candidates.length > 0 || command.role !== 'worker') return [];
  const queued = place.graph.entries.filter(({ moment }) => moment === 'queue');
  const files = [...new Set(queued.map((each) => fileOfEntry(each.function)))];
  return files.filter((file) => isInFolder(file, place.folder) && !isSideCode(file)).sort(byDepth);
}

/**
 * What a script starts; where it is none of the workspace's, what it is given. A command that the script goes on behind has ended by
 * then: only servers, workers and what is left beside it stay.
 */
function shellStarts(place: Place, written: string, words: readonly string[], depth: number): readonly Start[] {
  const file = fileNamed(naming(place), written, ({ deployment }) => deployment?.shell !== undefined);
  const shell = file === null ? undefined : place.graph.facts.get(file)?.deployment?.shell;
  if (file === null || shell === undefined) return startsOfWords(place, words, depth + 1);
  const numbers = new Map(place.numbers ?? []);
  for (const { name, number, span } of shell.numbers) {
    const set = number.names.flatMap((each) => numbers.get(each) ?? [])[0];
    if (set !== undefined) numbers.set(name, set);
    else if (number.fallback !== null) numbers.set(name, { value: number.fallback, site: { file, span } });
  }
  let { folder } = place;
  const found = commandsOfScript(shell, words).flatMap((command) => {
    if (command.words[0] === 'cd') {
      folder = folderNamed(naming({ ...place, folder }), command.words[1] ?? '') ?? folder;
      return [];
    }
    const [first = '', path = ''] = command.words;
    const line = first === '.' || first === 'source' ? ['sh', path] : command.words;
    const here = { ...place, folder, numbers, site: { file, span: command.span } };
    return startsOfWords(here, line, depth + 1).map((start) => ({ start, stays: command.stays }));
  });
  return found
    .filter(({ start, stays }, at) => stays || start.serves || start.role !== undefined || at === found.length - 1)
    .map(({ start }) => start);
}

/** `uwsgi app.ini` as if what the file says were written behind the command; what is written there wins. */
function optionStarts(
  place: Place,
  command: Extract<StartCommand, { kind: 'options' }>,
  depth: number,
): readonly Start[] {
  const file = fileNamed(naming(place), command.path, ({ deployment }) => deployment?.options !== undefined);
  const options = (file === null ? undefined : place.graph.facts.get(file)?.deployment?.options) ?? [];
  if (file === null) return [];
  const words = options.flatMap(({ name, value }) => [`--${name}`, ...(value === '' ? [] : [value])]);
  const counting = options.find(({ name }) => name === 'processes' || name === 'workers');
  const starts = startsOfWords(place, [command.starter, ...command.words, ...words], depth + 1);
  const isOwn = command.words.some((word) => /^(?:-p|--(?:processes|workers))/.test(word));
  const served = starts.map((start) =>
    counting === undefined || isOwn || start.site !== place.site
      ? start
      : { ...start, site: { file, span: counting.span } },
  );
  const beside = options.filter(({ name }) => /^(?:smart-)?attach-daemon2?$/.test(name));
  return [
    ...served,
    ...beside.flatMap(({ value, span }) =>
      startsOfWords({ ...place, site: { file, span } }, shellWordsOf(value.replace(/^.*?cmd=/, '')), depth + 1),
    ),
  ];
}

/** What supervisor or the starter of a Procfile keeps running: the programs of the files that it reads. */
function unitsStarts(place: Place, command: Extract<StartCommand, { kind: 'units' }>, depth: number): readonly Start[] {
  return unitsStarted(place, command).flatMap(({ file, unit }) => {
    const [container] = unit.containers;
    if (container?.command == null) return [];
    if (command.names.length > 0 && !command.names.includes(unit.name)) return [];
    const folder = folderNamed(naming(place), container.folder?.value ?? '') ?? place.folder;
    const here = { ...place, folder, site: { file, span: container.command.span } };
    return startsOfWords(here, container.command.words, depth + 1).map((start) => multiplied(here, start, file, unit));
  });
}

/** Units of the file that is named; where none is, of those that the image holds, or of the only ones there are. */
function unitsStarted(
  place: Place,
  { unitKind, path }: Extract<StartCommand, { kind: 'units' }>,
): readonly { readonly file: string; readonly unit: UnitFact }[] {
  const unitsIn = (file: string) =>
    (place.graph.facts.get(file)?.deployment?.units ?? [])
      .filter(({ kind }) => kind === unitKind)
      .map((unit) => ({ file, unit }));
  const named = fileNamed(naming(place), path ?? (unitKind === 'procfile-process' ? 'Procfile' : ''), (facts) =>
    (facts.deployment?.units ?? []).some(({ kind }) => kind === unitKind),
  );
  if (named !== null) return unitsIn(named);
  const all = [...place.graph.facts.keys()].filter((file) => unitsIn(file).length > 0);
  const held = all.filter((file) => (place.copies ?? []).some(({ from }) => from !== '' && isInFolder(file, from)));
  return (held.length > 0 ? held : all).flatMap(unitsIn);
}

/** A unit's processes on one host: those of its command, as often as the unit starts it. */
export function multiplied(place: Place, start: Start, file: string, { copies }: UnitFact): Start {
  if (copies === undefined) return start;
  const site = { file, span: copies.span };
  const found = processesAround({ ...place, site }, [{ kind: 'written', number: copies.number }]);
  if (found === null) return { ...start, processes: null, uncounted: true };
  const one = start.processes ?? 1;
  if (found.count === 'cores') return { ...start, processes: 'cores', site: found.site };
  if (one === 'cores' || (found.count < 2 && start.processes !== null)) return start;
  return { ...start, processes: one * found.count, site: found.site };
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
