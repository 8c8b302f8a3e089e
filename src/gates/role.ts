import type { CodeFacts } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { CellAccess, FunctionKey, FunctionNode, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { type Content, calleesAt, contentsOf, growthOf } from './contents.ts';
import { workReach } from './moment.ts';
import { valuesOfRoot } from './named-values.ts';
import { callsBehind, isLoaded, isMadeUp, isWrittenThrough } from './origins.ts';
import { isMadeHere, ownName, type Purpose, wordsOf } from './purpose.ts';
import type { Stop } from './stop.ts';

const stop = (reason: string): Stop => ({ gate: 'role', reason });

/**
 * Whether a collection is the only place where its entries are, which is what a second instance breaks. Silent are
 * annotations of objects, work in flight, registries of code, handles of this process, figures about this process,
 * and copies of what stands elsewhere (G4).
 */
export function roleStop(graph: ProgramGraph, cell: StateCell, purpose: Purpose | null): Stop | null {
  const growth = growthOf(cell);
  if (cell.shape === 'weak') {
    return stop('A weak collection only annotates objects that this process holds, which no other instance has.');
  }
  const contents = contentsOf(graph, cell);
  return (
    contentStop(cell, contents) ??
    setUpStop(cell) ??
    registryStop(graph, growth) ??
    figuresStop(graph, cell) ??
    inFlightStop(cell) ??
    bufferStop(graph, cell) ??
    copyStop(graph, cell, growth, purpose)
  );
}

function contentStop(cell: StateCell, contents: ReadonlySet<Content>): Stop | null {
  if (contents.size === 0 || contents.has('data')) return null;
  if (contents.has('promise')) {
    const settles = cell.accesses.some((access) => access.kind === 'remove' || access.kind === 'clear');
    return stop(
      settles
        ? 'It holds promises of work in flight and lets them go when they settle; each instance may do that work once.'
        : 'It holds promises, which keep a result that this process has asked for; it is a cache and no authority.',
    );
  }
  if (contents.has('handle')) {
    return stop('It holds sockets, clients or other handles, which belong to this process and cannot stand elsewhere.');
  }
  if (contents.has('function'))
    return stop('It holds functions, which are part of the program and cannot stand elsewhere.');
  return stop('It holds timers, which belong to this process.');
}

const registering =
  /^(?:register|unregister|add(?:Handler|Listener|Plugin|Route|Provider|Strategy|Hook|Command|Tool|Adapter|Middleware)|use|define|configure|onModuleInit|onApplicationBootstrap|bootstrap|init|initialise|initialize|setup)\w*$/;

/** Filled by what registers code at the start, even where some request could lead there too. */
function registryStop(graph: ProgramGraph, growth: readonly CellAccess[]): Stop | null {
  const names = growth.map((access) => graph.functions.get(access.function)?.fact);
  const isRegistry = names.every(
    (fact) => fact !== undefined && (fact.kind === 'constructor' || registering.test(fact.name)),
  );
  return isRegistry && growth.length > 0
    ? stop('It is a registry that constructors and registering functions fill, the same on every instance.')
    : null;
}

const setUpWords =
  /^(?:ensured|initialized|initialised|inited|loaded|prepared|warned|warnings|logged|reported|noticed|announced|migrated|synced|warmed|patched|installed|imported)$/;

/** Marks of what this process has set up or said already, which each instance does for itself. */
function setUpStop(cell: StateCell): Stop | null {
  return wordsOf(ownName(cell)).some((word) => setUpWords.test(word))
    ? stop('It remembers what this process has set up or said already, which each instance does for itself.')
    : null;
}

const figureWords =
  /^(?:metric|metrics|stat|stats|statistics|gauge|gauges|histogram|histograms|latency|latencies|timings|telemetry|counters|diagnostics|profiling|traces|spans)$/;
const figureRoutes = /(?:metrics|stats|status|health|healthz|debug|diagnostics|admin\/logs)/i;

/** Figures about the process itself: named so, or read only by routes that show figures. */
function figuresStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const figures = stop('It holds figures about this process, which its monitoring collects from each instance.');
  if (wordsOf(ownName(cell)).some((word) => figureWords.test(word))) return figures;
  const readers = cell.accesses.filter(isReading).filter((access) => !alsoGrows(cell, access));
  if (readers.length === 0) return null;
  const allShow = readers.every((access) => {
    const entry = workReach(graph, access.function)?.entry;
    const route = entry?.route == null ? undefined : graph.routes[entry.route];
    return route?.path != null && figureRoutes.test(route.path);
  });
  return allShow ? figures : null;
}

/** Entries that one function puts in and takes out again before it ends, counted and never asked for by key. */
function inFlightStop(cell: StateCell): Stop | null {
  const growth = growthOf(cell);
  const leaves = (access: CellAccess): boolean =>
    cell.accesses.some(
      (other) => other.kind === 'remove' && other.function === access.function && other.operation.inFinally,
    );
  const asked = cell.accesses.some(
    (access) => access.kind === 'read' || access.kind === 'test' || access.kind === 'escape',
  );
  if (growth.length === 0 || asked || !growth.every(leaves)) return null;
  return stop(
    'It only counts what this process is doing now: each entry leaves before the function that put it in ends.',
  );
}

const bufferWords = /^(?:recent|log|logs|buffer|ring|debug|trail|errors|samples|window|last)$/;

