import type { Citation, Library, UsePattern } from '../types.ts';
import { argument, called, effect, method, option } from './wording.ts';

const modules = ['knex'];

const citation: Citation = {
  title: 'Knex: pool',
  url: 'https://knexjs.org/guide/#pool',
  quote:
    'The client created by the configuration initializes a connection pool, using the tarn.js library. This connection pool has a default setting of a min: 2, max: 10.',
};

const use: Omit<UsePattern, 'call'> = {
  role: 'database-pool',
  options: argument(0),
  pool: { maximum: ['pool.max'], parameters: [], defaultMaximum: 10, citation },
  connects: {
    engine: 'postgres',
    engineFrom: {
      options: ['client'],
      values: {
        pg: 'postgres',
        postgres: 'postgres',
        postgresql: 'postgres',
        'pg-native': 'postgres',
        mysql: 'mysql',
        mysql2: 'mysql',
        mssql: 'mssql',
        sqlite3: 'sqlite',
        sqlite: 'sqlite',
        'better-sqlite3': 'sqlite',
        cockroachdb: null,
        redshift: null,
        oracledb: null,
      },
    },
    address: [option(0, 'connection', 'connection.connectionString')],
    host: ['connection.host'],
    environment: [],
  },
};

export const knex: Library = {
  id: 'knex',
  title: 'Knex',
  packages: modules,
  types: [
    {
      type: 'knex.client',
      madeBy: [called(modules, 'default'), called(modules, 'knex')],
      declaredAs: [{ modules, name: 'Knex' }],
    },
  ],
  uses: [
    { ...use, call: called(modules, 'default') },
    { ...use, call: called(modules, 'knex') },
  ],
  effects: [
    effect('database-read', method('knex.client', 'raw'), argument(0)),
    effect('transaction', method('knex.client', 'transaction')),
    effect('database-write', method('knex.client', 'batchInsert')),
  ],
  citation,
};
