import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { CellAccess, ProgramGraph, Reach, StateCell } from '../link/program-graph.ts';
import { type Content, contentsOf, growthOf } from './contents.ts';
import { copyStop } from './copy.ts';
import { logMarksStop } from './log-marks.ts';
import { workReach } from './moment.ts';
import { isSameMention } from './named-values.ts';
import { ownName, typeOf, wordsOf } from './names.ts';
import { callsBehind, isClock, isMadeUp, lastName } from './origins.ts';
import { outboxStop } from './outbox.ts';
import { ownWorkStop } from './own-work.ts';
import type { Purpose } from './purpose.ts';
import { isReading } from './reading.ts';
import { refreshedStop } from './refreshed.ts';
import { snapshotStop } from './snapshot.ts';
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
    codeKeyStop(graph, cell) ??
    generalStop(graph, cell) ??
    handleNameStop(cell) ??
    timerNameStop(graph, cell) ??
    lockNameStop(cell) ??
    setUpStop(cell) ??
    logMarksStop(graph, cell) ??
    registryStop(graph, growth) ??
    figuresStop(graph, cell) ??
    healthStop(graph, cell, growth) ??
    inFlightStop(cell) ??
    snapshotStop(graph, cell) ??
    ownWorkStop(graph, cell) ??
    outboxStop(graph, cell) ??
    companionStop(graph, cell) ??
    indexStop(graph, cell) ??
    bufferStop(graph, cell) ??
    refreshedStop(graph, cell) ??
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
    return stop('It holds functions or modules, which are part of the program and cannot stand elsewhere.');
  return stop('It holds timers, which belong to this process.');
}

const codeTypes = /^(?:Function|Constructor|Newable|Class|Type|AbstractType|symbol)$/;

/** Keyed by classes, functions or symbols, which are this process's own objects and have no name that others could ask by. */
function codeKeyStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const type = typeOf(graph, cell);
  const key = type !== null && type.arguments.length > 1 ? type.arguments[0] : undefined;
  const isDeclared = key !== undefined && key.names.length === 1 && codeTypes.test(key.names[0] ?? '');
  return isDeclared || isKeyedByCode(graph, growthOf(cell))
    ? stop('Its keys are classes or functions of the program, about which every instance finds out the same.')
    : null;
}

function isKeyedByCode(graph: ProgramGraph, growth: readonly CellAccess[]): boolean {
  return (
    growth.length > 0 &&
    growth.every(({ key, site }) => {
      const meanings = key === null || key.kind === 'literal' ? [] : meaningsOf(graph, site.file, key);
      return meanings.length > 0 && meanings.every(({ kind }) => kind === 'function' || kind === 'class');
    })
  );
}

/** A collection of a general kind, such as a map of a fixed size: its class does not know what its users keep in it. */
function generalStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  if (cell.home.kind !== 'field') return null;
  const parts = typeOf(graph, cell)?.arguments ?? [];
  const isGeneral =
    parts.length > 0 && parts.every(({ names }) => names.length === 1 && /^[A-Z]\d?$/.test(names[0] ?? ''));
  return isGeneral
    ? stop('Its class is a collection of a general kind, and what is kept in it stands with those that use it.')
    : null;
}

const handleWords =
  /^(?:connections|sockets|subscribers|listeners|streams|emitters|watchers|timers|timeouts|intervals|resolvers|callbacks|handlers|transports|controllers|workers|processes|children)$/;

const lockWords = /^(?:lock|locks|mutex|mutexes|semaphore|semaphores)$/;

const timerWords = /^(?:timers|timeouts|intervals)$/;