/** A list that is kept short and read by nobody but its own trimming and routes for debugging. */
function bufferStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  if (cell.shape !== 'list') return null;
  const isTrimmed = cell.accesses.some(
    (access) =>
      access.operation.kind === 'container' && ['shift', 'splice', 'pop'].includes(access.operation.method ?? ''),
  );
  if (!isTrimmed || !wordsOf(ownName(cell)).some((word) => bufferWords.test(word))) return null;
  const keyed = cell.accesses.some((access) => access.kind === 'test' || access.key?.kind === 'reference');
  return keyed || !growthOf(cell).every((access) => graph.functions.has(access.function))
    ? null
    : stop('It is a short buffer of recent events, kept for looking at one process.');
}

const cacheWords = /^(?:cache|cached|caches|memo|memoized|memoised|lru|ttl|prefetched|compiled|parsed|resolved)$/;

/** A copy of what stands elsewhere, or a result that any instance can work out again. */
function copyStop(
  graph: ProgramGraph,
  cell: StateCell,
  growth: readonly CellAccess[],
  purpose: Purpose | null,
): Stop | null {
  if (growth.length === 0) return null;
  if (growth.every((access) => isLoaded(graph, access) || isWrittenThrough(graph, access))) {
    return stop('It is a copy of what stands in a database, a file or another service: a cache, and no authority.');
  }
  if (growth.every((access) => isWorkedOut(graph, cell, access))) {
    return stop('It keeps results that follow from their key, so any instance works them out again.');
  }
  const isNamedCache = [ownName(cell), ownerName(graph, cell)].flatMap(wordsOf).some((word) => cacheWords.test(word));
  return isNamedCache && !isMadeHere(purpose)
    ? stop('Its name says that it is a cache, and nothing shows that it is more.')
    : null;
}

/**
 * Worked out on a miss: the same function asks for the key, then puts in the result of a call. An entry that begins as an
 * empty thing and grows later is no result.
 */
function isWorkedOut(graph: ProgramGraph, cell: StateCell, access: CellAccess): boolean {
  const code = graph.facts.get(access.site.file)?.code ?? null;
  if (code === null || access.value === null) return false;
  const asksFirst = cell.accesses.some(
    (other) =>
      (other.kind === 'read' || other.kind === 'test') &&
      isAround(graph, other.function, access.function) &&
      other.site.span[0] < access.site.span[0],
  );
  if (!asksFirst || isFresh(code, access.value, 0) || isMadeUp(code, access.value)) return false;
  const own = new Set(
    cell.accesses.flatMap((each) => (each.operation.kind === 'container' ? (each.operation.call ?? []) : [])),
  );
  const behind = callsBehind(code, access.value).filter((call) => !own.has(call));
  return behind.length > 0 && !behind.some((call) => isFreshCall(graph, code, access, call));
}

/** Whether a function is another one, or holds it as a callback. */
function isAround(graph: ProgramGraph, outer: FunctionKey, inner: FunctionKey): boolean {
  let at: FunctionNode | undefined = graph.functions.get(inner);
  while (at !== undefined && at.key !== outer) {
    at =
      at.fact.parent === null || at.fact.parent === 0 ? undefined : graph.functions.get(`${at.file}#${at.fact.parent}`);
  }
  return at !== undefined;
}

/** A call into the workspace that gives a new thing to be filled, not something that follows from the key. */
function isFreshCall(graph: ProgramGraph, code: CodeFacts, access: CellAccess, call: number): boolean {
  const fact = code.calls[call];
  if (fact === undefined) return true;
  const callees = calleesAt(graph, access.function, access.site.file, fact);
  if (fact.construct) {
    const made: Value = { kind: 'call', call, span: fact.span };
    return meaningsOf(graph, access.site.file, made).some((meaning) => meaning.kind === 'instance');
  }
  return callees.some(({ key }) => {
    const target = graph.functions.get(key);
    const inner = target === undefined ? null : (graph.facts.get(target.file)?.code ?? null);
    if (target === undefined || inner === null) return false;
    return target.fact.operations.some(
      (operation) => operation.kind === 'return' && operation.value !== null && isFresh(inner, operation.value, 0),
    );
  });
}

/** An empty container, a zero, or an object that holds one: the beginning of something that is filled later. */
function isFresh(code: CodeFacts, value: Value, depth: number): boolean {
  if (depth > 3) return false;
  switch (value.kind) {
    case 'container':
      return value.initial.length === 0;
    case 'list':
      return value.items.length === 0;
    case 'object':
      return (
        (value.properties.length === 0 && value.spreads.length === 0) ||
        value.properties.some((property) => isBeginning(code, property.value, depth + 1))
      );
    case 'reference': {
      if (value.reference.path.length > 0) return false;
      return valuesOfRoot(code, value.reference).some((each) => isFresh(code, each, depth + 1));
    }
    default:
      return false;
  }
}

function isBeginning(code: CodeFacts, value: Value, depth: number): boolean {
  if (value.kind === 'literal') return typeof value.value !== 'string';
  return isFresh(code, value, depth);
}

function ownerName(graph: ProgramGraph, cell: StateCell): string {
  if (cell.home.kind !== 'field' && cell.home.kind !== 'static') return '';
  return graph.classes.get(cell.home.class)?.fact.name ?? '';
}

export function isReading(access: CellAccess): boolean {
  return ['read', 'test', 'iterate', 'size', 'escape'].includes(access.kind);
}

function alsoGrows(cell: StateCell, access: CellAccess): boolean {
  return growthOf(cell).some((growth) => growth.function === access.function);
}
