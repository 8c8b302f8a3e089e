import type { DatabaseFile } from '../database-files.ts';
import type { Library, UsePattern } from '../types.ts';
import { argument, called, made, namedArgument } from './wording.ts';

const opened: Omit<UsePattern, 'call' | 'databaseFile'> = {
  role: 'local-database',
  options: namedArgument(),
  closesItself: true,
  lifecycle: { open: [], close: ['close'] },
};

const file: DatabaseFile = {
  options: ['database', 'filename'],
  arguments: [argument(0)],
  names: 'path',
  byStatements: true,
};

/** Drivers by which a process opens a file of SQLite itself. */
export const sqlitePython: Library = {
  id: 'sqlite-python',
  title: 'SQLite',
  packages: ['sqlite3', 'aiosqlite', 'apsw', 'pysqlite3', 'pysqlcipher3'],
  types: [],
  uses: [
    ...['sqlite3', 'aiosqlite', 'pysqlite3'].map((module) => ({
      ...opened,
      call: called([module], 'connect'),
      databaseFile: file,
    })),
    { ...opened, call: called(['sqlite3.dbapi2', 'pysqlcipher3.dbapi2'], 'connect'), databaseFile: file },
    { ...opened, call: made(['apsw'], 'Connection'), databaseFile: file },
  ],
  effects: [],
  citation: { title: 'Python: sqlite3.connect', url: 'https://docs.python.org/3/library/sqlite3.html#sqlite3.connect' },
};
