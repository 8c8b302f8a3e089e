import type { EffectKind } from '../catalog/types.ts';
import type { CallFact } from '../facts/code.ts';
import type { Operation } from '../facts/operations.ts';
import type { Reference, TypeMention, Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import { givesEntry } from '../link/follow/language.ts';
import type { CallEdge, CellAccess, FunctionKey, Meaning, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { beginsEmpty } from './begins-empty.ts';
import { isGivenLive } from './given-live.ts';
import { holdsLiveConnection, isKeyedByLive } from './live-objects.ts';
import { valuesOfRoot } from './named-values.ts';
import { typeOf } from './names.ts';

/**
 * What is put into a collection. `data` could stand in a shared store; the others belong to the process that made them:
 * a function, a promise, a timer, or a handle such as a socket, a child process, a stream or a library's client.
 */
export type Content = 'data' | 'function' | 'promise' | 'timer' | 'handle';

/**
 * How the collection grows: entries put in, and the whole replaced by itself and more. A whole new content is a setting.
 * Where what goes into an entry is seen, that the entry begins empty is no content of its own.
 */
export function growthOf(cell: StateCell): readonly CellAccess[] {
  const growth = cell.accesses.filter(
    (access) =>
      access.kind === 'write' || access.kind === 'append' || (access.kind === 'assign' && takesItself(cell, access)),
  );
  const begun = growth.filter(({ value, operation }) => gives(operation) && beginsEmpty(value));
  return begun.length === 0 ? growth : growth.filter((access) => !begun.includes(access) || !isFilled(growth, access));
}

/** `log = history.setdefault(user, [])`. */
function gives(operation: Operation): boolean {
  return operation.kind === 'container' && givesEntry.has(operation.method ?? '');
}

/** Whether the function that begins an entry puts something into it. */
function isFilled(growth: readonly CellAccess[], { function: owner, key }: CellAccess): boolean {
  return growth.some((other) => other.function === owner && other.key === key && !gives(other.operation));
}

/** `orders = [...orders, order]`. */
function takesItself(cell: StateCell, { value, site }: CellAccess): boolean {
  if (value === null) return false;
  return cell.accesses.some(
    (other) =>
      other.kind !== 'assign' &&
      other.site.file === site.file &&
      value.span[0] <= other.site.span[0] &&
      other.site.span[1] <= value.span[1],
  );
}

/** What the declared type and every growth say of the contents. Empty when nothing is put in. */
export function contentsOf(graph: ProgramGraph, cell: StateCell): ReadonlySet<Content> {
  const type = typeOf(graph, cell);
  const element = elementType(type);
  const declared = contentOfType(element);
  if (declared !== null) return new Set([declared]);
  if (isKeyedByLive(type) || holdsLiveConnection(graph, cell, element)) return new Set(['handle']);
  const leaves = cell.accesses.some((access) => access.kind === 'remove' || access.kind === 'clear');
  return new Set(
    growthOf(cell).map((access) => {
      const content = contentOfAccess(graph, access);
      return content === 'data' && leaves && isGivenPromise(graph, access) ? 'promise' : content;
    }),
  );
}

/** An entry that begins empty and is given the promise of the work it stands for: `chain.current = { promise, … }`. */
function isGivenPromise(graph: ProgramGraph, { value, site, function: key }: CellAccess): boolean {
  const root = value?.kind === 'reference' && value.reference.path.length === 0 ? value.reference.root : null;
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  return operations.some((operation) => {
    if (operation.kind !== 'assign' || operation.value === null || operation.target.path.length === 0) return false;
    const target = operation.target.root;
    const isIt = root?.kind === 'declared' && target.kind === 'declared' && target.declaration === root.declaration;
    return isIt && contentOf(graph, key, site.file, operation.value, 0) === 'promise';
  });
}

function contentOfAccess(graph: ProgramGraph, access: CellAccess): Content {
  // A set has values alone, which readers may give as key or as value.
  const value = access.value ?? access.key;
  return value === null ? 'data' : contentOf(graph, access.function, access.site.file, value, 0);
}

function contentOf(graph: ProgramGraph, key: FunctionKey, file: string, value: Value, depth: number): Content {
  if (depth > 4) return 'data';
  const next = (inner: Value): Content => contentOf(graph, key, file, inner, depth + 1);
  switch (value.kind) {
    case 'function':
      return 'function';
    case 'call':
      return contentOfCall(graph, key, file, value.call, depth);
    case 'object': {
      // A timer beside data only ends the entry; a socket or a callback is what the entry is for.
      const contents = value.properties.map((property) => next(property.value));
      return contents.find((each) => each === 'handle' || each === 'function' || each === 'promise') ?? 'data';
    }
    case 'list':
      return value.items.map(next).find((each) => each !== 'data') ?? 'data';
    case 'conditional':
      return next(value.then) === 'data' ? next(value.otherwise) : next(value.then);
    case 'reference':
      return contentOfReference(graph, key, file, value.reference, value, depth);
    default:
      return 'data';
  }
}

function contentOfReference(
  graph: ProgramGraph,
  key: FunctionKey,
  file: string,
  reference: Reference,
  value: Value,
  depth: number,
): Content {
  const code = graph.facts.get(file)?.code ?? null;
  if (reference.root.kind === 'call' && isPromiseParts(graph, file, reference.root.call)) {
    return reference.path[0] === 'promise' ? 'promise' : 'function';
  }
  if (code !== null && reference.root.kind === 'declared' && reference.path.length === 0) {
    const declaration = code.declarations[reference.root.declaration];
    if (declaration?.kind === 'function') return 'function';
    const typed = contentOfType(declaration?.type ?? null);
    if (typed !== null) return typed;
    if (declaration !== undefined && localHandleNames.test(declaration.name)) return 'handle';
    const values = valuesOfRoot(code, reference);
    if (values.length > 0) {
      return (
        values.map((each) => contentOf(graph, key, file, each, depth + 1)).find((each) => each !== 'data') ?? 'data'
      );
    }
    if (declaration?.kind === 'parameter' && handleNames.test(declaration.name)) return 'handle';
  }
  return (
    meaningsOf(graph, file, value)
      .map(contentOfMeaning)
      .find((each) => each !== 'data') ?? 'data'
  );
}

function contentOfMeaning(meaning: Meaning): Content {
  if (meaning.kind === 'tracked') return 'handle';
  if (meaning.kind === 'function') return 'function';
  return 'data';
}

/** Calls that begin work and give what stands for its end. */
const laterMakers = /^(?:create_task|ensure_future|run_coroutine_threadsafe|create_future|Future|submit)$/;
/** Calls that load a part of the program by its name. */
const loaders = /^(?:import_module|__import__|module_from_spec|load_source)$/;
const timers = new Set(['setTimeout', 'setInterval', 'setImmediate']);
const dataGlobals = new Set([
  'Date',
  'Map',
  'Set',
  'Array',
  'Object',
  'Error',
  'RegExp',
  'URL',
  'Uint8Array',
  'BigInt',
  'Number',
  'String',
]);
const handleMakers =
  /^(?:spawn|fork|schedule|scheduleJob|exec|execFile|connect|open|launch|watch|listen|Popen|Thread|Process|Lock|RLock|Event|Condition|Semaphore|Queue|create(?:\w*(?:Client|Connection|Stream|Server|Pool|Transport|Worker|Interface)|(?:Read|Write)Stream))$/;

function contentOfCall(graph: ProgramGraph, key: FunctionKey, file: string, call: number, depth: number): Content {
  const fact = graph.facts.get(file)?.code?.calls[call];
  if (fact === undefined) return 'data';
  const { root, path } = fact.callee;
  const name = path.at(-1) ?? rootName(graph, file, fact);
  if (root.kind === 'global') {
    if (timers.has(root.name)) return 'timer';
    if (root.name === 'Promise') return fact.awaited ? 'data' : 'promise';
    if (fact.construct) return dataGlobals.has(root.name) ? 'data' : 'handle';
  }
  if (laterMakers.test(name)) return 'promise';
  if (loaders.test(name)) return 'function';
  if (name === 'then' || name === 'finally' || name === 'catch') return fact.awaited ? 'data' : 'promise';
  if (!fact.awaited && !name.endsWith('Sync') && answersLater(graph, key, call)) return 'promise';
  if (fact.construct) return contentOfConstruction(graph, key, file, call, depth);
  if (!fact.awaited && calleesAt(graph, key, file, fact).some((callee) => callee.async)) return 'promise';
  const value: Value = { kind: 'call', call, span: fact.span };
  if (meaningsOf(graph, file, value).some((meaning) => meaning.kind === 'tracked')) return 'handle';
  const isUse = graph.uses.some((use) => use.file === file && use.call === call);
  return isUse || handleMakers.test(name) ? 'handle' : 'data';
}

/** `Promise.withResolvers()`. */
function isPromiseParts(graph: ProgramGraph, file: string, call: number): boolean {
  const callee = graph.facts.get(file)?.code?.calls[call]?.callee;
  return callee?.root.kind === 'global' && callee.root.name === 'Promise' && callee.path[0] === 'withResolvers';
}

const later: ReadonlySet<EffectKind> = new Set([
  'database-read',
  'database-write',
  'transaction',
  'external-call',
  'mail',
]);

/** What speaks with a database or another service answers later. */
function answersLater(graph: ProgramGraph, key: FunctionKey, call: number): boolean {
  return (graph.effects.get(key) ?? []).some((effect) => effect.call === call && later.has(effect.effect));
}

/** An object of the workspace's own class is data unless it is given a handle to hold; one of a package's class is a handle. */
function contentOfConstruction(
  graph: ProgramGraph,
  key: FunctionKey,
  file: string,
  call: number,
  depth: number,
): Content {
  const fact = graph.facts.get(file)?.code?.calls[call];
  if (fact === undefined) return 'data';
  const value: Value = { kind: 'call', call, span: fact.span };
  const meanings = meaningsOf(graph, file, value);
  if (meanings.some((meaning) => meaning.kind === 'made' || meaning.kind === 'tracked')) return 'handle';
  if (isGivenLive(graph, { file, span: fact.span })) return 'handle';
  const held = fact.arguments.map((argument) => contentOf(graph, key, file, argument, depth + 1));
  return held.includes('handle') ? 'handle' : 'data';
}

/** The functions of the workspace that a call leads to. */
export function calleesAt(
  graph: ProgramGraph,
  key: FunctionKey,
  file: string,
  fact: CallFact,
): readonly { readonly key: FunctionKey; readonly async: boolean; readonly kind: CallEdge['kind'] }[] {
  return (graph.callees.get(key) ?? []).flatMap((edge) => {
    const isHere =
      edge.site.file === file && edge.site.span[0] === fact.calleeSpan[0] && edge.site.span[1] === fact.calleeSpan[1];
    if (!isHere || (edge.kind !== 'call' && edge.kind !== 'member' && edge.kind !== 'construct')) return [];
    return [{ key: edge.to, async: graph.functions.get(edge.to)?.fact.async === true, kind: edge.kind }];
  });
}

const handleNames =
  /^(?:ws|socket|sock|websocket|conn|connection|res|response|reply|stream|transport|peer|channel|subscriber|listener|callback|cb|handler|resolve|reject|child|proc|process|worker)$/i;
/** Names that say so even of a local, whose value may come from anywhere. */
const localHandleNames =
  /^(?:ws|sock|socket|websocket|worker|watcher|child|childProcess|stream|transport|subscriber|timer|timeout|interval)$/;
const handleTypes =
  /(?:Socket|WebSocket|Response|Reply|Stream|Transport|ChildProcess|Worker|Connection|Client|Server|Controller|Emitter|Subscriber|Subject|Browser|Page|Pool|DataSource|Watcher|Agent|ScheduledTask|CronJob)$/;
const timerTypes = /^(?:Timeout|Timer|Interval|ReturnType)$/;

/** The last argument of a generic type is what its entries are: of `Map<string, Cart>` it is `Cart`. */
function elementType(type: TypeMention | null): TypeMention | null {
  if (type === null) return null;
  return type.arguments.at(-1) ?? null;
}

function contentOfType(type: TypeMention | null): Content | null {
  const name = type?.names.at(-1);
  if (name === undefined) return null;
  if (name === 'Promise') return 'promise';
  if (name === 'Function' || /(?:Handler|Callback|Listener|Factory|Constructor|Fn)$/.test(name)) return 'function';
  if (timerTypes.test(name)) return 'timer';
  if (/^(?:Set|Array|set|list|dict|frozenset|deque)$/.test(name)) return contentOfType(elementType(type));
  return handleTypes.test(name) ? 'handle' : null;
}

function rootName(graph: ProgramGraph, file: string, fact: CallFact): string {
  const { root } = fact.callee;
  if (root.kind === 'global') return root.name;
  if (root.kind !== 'declared') return '';
  return graph.facts.get(file)?.code?.declarations[root.declaration]?.name ?? '';
}