/** Named for timers, and filled where one is set, though it may hold what belongs to the timer beside it. */
function timerNameStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const growth = growthOf(cell);
  const sets = growth.some((access) => {
    const code = graph.facts.get(access.site.file)?.code ?? null;
    const own = graph.functions.get(access.function)?.id ?? null;
    return (
      code?.calls.some(
        ({ function: id, callee }) =>
          id === own && callee.root.kind === 'global' && /^set(?:Timeout|Interval)$/.test(callee.root.name),
      ) === true
    );
  });
  return sets && wordsOf(ownName(cell)).some((word) => timerWords.test(word))
    ? stop('Its name says that it holds timers, and timers are set where it is filled; they belong to this process.')
    : null;
}

/** Named for locks, and filled with objects that are made for it: what waits at them waits within this process. */
function lockNameStop(cell: StateCell): Stop | null {
  const growth = growthOf(cell);
  // How many wait at one is counted in its own entry, and says nothing of what the entries are.
  const entered = growth.filter(({ operation }) => operation.kind !== 'assign' || operation.operator === '=');
  const areMade =
    entered.length > 0 && entered.every(({ value }) => value?.kind === 'call' || value?.kind === 'reference');
  return areMade && wordsOf(ownName(cell)).some((word) => lockWords.test(word))
    ? stop('It holds locks, which order work within this process; what they guard is judged where it is kept.')
    : null;
}

/** A collection of collections says by its name alone that there are handles in them. */
function handleNameStop(cell: StateCell): Stop | null {
  const holdsCollections = growthOf(cell).every(({ value }) => value?.kind === 'container' || value?.kind === 'list');
  const isNamed = wordsOf(ownName(cell)).some((word) => handleWords.test(word));
  return isNamed && holdsCollections && growthOf(cell).length > 0
    ? stop('Its name says that it holds handles of this process, such as sockets or timers.')
    : null;
}

const registering =
  /^(?:register|unregister|add(?:Handler|Listener|Plugin|Route|Provider|Strategy|Hook|Command|Tool|Adapter|Middleware)|use|define|configure|onModuleInit|onApplicationBootstrap|bootstrap|init|initialise|initialize|setup)\w*$/;

/** Filled by what registers code at the start, even where some request could lead there too. */
function registryStop(graph: ProgramGraph, growth: readonly CellAccess[]): Stop | null {
  const names = growth.map((access) => graph.functions.get(access.function)?.fact);
  const isRegistry = names.every(
    (fact) => fact !== undefined && (fact.kind === 'constructor' || registering.test(fact.name)),
  );
  return isRegistry && growth.length > 0 && !growth.some((access) => isMadeAtWork(graph, access))
    ? stop('It is a registry that constructors and registering functions fill, the same on every instance.')
    : null;
}

/** An entry under a key that chance made, which no other instance can have: it was handed out while the service works. */
function isMadeAtWork(graph: ProgramGraph, { key, site }: CellAccess): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  return code !== null && isMadeUp(code, key);
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
  /^(?:metric|metrics|stat|stats|statistics|gauge|gauges|histogram|histograms|latency|latencies|timings|telemetry|counters|diagnostics|profiling|traces|spans|starttimes|durations|tokencounts|tokenusage)$/;
const figureRoutes = /(?:metrics|stats|status|health|healthz|debug|diagnostics|admin\/logs)/i;

/** Figures about the process itself: named so, or read only by routes that show figures. */
function figuresStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const figures = stop('It holds figures about this process, which its monitoring collects from each instance.');
  if (wordsOf(ownName(cell)).some((word) => figureWords.test(word))) return figures;
  const readers = cell.accesses.filter((access) => isReading(graph, cell, access) && !alsoGrows(cell, access));
  if (readers.length === 0) return null;
  const allShow = readers.every((access) => {
    const reach = workReach(graph, access.function);
    return reach !== null && isForFigures(graph, reach);
  });
  return allShow ? figures : null;
}

/** A route that shows figures, by its path. */
export function isForFigures(graph: ProgramGraph, { entry }: Reach): boolean {
  const route = entry?.route == null ? undefined : graph.routes[entry.route];
  return route?.path != null && figureRoutes.test(route.path);
}

