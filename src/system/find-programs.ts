import type { Catalog } from '../catalog/types.ts';
import type { PackageNode, ProgramGraph, Site } from '../link/program-graph.ts';
import { isInFolder } from '../text/paths.ts';
import { importCone, importersOf } from './cone.ts';
import { engineOfUnit } from './engines.ts';
import { entryFileOf } from './entry-file.ts';
import { deployedDockerfiles } from './images.ts';
import { hostOfPart, withPart } from './library-parts.ts';
import { isService, queueWorkers, startsByItself } from './listening.ts';
import { packageStarts } from './package-starts.ts';
import { isSideCode } from './side-code.ts';
import type { ProcessWord, StartedRole } from './started.ts';
import { conventionStarts, keyOfStart, packageFolderOf, plainStart, type Start } from './starts.ts';
import { buildFoldersOf, imageStarts, isNamedBy, type StartsOfUnit } from './unit-starts.ts';
import type { UnitNode } from './units.ts';

/** A program before its name, role and topology are known. */
export interface Draft {
  /** The files of its start command, sorted; the first names it. */
  readonly entries: readonly string[];
  readonly folder: string;
  readonly files: ReadonlySet<string>;
  readonly processes: ProcessWord | null;
  readonly serves: boolean;
  readonly role?: StartedRole;
  readonly variant?: string;
  readonly site: Site | null;
  readonly uncounted?: true;
  readonly loadsOnce?: true;
  readonly takesOne?: true;
  /** `tool` for a command line program that a manifest offers under `bin` and nothing runs as a service. */
  readonly origin: 'command' | 'tool' | 'code';
  /** Set for what only a script of Python's manifest starts, and no unit. */
  readonly script?: true;
  /** Whether its package's own `start` leads to it, which is what an image runs when nothing else is said. */
  readonly main: boolean;
  readonly listens: boolean;
}

/**
 * Programs of a workspace: what manifests and units start, and besides what the code alone shows: files that a
 * framework calls by their place, files that listen, and files that take from a queue.
 */
export function findPrograms(
  graph: ProgramGraph,
  catalog: Catalog,
  units: readonly UnitNode[],
  startsOf: StartsOfUnit,
): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  const listening = new Set(graph.listeners.map(({ file }) => file));
  const add = (start: Start, origin: Draft['origin'], main = false, script = false) => {
    const key = keyOfStart(start);
    const known = drafts.get(key);
    if (known !== undefined) {
      // The same files may be started by one command that multiplies them and one that does not: the worst counts.
      const { processes, site, serves } = known.processes === null && start.processes !== null ? start : known;
      const { loadsOnce, takesOne, ...rest } = known;
      const once = loadsOnce === true && start.loadsOnce === true ? { loadsOnce } : {};
      const one = takesOne === true && start.takesOne === true ? { takesOne } : {};
      drafts.set(key, {
        ...rest,
        ...once,
        ...one,
        processes,
        site,
        serves: known.serves || serves,
        main: known.main || main,
      });
      return;
    }
    const files = importCone(graph, start.entries);
    const listens = start.role === undefined && (start.serves || [...files].some((file) => listening.has(file)));
    drafts.set(key, { ...start, origin, main, listens, files, ...(script && { script }) });
  };
  const packages = graph.packages.filter((each) => !each.manifest.editorExtension && !isSideCode(each.folder));
  for (const node of units) for (const start of startsOf(node)) add(start, 'command');
  const used = new Set(units.map(({ built }) => built?.file));
  const unused = deployedDockerfiles(graph.facts).filter((file) => !used.has(file) && !isSideCode(file));
  for (const file of unused) for (const start of imageStarts(graph, catalog, file)) add(start, 'command', true);
  for (const each of packages) {
    for (const { start, main, origin, script } of packageStarts(graph, catalog, each)) add(start, origin, main, script);
  }
  for (const start of codeStarts(graph, catalog, packages, [...drafts.values()])) {
    const host = hostOfPart(graph, [...drafts.values()], start);
    if (host === null) add(start, 'code');
    else drafts.set(keyOfStart(host), withPart(graph, host, start));
  }
  for (const start of builtStarts(graph, catalog, units, [...drafts.values()])) add(start, 'command', true);
  return withoutOtherWays([...drafts.values()]).sort((a, b) => compare(a.entries[0] ?? '', b.entries[0] ?? ''));
}

