import type { Library, UsePattern } from '../types.ts';
import { argument, constructed, made, neverShared } from './wording.ts';

const common = { role: 'lock', options: null, shared: neverShared } as const;

/** Locks and semaphores of async-mutex: what they run, or what stands between taking and releasing. */
const mutex = {
  runs: [{ method: 'runExclusive', position: 0 }],
  takes: ['acquire'],
  releases: ['release'],
} as const;
const taken = { runs: [], takes: ['acquire', 'acquireAsync'], releases: ['release'] } as const;

const uses: readonly UsePattern[] = [
  { ...common, call: constructed(['async-mutex'], 'Mutex'), lock: { type: 'async-mutex.mutex', ...mutex } },
  {
    ...common,
    call: constructed(['async-mutex'], 'Semaphore'),
    lock: { type: 'async-mutex.semaphore', ...mutex, permits: argument(0) },
  },
  {
    ...common,
    call: constructed(['async-lock'], 'default'),
    options: argument(0),
    lock: { type: 'async-lock.lock', runs: [{ method: 'acquire', position: 1 }], takes: [], releases: [] },
  },
  { ...common, call: constructed(['await-lock'], 'default'), lock: { type: 'await-lock.lock', ...taken } },
  {
    ...common,
    call: constructed(['async-sema'], 'Sema'),
    lock: { type: 'async-sema.sema', ...taken, permits: argument(0) },
  },
  {
    ...common,
    call: made(['p-limit'], 'default'),
    lock: {
      type: 'p-limit.limit',
      runs: [{ method: '', position: 0 }],
      takes: [],
      releases: [],
      permits: argument(0),
    },
  },
];

/** Locks that hold within one process alone. They are no `lock` effect: they keep no other instance out. */
export const asyncMutex: Library = {
  id: 'async-mutex',
  title: 'async-mutex',
  packages: ['async-mutex', 'async-lock', 'await-lock', 'async-sema', 'p-limit'],
  types: [
    {
      type: 'async-mutex.mutex',
      madeBy: [constructed(['async-mutex'], 'Mutex')],
      declaredAs: [{ modules: ['async-mutex'], name: 'Mutex' }],
    },
    {
      type: 'async-mutex.semaphore',
      madeBy: [constructed(['async-mutex'], 'Semaphore')],
      declaredAs: [{ modules: ['async-mutex'], name: 'Semaphore' }],
    },
    { type: 'async-lock.lock', madeBy: [constructed(['async-lock'], 'default')], declaredAs: [] },
    { type: 'await-lock.lock', madeBy: [constructed(['await-lock'], 'default')], declaredAs: [] },
    { type: 'async-sema.sema', madeBy: [constructed(['async-sema'], 'Sema')], declaredAs: [] },
    { type: 'p-limit.limit', madeBy: [made(['p-limit'], 'default')], declaredAs: [] },
  ],
  uses,
  effects: [],
  citation: {
    title: 'async-mutex',
    url: 'https://github.com/DirtyHairy/async-mutex#readme',
    quote: 'This package implements primitives for synchronizing asynchronous operations in Javascript.',
  },
};
