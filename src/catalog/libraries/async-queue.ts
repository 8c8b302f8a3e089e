import type { Library } from '../types.ts';
import { argument, called } from './wording.ts';

const puts = ['push', 'pushAsync', 'unshift', 'unshiftAsync'];
const names = ['queue', 'priorityQueue', 'cargo', 'cargoQueue'];

/** Its package is left out of `packages`, because its name is a word of the language that stands in almost every file. */
export const asyncQueue: Library = {
  id: 'async-queue',
  title: 'async',
  packages: ['async/queue'],
  types: [],
  uses: [...names.map((name) => called(['async'], name)), called(['async/queue'], 'default')].map((call) => ({
    call,
    role: 'work-queue',
    options: null,
    workQueue: { puts, by: { kind: 'made', worker: [argument(0)] } },
  })),
  effects: [],
  citation: { title: 'async: queue', url: 'https://caolan.github.io/async/v3/docs.html#queue' },
};
