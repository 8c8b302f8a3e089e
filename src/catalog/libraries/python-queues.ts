import type { Library, UsePattern } from '../types.ts';
import { made } from './wording.ts';

const threads = ['Queue', 'LifoQueue', 'PriorityQueue', 'SimpleQueue'].map((name) => made(['queue'], name));
const tasks = ['Queue', 'LifoQueue', 'PriorityQueue'].map((name) => made(['asyncio', 'asyncio.queues'], name));
const pools = ['ThreadPoolExecutor', 'ProcessPoolExecutor'].map((name) => made(['concurrent.futures'], name));

const queue: Omit<UsePattern, 'call'> = {
  role: 'work-queue',
  options: null,
  workQueue: { puts: ['put', 'put_nowait'], by: { kind: 'taken', takes: ['get', 'get_nowait'] } },
};

/** The language's own queues and pools, which keep what waits in the memory of the process. */
export const pythonQueues: Library = {
  id: 'python-queues',
  title: 'Python queues',
  packages: [],
  types: [],
  uses: [
    ...[...threads, ...tasks].map((call) => ({ call, ...queue })),
    ...pools.map(
      (call): UsePattern => ({
        call,
        role: 'work-queue',
        options: null,
        workQueue: { puts: ['submit'], by: { kind: 'given' } },
      }),
    ),
  ],
  effects: [],
  citation: { title: 'Python: queue', url: 'https://docs.python.org/3/library/queue.html' },
};
