import type { Library } from '../types.ts';
import { argument, constructed, effect, method, option } from './wording.ts';

const modules = ['pg-boss'];

const makers = [constructed(modules, 'default'), constructed(modules, 'PgBoss')];

export const pgBoss: Library = {
  id: 'pg-boss',
  title: 'pg-boss',
  packages: modules,
  types: [
    {
      type: 'pg-boss.boss',
      madeBy: makers,
      declaredAs: [
        { modules, name: 'default' },
        { modules, name: 'PgBoss' },
      ],
    },
  ],
  uses: [
    ...makers.map((call) => ({
      call,
      role: 'queue-producer' as const,
      options: argument(0),
      connects: {
        engine: 'postgres' as const,
        address: [argument(0), option(0, 'connectionString')],
        host: ['host'],
        environment: [],
      },
    })),
    {
      call: method('pg-boss.boss', 'work'),
      role: 'queue-worker',
      options: argument(1),
      queue: argument(0),
      runs: argument(-1),
    },
  ],
  effects: [
    effect(
      'enqueue',
      method('pg-boss.boss', 'send', 'sendAfter', 'sendDebounced', 'sendThrottled', 'insert', 'publish', 'schedule'),
      argument(0),
    ),
  ],
  citation: { title: 'pg-boss', url: 'https://github.com/timgit/pg-boss#readme' },
};
