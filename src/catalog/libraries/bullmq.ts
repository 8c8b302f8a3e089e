import type { ConnectPattern, Library } from '../types.ts';
import { argument, called, constructed, effect, method, option } from './wording.ts';

const modules = ['bullmq'];
const nest = ['@nestjs/bullmq'];

/** The connection is an address, a host, or a client that was made elsewhere; it stands among the options at `position`. */
function connectsAt(position: number): ConnectPattern {
  return {
    engine: 'redis',
    address: [option(position, 'connection.url', 'connection')],
    host: ['connection.host'],
    environment: [],
  };
}

export const bullmq: Library = {
  id: 'bullmq',
  title: 'BullMQ',
  packages: [...modules, ...nest],
  types: [
    {
      type: 'bullmq.queue',
      madeBy: [constructed(modules, 'Queue')],
      declaredAs: [{ modules, name: 'Queue' }],
    },
    {
      type: 'bullmq.flow',
      madeBy: [constructed(modules, 'FlowProducer')],
      declaredAs: [{ modules, name: 'FlowProducer' }],
    },
  ],
  uses: [
    {
      call: constructed(modules, 'Queue'),
      role: 'queue-producer',
      options: argument(1),
      queue: argument(0),
      connects: connectsAt(1),
    },
    {
      call: constructed(modules, 'Worker'),
      role: 'queue-worker',
      endsAtOnce: true,
      options: argument(2),
      queue: argument(0),
      runs: argument(1),
      connects: connectsAt(2),
    },
    {
      call: called(nest, 'BullModule.registerQueue'),
      role: 'queue-producer',
      options: argument(0),
      queue: option(0, 'name'),
      connects: connectsAt(0),
    },
  ],
  effects: [
    effect('enqueue', method('bullmq.queue', 'add', 'addBulk', 'upsertJobScheduler'), argument(0)),
    effect('enqueue', method('bullmq.flow', 'add', 'addBulk')),
  ],
  citation: { title: 'BullMQ: queues', url: 'https://docs.bullmq.io/guide/queues' },
};
