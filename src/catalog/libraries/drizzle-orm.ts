import type { Library } from '../types.ts';
import { argument, byStatement, called, effect, method, reading } from './wording.ts';

const postgres = ['drizzle-orm/node-postgres', 'drizzle-orm/postgres-js', 'drizzle-orm/neon-serverless'];
const mysql = ['drizzle-orm/mysql2'];
const files = ['drizzle-orm/better-sqlite3', 'drizzle-orm/node-sqlite', 'drizzle-orm/bun-sqlite'];
const libsql = ['drizzle-orm/libsql'];

/** Speaks through a driver's pool, which is counted where the driver makes it. */
export const drizzle: Library = {
  id: 'drizzle-orm',
  title: 'Drizzle',
  lazy: true,
  packages: ['drizzle-orm'],
  commitsEach: ['drizzle.client'],
  locksRows: { methods: ['for'], within: [] },
  types: [
    {
      type: 'drizzle.client',
      madeBy: [called([...postgres, ...mysql, ...files, ...libsql], 'drizzle')],
      declaredAs: [
        { modules: postgres, name: 'NodePgDatabase' },
        { modules: postgres, name: 'PostgresJsDatabase' },
        { modules: mysql, name: 'MySql2Database' },
        { modules: files, name: 'BetterSQLite3Database' },
        { modules: libsql, name: 'LibSQLDatabase' },
      ],
    },
  ],
  uses: [
    { call: called(postgres, 'drizzle'), role: 'database-client', options: argument(0) },
    { call: called(mysql, 'drizzle'), role: 'database-client', options: argument(0) },
    // Where it is given a path, it opens the file itself; else a driver has, where that is told.
    {
      call: called(files, 'drizzle'),
      role: 'database-client',
      options: argument(0),
      databaseFile: {
        options: ['connection.source', 'connection.path', 'connection'],
        arguments: [argument(0)],
        names: 'path',
      },
    },
    {
      call: called(libsql, 'drizzle'),
      role: 'database-client',
      options: argument(0),
      databaseFile: {
        options: ['connection.url', 'connection'],
        arguments: [argument(0)],
        names: 'address',
        exceptWhenGiven: ['connection.syncUrl'],
      },
    },
  ],
  effects: [
    effect('database-write', method('drizzle.client', 'insert', 'update', 'delete')),
    effect(
      'database-read',
      method('drizzle.client', 'query.*.findFirst', '$count', 'selectDistinct', 'selectDistinctOn'),
    ),
    reading({ by: 'steps' }, method('drizzle.client', 'select')),
    reading(
      { by: 'options', at: argument(0), limits: ['limit', 'offset'], choosing: ['where'] },
      method('drizzle.client', 'query.*.findMany'),
    ),
    reading(byStatement, method('drizzle.client', 'execute'), argument(0)),
    effect('transaction', method('drizzle.client', 'transaction')),
  ],
  citation: { title: 'Drizzle: connect', url: 'https://orm.drizzle.team/docs/connect-overview' },
};
