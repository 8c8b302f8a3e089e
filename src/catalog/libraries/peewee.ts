import type { DatabaseFile } from '../database-files.ts';
import type { Library, UsePattern } from '../types.ts';
import { argument, called, made, namedArgument } from './wording.ts';

const opened: Omit<UsePattern, 'call' | 'databaseFile'> = { role: 'local-database', options: namedArgument() };
const file: DatabaseFile = { options: ['database'], arguments: [argument(0)], names: 'path' };

/** What it makes of a file; its databases of servers are not told here. */
export const peewee: Library = {
  id: 'peewee',
  title: 'Peewee',
  packages: ['peewee', 'playhouse'],
  types: [],
  uses: [
    { ...opened, call: made(['peewee', 'playhouse.sqlite_ext'], 'SqliteDatabase'), databaseFile: file },
    { ...opened, call: made(['playhouse.sqlite_ext'], 'SqliteExtDatabase'), databaseFile: file },
    { ...opened, call: made(['playhouse.sqlite_ext'], 'CSqliteExtDatabase'), databaseFile: file },
    { ...opened, call: made(['playhouse.sqliteq'], 'SqliteQueueDatabase'), databaseFile: file },
    { ...opened, call: made(['playhouse.pool'], 'PooledSqliteDatabase'), databaseFile: file },
    { ...opened, call: made(['playhouse.pool'], 'PooledSqliteExtDatabase'), databaseFile: file },
    {
      role: 'database-client',
      options: namedArgument(),
      call: called(['playhouse.db_url'], 'connect'),
      databaseFile: { ...file, options: ['url'], names: 'address' },
    },
  ],
  effects: [],
  citation: {
    title: 'Peewee: using SQLite',
    url: 'https://docs.peewee-orm.com/en/latest/peewee/database.html#using-sqlite',
  },
};