const healthWords =
  /^(?:unhealthy|health|healthy|circuit|circuits|breaker|breakers|outage|outages|degraded|downuntil)$/;

/** Until when this process leaves a server alone that it could not reach: named so, and each entry is a time. */
function healthStop(graph: ProgramGraph, cell: StateCell, growth: readonly CellAccess[]): Stop | null {
  if (!wordsOf(ownName(cell)).some((word) => healthWords.test(word))) return null;
  const areTimes = growth.every(({ site, value }) => {
    const code = graph.facts.get(site.file)?.code ?? null;
    const behind = code === null ? [] : callsBehind(code, value);
    return (
      value?.kind !== 'object' && behind.length > 0 && behind.every((call) => code !== null && isClock(code, call))
    );
  });
  return areTimes && growth.length > 0
    ? stop('It marks until when this process leaves a server alone that failed, which each instance sees for itself.')
    : null;
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

/** Marks of entries that stand beside them in a collection of functions or handles, as the ids of a queue's tasks. */
function companionStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const growth = growthOf(cell);
  const isMark = growth.every(({ value }) => value === null || isNote(value));
  if (!isMark || growth.length === 0) return null;
  const beside = graph.cells.filter((other) => other.file === cell.file && other.id !== cell.id);
  const isCompanion = growth.every((access) =>
    beside.some(
      (other) =>
        other.accesses.some((each) => each.function === access.function) &&
        [...contentsOf(graph, other)].some((content) => content === 'function' || content === 'handle'),
    ),
  );
  return isCompanion
    ? stop('It marks what a collection beside it holds: functions or handles, which belong to this process.')
    : null;
}

/** A literal, a text, or an object of such: what a process notes about one of its own things. */
function isNote(value: Value): boolean {
  if (value.kind === 'object')
    return value.spreads.length === 0 && value.properties.every((each) => isNote(each.value));
  return value.kind === 'literal' || value.kind === 'concatenation';
}

/** `byUser[user.id] = token` beside `users[token] = user`: the way back into a collection that is judged for itself. */
function indexStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const owner = graph.cells.find(
    (other) =>
      other.file === cell.file &&
      other.id !== cell.id &&
      isIndexInto(cell, other) &&
      (other.site.span[0] < cell.site.span[0] || !isIndexInto(other, cell)),
  );
  return owner === undefined
    ? null
    : stop(`It is an index into \`${ownName(owner)}\` beside it, which is where the entries are.`);
}

function isIndexInto(index: StateCell, of: StateCell): boolean {
  const growth = growthOf(index);
  return (
    growth.length > 0 &&
    growth.every(({ function: key, value }) =>
      growthOf(of).some((other) => other.function === key && isSameMention(other.key, value)),
    )
  );
}

const bufferWords = /^(?:recent|log|logs|buffer|ring|debug|trail|errors|samples|window|last)$/;

/** `list.shift()`, or `list = list.slice(-100)`. */
function isTrimming(graph: ProgramGraph, { operation, value, site }: CellAccess): boolean {
  if (operation.kind === 'container' && ['shift', 'splice', 'pop'].includes(operation.method ?? '')) return true;
  const code = graph.facts.get(site.file)?.code ?? null;
  return (
    operation.kind === 'assign' && code !== null && value?.kind === 'call' && lastName(code, value.call) === 'slice'
  );
}

/** A list that is kept short and read by nobody but its own trimming and routes for debugging. */
function bufferStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  if (cell.shape !== 'list') return null;
  const isTrimmed = cell.accesses.some((access) => isTrimming(graph, access));
  if (!isTrimmed || !wordsOf(ownName(cell)).some((word) => bufferWords.test(word))) return null;
  return cell.accesses.some((access) => access.kind === 'test' && access.key !== null)
    ? null
    : stop('It is a short buffer of recent events, kept for looking at one process.');
}

function alsoGrows(cell: StateCell, access: CellAccess): boolean {
  return growthOf(cell).some((growth) => growth.function === access.function);
}
