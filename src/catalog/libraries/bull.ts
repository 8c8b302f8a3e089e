import type { Library } from '../types.ts';
import { argument, called, effect, made, method, option } from './wording.ts';

const modules = ['bull'];

export const bull: Library = {
  id: 'bull',
  title: 'Bull',
  packages: ['bull', '@nestjs/bull'],
  types: [{ type: 'bull.queue', madeBy: [made(modules, 'default')], declaredAs: [{ modules, name: 'Queue' }] }],
  uses: [
    {
      call: made(modules, 'default'),
      role: 'queue-producer',
      options: { kind: 'from', position: 1 },
      queue: argument(0),
      connects: { engine: 'redis', address: [argument(1)], host: ['redis.host'], environment: [] },
    },
    {
      call: method('bull.queue', 'process'),
      role: 'queue-worker',
      endsAtOnce: true,
      options: null,
      // A name and a concurrency may stand before the function.
      runs: argument(-1),
    },
    {
      call: called(['@nestjs/bull'], 'BullModule.registerQueue'),
      role: 'queue-producer',
      options: argument(0),
      queue: option(0, 'name'),
    },
  ],
  effects: [effect('enqueue', method('bull.queue', 'add', 'addBulk'))],
  citation: { title: 'Bull', url: 'https://github.com/OptimalBits/bull#documentation' },
};
