import type { DatabaseFile } from '../database-files.ts';
import type { Library, UsePattern } from '../types.ts';
import { argument, called, made, method } from './wording.ts';

const file: DatabaseFile = { options: [], arguments: [argument(0)], names: 'path', byStatements: true };

const opened: Omit<UsePattern, 'call' | 'databaseFile'> = {
  role: 'local-database',
  options: argument(1),
  lifecycle: { open: [], close: ['close'] },
};

const single = ['better-sqlite3', 'better-sqlite3-multiple-ciphers', 'libsql'];
const readOnly: DatabaseFile = { ...file, exceptWhen: { options: ['readonly', 'readOnly'], values: [true] } };
const callback: DatabaseFile = { ...file, readOnly: { argument: argument(1), names: ['OPEN_READONLY'] } };

/** Drivers by which a process opens a file of SQLite itself. */
export const sqliteNode: Library = {
  id: 'sqlite-node',
  title: 'SQLite',
  packages: [...single, 'sqlite3', 'sqlite', 'bun:sqlite', 'node:sqlite'],
  types: [{ type: 'sqlite-node.module', madeBy: [called(['sqlite3'], 'verbose')], declaredAs: [] }],
  uses: [
    { ...opened, call: made(single, 'default'), databaseFile: readOnly },
    { ...opened, call: made(['bun:sqlite'], 'Database'), databaseFile: readOnly },
    { ...opened, call: made(['bun:sqlite'], 'default'), databaseFile: readOnly },
    { ...opened, call: made(['node:sqlite'], 'DatabaseSync'), databaseFile: readOnly },
    { ...opened, call: made(['sqlite3'], 'Database'), databaseFile: callback },
    { ...opened, call: made(['sqlite3'], 'cached.Database'), databaseFile: callback },
    { ...opened, call: method('sqlite-node.module', 'Database'), databaseFile: callback },
    {
      ...opened,
      call: called(['sqlite'], 'open'),
      options: argument(0),
      databaseFile: { ...file, options: ['filename'], arguments: [] },
    },
  ],
  effects: [],
  citation: {
    title: 'SQLite: appropriate uses',
    url: 'https://sqlite.org/whentouse.html',
    quote:
      'If there are many client programs sending SQL to the same database over a network, then use a client/server database engine instead of SQLite.',
  },
};
