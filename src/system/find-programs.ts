import type { Catalog } from '../catalog/types.ts';
import type { PackageNode, ProgramGraph, Site } from '../link/program-graph.ts';
import { shellWordsOf } from '../text/shell-words.ts';
import { importCone, importersOf } from './cone.ts';
import { entryFileOf } from './entry-file.ts';
import { isSideCode } from './side-code.ts';
import type { ProcessWord } from './start-command.ts';
import { byConvention, conventionFiles, packageFolderOf, type Start, startsOfWords } from './starts.ts';
import { unitStarts } from './unit-starts.ts';
import type { UnitNode } from './units.ts';

/** A program before its name, role and topology are known. */
export interface Draft {
  /** The files of its start command, sorted; the first names it. */
  readonly entries: readonly string[];
  readonly folder: string;
  readonly files: ReadonlySet<string>;
  readonly processes: ProcessWord | null;
  readonly serves: boolean;
  readonly site: Site | null;
  /** `tool` for a command line program that a manifest offers under `bin` and nothing runs as a service. */
  readonly origin: 'command' | 'tool' | 'code';
  /** Whether its package's own `start` leads to it, which is what an image runs when nothing else is said. */
  readonly main: boolean;
  readonly listens: boolean;
}

const productionScript =
  /^(?:start|serve|server|prod|production|workers?|cron|scheduler|jobs?|queue|consumers?)(?:[:._-].+)?$|[:._-](?:start|workers?|serve|scheduler)$/;
const developmentScript = /dev|debug|test|watch|build|e2e|mock|story|docs?\b|lint|stop|kill|migrat|seed|local/;

/**
 * Programs of a workspace: what manifests and units start, and besides what the code alone shows: files that a
 * framework calls by their place, files that listen, and files that take from a queue.
 */
export function findPrograms(graph: ProgramGraph, catalog: Catalog, units: readonly UnitNode[]): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  const listening = new Set(graph.listeners.map(({ file }) => file));
  const add = (start: Start, origin: Draft['origin'], main = false) => {
    const key = start.entries.join('\n');
    const known = drafts.get(key);
    if (known !== undefined) {
      if (main && !known.main) drafts.set(key, { ...known, main });
      return;
    }
    const files = importCone(graph, start.entries);
    const listens = start.serves || [...files].some((file) => listening.has(file));
    drafts.set(key, { ...start, origin, main, listens, files });
  };
  const packages = graph.packages.filter((each) => !each.manifest.editorExtension && !isSideCode(each.folder));
  for (const node of units) for (const start of unitStarts(graph, catalog, node)) add(start, 'command');
  for (const each of packages)
    for (const { start, main } of packageStarts(graph, catalog, each)) add(start, 'command', main);
  for (const each of packages) for (const start of binStarts(graph, each)) add(start, 'tool');
  for (const start of codeStarts(graph, catalog, packages, drafts)) add(start, 'code');
  return [...drafts.values()].sort((a, b) => compare(a.entries[0] ?? '', b.entries[0] ?? ''));
}

interface PackageStart {
  readonly start: Start;
  readonly main: boolean;
}

/** Production scripts; where none of them leads to a file, those for development; where none does, `main`. */
function packageStarts(graph: ProgramGraph, catalog: Catalog, node: PackageNode): readonly PackageStart[] {
  const { folder } = node;
  const of = (wanted: (name: string) => boolean): readonly PackageStart[] =>
    node.manifest.scripts
      .filter(({ name }) => wanted(name))
      .flatMap(({ name, command, span }) =>
        startsOfWords({ graph, catalog, folder, site: { file: node.file, span } }, shellWordsOf(command)).map(
          (start) => ({
            start,
            main: /^(?:start|serve|dev)$/.test(name),
          }),
        ),
      )
      .filter(({ start }) => !start.entries.every(isSideCode));
  const production = of((name) => productionScript.test(name) && !developmentScript.test(name));
  if (production.length > 0) return production;
  const development = of((name) => /^(?:dev|develop|start|serve)(?::.+)?$|:dev$/.test(name));
  if (development.length > 0) return development;
  const main = node.manifest.main === null ? null : entryFileOf(graph.facts, node.folder, node.manifest.main);
  if (main === null || !graph.listeners.some(({ file }) => importCone(graph, [main]).has(file))) return [];
  return [{ start: { entries: [main], folder: node.folder, processes: null, serves: false, site: null }, main: true }];
}

function binStarts(graph: ProgramGraph, node: PackageNode): readonly Start[] {
  return Object.values(node.manifest.bin).flatMap((written) => {
    const entry = entryFileOf(graph.facts, node.folder, written);
    return entry === null
      ? []
      : [{ entries: [entry], folder: node.folder, processes: null, serves: false, site: null }];
  });
}

/** What no command starts as far as can be seen, and yet answers or takes from a queue. */
function codeStarts(
  graph: ProgramGraph,
  catalog: Catalog,
  packages: readonly PackageNode[],
  drafts: ReadonlyMap<string, Draft>,
): readonly Start[] {
  const covered = new Set([...drafts.values()].flatMap(({ files }) => [...files]));
  const starts: Start[] = [];
  const add = (entries: readonly string[], folder: string) => {
    for (const file of importCone(graph, entries)) covered.add(file);
    starts.push({ entries, folder, processes: null, serves: false, site: null });
  };
  const conventions = byConvention(catalog);
  for (const folder of new Set([...packages.map((each) => each.folder), ''])) {
    for (const framework of [...conventions].sort()) {
      const files = conventionFiles(graph, catalog, folder, framework).filter((file) => !isSideCode(file));
      if (files.length > 0 && !files.every((file) => covered.has(file))) add(files, folder);
    }
  }
  const importers = importersOf(graph);
  const listening = graph.listeners.map(({ file }) => file);
  const queued = graph.entries.filter(({ moment }) => moment === 'queue').map((entry) => fileOfEntry(entry.function));
  for (const files of [listening, queued]) {
    const roots = [...new Set(files.filter((file) => !covered.has(file) && !isSideCode(file)).sort())]
      .map((file) => topOf(file, importers))
      .filter((file) => isInService(graph, file));
    // A file above another covers it: the outermost come first, so that one program is found, not two.
    const ordered = [...new Set(roots)].sort(
      (a, b) => importCone(graph, [b]).size - importCone(graph, [a]).size || compare(a, b),
    );
    for (const root of ordered) if (!covered.has(root)) add([root], packageFolderOf(graph, root));
  }
  return starts;
}

/** Climbs to the one file that leads here, as long as there is only one way up; tests do not count. */
function topOf(file: string, importers: ReadonlyMap<string, readonly string[]>): string {
  const seen = new Set<string>();
  let top = file;
  while (!seen.has(top)) {
    seen.add(top);
    const above = (importers.get(top) ?? []).filter((each) => !isSideCode(each));
    const [only] = above;
    if (above.length !== 1 || only === undefined) return top;
    top = only;
  }
  return file;
}

function isInService(graph: ProgramGraph, file: string): boolean {
  const folder = packageFolderOf(graph, file);
  return graph.packages.find((each) => each.folder === folder)?.manifest.editorExtension !== true;
}

export function fileOfEntry(key: string): string {
  return key.slice(0, key.lastIndexOf('#'));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
