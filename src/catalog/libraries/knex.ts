import { scriptDrivers } from '../drivers.ts';
import type { Citation, Library, UsePattern } from '../types.ts';
import { argument, byStatement, called, effect, method, option, reading } from './wording.ts';

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
  pool: {
    maximum: ['pool.max'],
    parameters: [],
    defaultMaximum: 10,
    idles: { minimum: ['pool.min'], timeout: ['pool.idleTimeoutMillis'] },
    citation,
  },
  connects: {
    engine: 'postgres',
    drivers: scriptDrivers,
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
  databaseFile: {
    options: ['connection.filename', 'connection'],
    arguments: [],
    names: 'path',
    when: { options: ['client', 'dialect'], values: ['sqlite3', 'sqlite', 'better-sqlite3'] },
  },
};

/** Methods of a client that begin a query. See https://knexjs.org/guide/query-builder.html. */
const queries = ['select', 'from', 'table', 'into', 'with', 'withSchema', 'queryBuilder', 'where', 'count', 'first'];
const changes = ['insert', 'update', 'upsert', 'del', 'delete', 'increment', 'decrement', 'truncate'];
/** Steps of a query that give the query back; what ends one gives rows. */
const steps = (
  'select from into as with withSchema distinct clone modify where andWhere orWhere whereNot whereIn whereNotIn whereNull ' +
  'whereNotNull whereExists whereBetween whereRaw whereLike whereILike whereJsonPath join innerJoin leftJoin rightJoin ' +
  'leftOuterJoin fullOuterJoin joinRaw groupBy groupByRaw having havingRaw orderBy orderByRaw limit offset returning ' +
  'onConflict ignore merge transacting forUpdate forShare skipLocked noWait timeout count countDistinct min max sum avg ' +
  'first pluck insert update upsert'
).split(' ');

export const knex: Library = {
  id: 'knex',
  title: 'Knex',
  lazy: true,
  packages: modules,
  commitsEach: ['knex.client', 'knex.query'],
  locksRows: { methods: ['forUpdate'], within: ['transacting'] },
  types: [
    {
      type: 'knex.client',
      madeBy: [called(modules, 'default'), called(modules, 'knex')],
      declaredAs: [
        { modules, name: 'Knex' },
        { modules, name: 'Knex.Transaction' },
      ],
    },
    {
      type: 'knex.query',
      madeBy: [method('knex.client', '', ...queries)],
      declaredAs: [{ modules, name: 'Knex.QueryBuilder' }],
      chains: steps,
    },
  ],
  uses: [
    { ...use, call: called(modules, 'default') },
    { ...use, call: called(modules, 'knex') },
  ],
  effects: [
    reading(byStatement, method('knex.client', 'raw'), argument(0)),
    effect('transaction', method('knex.client', 'transaction')),
    effect('database-write', method('knex.client', 'batchInsert', ...changes)),
    effect('database-write', method('knex.query', ...changes)),
    reading({ by: 'steps' }, method('knex.client', '', ...queries)),
  ],
  citation,
};