/** A script of Python's manifest that leads to nothing but the files of a server is another way to start it. */
function withoutOtherWays(drafts: readonly Draft[]): Draft[] {
  const isOtherWay = (draft: Draft, server: Draft) =>
    server !== draft &&
    server.listens &&
    server.origin !== 'tool' &&
    server.files.size > draft.files.size &&
    draft.entries.every((file) => server.files.has(file));
  return drafts.filter((draft) => !(draft.script === true && drafts.some((server) => isOtherWay(draft, server))));
}

/** What an image starts that is built from a package without a start of its own: its `main`, or its index. */
function builtStarts(
  graph: ProgramGraph,
  catalog: Catalog,
  units: readonly UnitNode[],
  drafts: readonly Draft[],
): readonly Start[] {
  return units.flatMap((node) => {
    if (node.fact === null || engineOfUnit(catalog, node) !== null) return [];
    const folders = node.fact.buildContext === null ? [] : buildFoldersOf(graph, node);
    return graph.packages
      .filter(({ folder }) => (folders.length > 0 ? folders.includes(folder) : isNamedBy(graph, folder, node)))
      .filter(({ folder }) => !drafts.some((draft) => isInFolder(draft.folder, folder)))
      .flatMap(({ folder, manifest }) => plainStart(folder, entryFileOf(graph.facts, folder, manifest.main ?? '.')));
  });
}

/** What no command starts as far as can be seen, and yet answers or takes from a queue. */
function codeStarts(
  graph: ProgramGraph,
  catalog: Catalog,
  packages: readonly PackageNode[],
  drafts: readonly Draft[],
): readonly Start[] {
  const covered = new Set(drafts.flatMap(({ files }) => [...files]));
  const starts: Start[] = [];
  const add = (start: Start) => {
    for (const file of importCone(graph, start.entries)) covered.add(file);
    starts.push(start);
  };
  for (const folder of new Set([...packages.map((each) => each.folder), ''])) {
    for (const start of conventionStarts(graph, catalog, folder)) {
      if (!start.entries.every((file) => covered.has(file) || isSideCode(file))) add(start);
    }
  }
  for (const { folder, manifest } of packages) {
    for (const start of plainStart(
      folder,
      manifest.main === null ? null : entryFileOf(graph.facts, folder, manifest.main),
    )) {
      const isNew = start.entries.every((file) => !covered.has(file) && !isSideCode(file));
      if (isNew && isService(graph, importCone(graph, start.entries))) add(start);
    }
  }
  const importers = importersOf(graph);
  const listening = graph.listeners.filter((listener) => startsByItself(graph, listener)).map(({ file }) => file);
  const queued = queueWorkers(graph)
    .filter((use) => startsByItself(graph, use))
    .map(({ file }) => file);
  for (const files of [listening, queued]) {
    const roots = [...new Set(files.filter((file) => !covered.has(file) && !isSideCode(file)).sort())]
      .map((file) => topOf(graph, file, importers))
      .filter((file) => isInService(graph, file));
    // A file above another covers it: the outermost come first, so that one program is found, not two.
    const ordered = [...new Set(roots)].sort(
      (a, b) => importCone(graph, [b]).size - importCone(graph, [a]).size || compare(a, b),
    );
    for (const root of ordered) {
      if (!covered.has(root)) for (const start of plainStart(packageFolderOf(graph, root), root)) add(start);
    }
  }
  return starts;
}

/**
 * Climbs to the one file that leads here, as long as there is only one way up. Tests do not count, and neither does what the
 * file itself leads to: modules of a package import the package.
 */
function topOf(graph: ProgramGraph, file: string, importers: ReadonlyMap<string, readonly string[]>): string {
  const seen = new Set<string>();
  let top = file;
  while (!seen.has(top)) {
    seen.add(top);
    const cone = importCone(graph, [top]);
    const above = (importers.get(top) ?? []).filter((each) => !isSideCode(each) && !cone.has(each));
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

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
