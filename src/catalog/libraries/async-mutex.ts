import type { Library } from '../types.ts';
import { argument, constructed, neverShared } from './wording.ts';

/** Locks that hold within one process alone. They are no `lock` effect: they keep no other instance out. */
export const asyncMutex: Library = {
  id: 'async-mutex',
  title: 'async-mutex',
  packages: ['async-mutex', 'async-lock'],
  types: [],
  uses: [
    { call: constructed(['async-mutex'], 'Mutex'), role: 'lock', options: null, shared: neverShared },
    { call: constructed(['async-mutex'], 'Semaphore'), role: 'lock', options: null, shared: neverShared },
    { call: constructed(['async-lock'], 'default'), role: 'lock', options: argument(0), shared: neverShared },
  ],
  effects: [],
  citation: {
    title: 'async-mutex',
    url: 'https://github.com/DirtyHairy/async-mutex#readme',
    quote: 'This package implements primitives for synchronizing asynchronous operations in Javascript.',
  },
};
