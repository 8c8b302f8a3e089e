import type { Catalog } from '../catalog/types.ts';
import { registeringCall } from '../link/calls-at.ts';
import type { Entry, FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { fileOfEntry } from './listening.ts';
import type { Program, SharedFunctions } from './types.ts';

/** Whether a program that holds a function's file may come to run the function. */
export function mayRun(shared: SharedFunctions, program: string, key: FunctionKey): boolean {
  return shared.get(key)?.has(program) ?? true;
}

/** To import a file is not to run all that stands in it: who calls what decides, from the bodies of the modules on. */
export function sharedFunctions(graph: ProgramGraph, catalog: Catalog, programs: readonly Program[]): SharedFunctions {
  const holders = new Map<string, number>();
  for (const { files } of programs) for (const file of files) holders.set(file, (holders.get(file) ?? 0) + 1);
  const isShared = (file: string) => (holders.get(file) ?? 0) > 1;
  if (![...holders.keys()].some(isShared)) return new Map();
  const registered = entriesByOwner(graph, (entry) => !isLeftToWorkers(catalog, programs, entry));
  const routes = answeringFunctions(graph);
  const tasks = functionsOnlyOf(graph, (entry) => isLeftToWorkers(catalog, programs, entry));
  const quiet = entriesByOwner(graph, (entry) => !answers(entry));
  const made = madeByContainers(graph);
  const shared = new Map<FunctionKey, Set<string>>();
  for (const { name, role, files } of programs) {
    if (![...files].some(isShared)) continue;
    // A worker imports routes with the code that it shares, and nobody ever asks it for one.
    const isAsked = role !== 'worker' && role !== 'scheduler';
    const run = runBy(graph, files, isAsked ? registered : quiet, made, isAsked ? tasks : routes);
    for (const key of run) {
      if (!isShared(fileOfEntry(key))) continue;
      const names = shared.get(key) ?? new Set<string>();
      shared.set(key, names.add(name));
    }
  }
  return shared;
}

/**
 * A task that a worker's own command runs, where there is such a worker: whoever else imports it only hands it to the
 * queue. Frameworks whose tasks run wherever code starts to listen are asked of every program.
 */
function isLeftToWorkers(catalog: Catalog, programs: readonly Program[], entry: Entry): boolean {
  const framework = catalog.frameworks.find(({ id }) => id === entry.framework);
  if (entry.moment !== 'queue' || framework === undefined || framework.listeners.length > 0) return false;
  return programs.some(({ role, files }) => role === 'worker' && files.has(fileOfEntry(entry.function)));
}

type ByOwner = ReadonlyMap<FunctionKey, readonly FunctionKey[]>;

function runBy(
  graph: ProgramGraph,
  files: ReadonlySet<string>,
  registered: ByOwner,
  made: readonly FunctionKey[],
  /** Functions that nobody calls although they are handed to a framework. */
  uncalled: ReadonlySet<FunctionKey>,
): ReadonlySet<FunctionKey> {
  const bodies = [...files].map((file) => `${file}#0`);
  const seen = new Set<FunctionKey>([...bodies, ...made.filter((key) => files.has(fileOfEntry(key)))]);
  const queue = [...seen];
  for (let next = 0; next < queue.length; next++) {
    const at = queue[next] ?? '';
    const callees = (graph.callees.get(at) ?? [])
      .filter(({ to, kind }) => kind === 'call' || kind === 'construct' || !uncalled.has(to))
      .map(({ to }) => to);
    for (const to of [...callees, ...(registered.get(at) ?? [])]) {
      if (seen.has(to) || !files.has(fileOfEntry(to))) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return seen;
}

/** Functions that a framework calls for requests and sockets, and for nothing else. */
function answeringFunctions(graph: ProgramGraph): ReadonlySet<FunctionKey> {
  return functionsOnlyOf(graph, answers);
}

/** Functions that a framework calls in these ways alone. */
function functionsOnlyOf(graph: ProgramGraph, isOne: (entry: Entry) => boolean): ReadonlySet<FunctionKey> {
  const others = new Set(graph.entries.filter((entry) => !isOne(entry)).map((entry) => entry.function));
  return new Set(graph.entries.filter(isOne).flatMap((entry) => (others.has(entry.function) ? [] : [entry.function])));
}

function answers({ moment }: Entry): boolean {
  return moment === 'request' || moment === 'socket';
}

/** Functions that a framework calls, by the function whose call registers them; by decorator or place it is the module. */
function entriesByOwner(graph: ProgramGraph, isCalled: (entry: Entry) => boolean): ByOwner {
  const byOwner = new Map<FunctionKey, FunctionKey[]>();
  for (const entry of graph.entries.filter(isCalled)) {
    const owner = ownerOf(graph, entry);
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), entry.function]);
  }
  return byOwner;
}

function ownerOf(graph: ProgramGraph, { site, function: key }: Entry): FunctionKey {
  const call = registeringCall(graph, site);
  return call === null ? `${fileOfEntry(key)}#0` : `${site.file}#${call.fact.function}`;
}

/** Methods of classes that a framework's container makes, which it may call without a call in sight. */
function madeByContainers(graph: ProgramGraph): readonly FunctionKey[] {
  const classes = new Set(
    [...graph.classes.values()].filter((each) => each.singletonOf !== null).map(({ key }) => key),
  );
  return [...graph.functions.values()].flatMap(({ key, class: owner, fact }) =>
    owner !== null && classes.has(owner) && (fact.kind === 'constructor' || fact.kind === 'initialiser') ? [key] : [],
  );
}
