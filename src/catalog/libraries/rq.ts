import type { ConnectPattern, Library } from '../types.ts';
import { argument, called, effect, made, method, namedArgument } from './wording.ts';

const modules = ['rq', 'rq.worker'];

/** A client of redis-py that was made elsewhere, or the address that it was made with. */
const connects: ConnectPattern = { engine: 'redis', address: [namedArgument('connection')], host: [], environment: [] };

export const rq: Library = {
  id: 'rq',
  title: 'RQ',
  packages: ['rq', 'django-rq'],
  types: [],
  uses: [
    {
      call: made(modules, 'Queue'),
      role: 'queue-producer',
      options: namedArgument(),
      queue: argument(0),
      connects,
    },
    ...['Worker', 'SimpleWorker', 'SpawnWorker'].map((name) => ({
      call: made(modules, name),
      role: 'queue-worker' as const,
      options: namedArgument(),
      queue: argument(0),
      connects,
    })),
  ],
  effects: [
    effect('enqueue', method('rq.queue', 'enqueue', 'enqueue_call', 'enqueue_in', 'enqueue_at'), argument(0)),
    effect('enqueue', called(['django_rq'], 'enqueue'), argument(0)),
  ],
  citation: { title: 'RQ: workers', url: 'https://python-rq.org/docs/workers/' },
};
