import type { Library, TrackedType, UsePattern } from '../types.ts';
import { called, namedOrAt, neverShared } from './wording.ts';

const modules = ['threading', 'asyncio', 'anyio'];
const lock: TrackedType = 'python.lock';
const semaphore: TrackedType = 'python.semaphore';

const use = {
  role: 'lock',
  options: null,
  shared: neverShared,
} as const;
const held = { runs: [], takes: ['acquire'], releases: ['release'], enters: '__enter__' } as const;

const locks: readonly UsePattern[] = ['Lock', 'RLock'].map((name) => ({
  ...use,
  call: called(modules, name),
  lock: { type: lock, ...held },
}));
const semaphores: readonly UsePattern[] = ['Semaphore', 'BoundedSemaphore'].map((name) => ({
  ...use,
  call: called(modules, name),
  lock: { type: semaphore, ...held, permits: namedOrAt(0, 'value', 'initial_value') },
}));

/** Locks of threads and tasks, which no other process sees. */
export const pythonLocks: Library = {
  id: 'python-locks',
  title: 'threading and asyncio',
  packages: ['anyio'],
  types: [
    {
      type: lock,
      madeBy: ['Lock', 'RLock'].map((name) => called(modules, name)),
      declaredAs: [
        { modules, name: 'Lock' },
        { modules, name: 'RLock' },
      ],
    },
    {
      type: semaphore,
      madeBy: ['Semaphore', 'BoundedSemaphore'].map((name) => called(modules, name)),
      declaredAs: [
        { modules, name: 'Semaphore' },
        { modules, name: 'BoundedSemaphore' },
      ],
    },
  ],
  uses: [...locks, ...semaphores],
  effects: [],
  citation: {
    title: 'Python: synchronization primitives',
    url: 'https://docs.python.org/3/library/asyncio-sync.html#lock',
    quote: 'Implements a mutex lock for asyncio tasks. Not thread-safe.',
  },
};
