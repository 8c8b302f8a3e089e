/** What the languages' own functions do with what they are given. Names are data, so that readers of other languages can add theirs. */

/** Methods that say what a block binds that enters an object. */
export const enteringMethods: readonly string[] = ['__enter__', '__aenter__'];

/** Classes of which a method that they bring runs one that is written: https://docs.python.org/3/library/threading.html#threading.Thread.run */
export const startedClasses: readonly {
  readonly modules: readonly string[];
  readonly name: string;
  readonly starts: string;
  readonly runs: string;
}[] = [
  { modules: ['threading'], name: 'Thread', starts: 'start', runs: 'run' },
  { modules: ['multiprocessing', 'multiprocess'], name: 'Process', starts: 'start', runs: 'run' },
];

/** What makes a reference to an object of the process which does not keep it. */
export const weakReferences: readonly { readonly module: string; readonly name: string }[] = [
  { module: 'weakref', name: 'ref' },
  { module: 'weakref', name: 'WeakMethod' },
];

/** Globals that load a module named by their first argument. */
export const modulePassing: ReadonlySet<string> = new Set(['require', 'import']);

/** Globals that give back their first argument, or the same in another form. */
export const givesFirstArgument: ReadonlySet<string> = new Set([
  'Boolean',
  'Number',
  'Number.parseFloat',
  'Number.parseInt',
  'Object.assign',
  'Object.freeze',
  'Object.preventExtensions',
  'Object.seal',
  'Promise.resolve',
  'String',
  'bool',
  'float',
  'int',
  'parseFloat',
  'parseInt',
  'str',
]);

/** Those of them that put the members of all further arguments into the first. */
export const mergesArguments: ReadonlySet<string> = new Set(['Object.assign']);

/** Functions of the runtime that give back their first argument, a function, in a form that answers by a promise. */
export const promising: readonly { readonly modules: readonly string[]; readonly name: string }[] = [
  { modules: ['util'], name: 'promisify' },
];

/** Methods of lists that give back the list or one with the same items. */
export const givesReceiver: ReadonlySet<string> = new Set([
  'concat',
  'filter',
  'flat',
  'reverse',
  'slice',
  'sort',
  'toReversed',
  'toSorted',
]);

/** Methods of containers that put in what they are given, where nothing is there, and give back the entry. */
export const givesEntry: ReadonlySet<string> = new Set(['setdefault']);

/** Globals that take the next item of what they are given, which does not give it again. */
export const takesNext: ReadonlySet<string> = new Set(['next', 'anext']);

/** Globals that call the functions they are given before they return. */
export const callsAtOnce: ReadonlySet<string> = new Set([
  'Array.from',
  'JSON.parse',
  'JSON.stringify',
  'Map.groupBy',
  'Object.groupBy',
  'Promise',
  'Reflect.apply',
  'filter',
  'map',
  'queueMicrotask',
  'process.nextTick',
  'setImmediate',
  'sorted',
]);

/** Methods that call the functions they are given, whatever they are called on: of lists, maps, texts and promises. */
export const callingMethods: ReadonlySet<string> = new Set([
  'catch',
  'every',
  'filter',
  'finally',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'flatMap',
  'forEach',
  'map',
  'reduce',
  'reduceRight',
  'replace',
  'replaceAll',
  'run_in_executor',
  'some',
  'sort',
  'then',
  'toSorted',
]);

/** The method that runs when an object itself is called like a function. */
export const whenCalled = '__call__';

/** Modules whose classes send events to listeners in the same process, and the names that listen and send. */
export const emitters: readonly { readonly modules: readonly string[]; readonly names: readonly string[] }[] = [
  { modules: ['events', 'eventemitter3', 'eventemitter2'], names: ['default', 'EventEmitter', 'EventEmitter2'] },
  { modules: ['mitt'], names: ['default'] },
];
export const listeningMethods: ReadonlySet<string> = new Set([
  'addListener',
  'on',
  'once',
  'prependListener',
  'prependOnceListener',
]);
export const sendingMethods: ReadonlySet<string> = new Set(['emit', 'emitAsync']);

/** Methods of lists and maps that read all they hold, and globals that do so with their first argument. */
export const readsWhole: ReadonlySet<string> = new Set([
  'Array.from',
  'Array.isArray',
  'JSON.stringify',
  'Math.max',
  'Math.min',
  'Object.entries',
  'Object.fromEntries',
  'Object.keys',
  'Object.values',
  'Set',
  'Map',
  'Array',
  'String',
  'console.debug',
  'console.error',
  'console.info',
  'console.log',
  'console.warn',
  'all',
  'any',
  'dict',
  'enumerate',
  'frozenset',
  'isinstance',
  'iter',
  'len',
  'list',
  'max',
  'min',
  'next',
  'print',
  'repr',
  'reversed',
  'set',
  'sorted',
  'structuredClone',
  'sum',
  'tuple',
  'zip',
]);

/** Modules of the runtime whose functions call back as part of the work that called them. */
export const runtimeModules: ReadonlySet<string> = new Set([
  'async_hooks',
  'child_process',
  'crypto',
  'dns',
  'fs',
  'fs/promises',
  'readline',
  'stream',
  'stream/promises',
  'timers/promises',
  'util',
  'zlib',
]);

/** What runs the function that it is given as part of the work that gives it, on a thread of its own or later. */
export const runsGiven: readonly { readonly modules: readonly string[]; readonly names: readonly string[] }[] = [
  { modules: ['threading'], names: ['Thread'] },
  { modules: ['asyncio'], names: ['to_thread'] },
  { modules: ['functools'], names: ['partial'] },
  { modules: ['starlette.concurrency', 'fastapi.concurrency'], names: ['run_in_threadpool'] },
  { modules: ['anyio.to_thread', 'anyio'], names: ['run_sync', 'to_thread.run_sync'] },
  { modules: ['asgiref.sync'], names: ['sync_to_async', 'async_to_sync'] },
  { modules: ['django.db.transaction', 'django.db'], names: ['on_commit', 'transaction.on_commit'] },
];

/** What makes an object whose methods run what they are given in the same process: pools of threads, event loops. */
export const makesRunners: readonly { readonly modules: readonly string[]; readonly names: readonly string[] }[] = [
  { modules: ['concurrent.futures', 'concurrent.futures.thread'], names: ['ThreadPoolExecutor'] },
  { modules: ['multiprocessing.pool'], names: ['ThreadPool'] },
  { modules: ['asyncio'], names: ['get_event_loop', 'get_running_loop', 'new_event_loop', 'TaskGroup'] },
];

/** Decorators of the language's own that keep what a function gave the first time for each set of arguments. */
export const memoising: readonly { readonly modules: readonly string[]; readonly names: readonly string[] }[] = [
  { modules: ['functools'], names: ['cache', 'cached_property', 'lru_cache'] },
  { modules: ['django.utils.functional'], names: ['cached_property'] },
  { modules: ['async_lru'], names: ['alru_cache'] },
];

/** What gives each thread, or each task, fields of its own. */
export const perThread: readonly { readonly modules: readonly string[]; readonly names: readonly string[] }[] = [
  { modules: ['threading', '_threading_local', 'gevent.local', 'eventlet.corolocal'], names: ['local'] },
  { modules: ['werkzeug.local', 'asgiref.local'], names: ['Local'] },
];
