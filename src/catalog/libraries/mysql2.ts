import type { Citation, Library, UsePattern } from '../types.ts';
import { argument, byStatement, called, effect, method, option, reading } from './wording.ts';

const modules = ['mysql2', 'mysql2/promise', 'mysql', 'promise-mysql'];

const citation: Citation = {
  title: 'MySQL2: createPool',
  url: 'https://sidorares.github.io/node-mysql2/docs/examples/connections/create-pool',
  quote: 'connectionLimit: The maximum number of connections to create at once. (Default: 10)',
};

const connects: UsePattern['connects'] = {
  engine: 'mysql',
  address: [argument(0), option(0, 'uri')],
  host: ['host'],
  environment: [],
};

/** mysql2 and the older mysql speak the same words. */
export const mysql2: Library = {
  id: 'mysql2',
  title: 'mysql2',
  packages: ['mysql2', 'mysql', 'promise-mysql'],
  commitsEach: ['mysql.pool', 'mysql.connection'],
  types: [
    {
      type: 'mysql.pool',
      madeBy: [called(modules, 'createPool'), method('mysql.pool', 'promise')],
      declaredAs: [{ modules, name: 'Pool' }],
    },
    {
      type: 'mysql.connection',
      madeBy: [called(modules, 'createConnection'), method('mysql.pool', 'getConnection')],
      declaredAs: [
        { modules, name: 'Connection' },
        { modules, name: 'PoolConnection' },
      ],
    },
  ],
  uses: [
    {
      call: called(modules, 'createPool'),
      role: 'database-pool',
      options: argument(0),
      pool: { maximum: ['connectionLimit'], parameters: ['connectionLimit'], defaultMaximum: 10, citation },
      connects,
    },
    { call: called(modules, 'createConnection'), role: 'database-client', options: argument(0), connects },
  ],
  effects: [
    reading(byStatement, method('mysql.pool', 'query', 'execute'), argument(0)),
    reading(byStatement, method('mysql.connection', 'query', 'execute'), argument(0)),
    effect('transaction', method('mysql.connection', 'beginTransaction')),
  ],
  citation,
};
