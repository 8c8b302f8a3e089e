import type { Citation, Library } from '../types.ts';
import { argument, byStatement, called, effect, method, reading } from './wording.ts';

const modules = ['mariadb', 'mariadb/callback'];

const citation: Citation = {
  title: 'MariaDB connector: pool options',
  url: 'https://github.com/mariadb-corporation/mariadb-connector-nodejs/blob/main/documentation/promise-api.md#pool-options',
  quote: 'connectionLimit: Maximum number of connections in the pool. Default: 10',
};

export const mariadb: Library = {
  id: 'mariadb',
  title: 'mariadb',
  packages: ['mariadb'],
  commitsEach: ['mariadb.pool', 'mariadb.connection'],
  types: [
    { type: 'mariadb.pool', madeBy: [called(modules, 'createPool')], declaredAs: [{ modules, name: 'Pool' }] },
    {
      type: 'mariadb.connection',
      madeBy: [called(modules, 'createConnection'), method('mariadb.pool', 'getConnection')],
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
      connects: { engine: 'mysql', address: [argument(0)], host: ['host'], environment: [] },
    },
    {
      call: called(modules, 'createConnection'),
      role: 'database-client',
      options: argument(0),
      connects: { engine: 'mysql', address: [argument(0)], host: ['host'], environment: [] },
    },
  ],
  effects: [
    reading(byStatement, method('mariadb.pool', 'query', 'execute'), argument(0)),
    effect('database-write', method('mariadb.pool', 'batch'), argument(0)),
    reading(byStatement, method('mariadb.connection', 'query', 'execute'), argument(0)),
    effect('database-write', method('mariadb.connection', 'batch'), argument(0)),
    effect('transaction', method('mariadb.connection', 'beginTransaction')),
  ],
  citation,
};
