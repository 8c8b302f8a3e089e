import type { Citation, Library } from '../types.ts';
import { argument, called, effect, method, option } from './wording.ts';

const modules = ['postgres'];

const citation: Citation = {
  title: 'postgres.js: connection details',
  url: 'https://github.com/porsager/postgres#all-postgres-options',
  quote: 'max: 10, // Max number of connections',
};

export const postgresJs: Library = {
  id: 'postgres-js',
  title: 'postgres.js',
  packages: modules,
  types: [{ type: 'postgres.sql', madeBy: [called(modules, 'default')], declaredAs: [{ modules, name: 'Sql' }] }],
  uses: [
    {
      call: called(modules, 'default'),
      role: 'database-pool',
      // The options are the second argument behind an address, and the first without one.
      options: { kind: 'from', position: 0 },
      pool: { maximum: ['max'], parameters: ['max'], defaultMaximum: 10, citation },
      connects: {
        engine: 'postgres',
        address: [argument(0)],
        host: ['host', 'hostname'],
        environment: ['PGHOST'],
      },
    },
  ],
  effects: [
    effect('database-read', method('postgres.sql', 'unsafe'), argument(0)),
    effect('transaction', method('postgres.sql', 'begin')),
    effect('publish', method('postgres.sql', 'notify'), option(0, 'channel')),
  ],
  sessionCalls: [{ call: method('postgres.sql', 'listen'), feature: 'listen' }],
  citation,
};
