import type { DatabaseFile } from '../database-files.ts';
import type { Library, UsePattern } from '../types.ts';
import { argument, called, made } from './wording.ts';

const opened: Omit<UsePattern, 'call' | 'databaseFile'> = { role: 'local-database', options: argument(0) };
const file: DatabaseFile = { options: [], arguments: [argument(0)], names: 'path' };

const lowdb = ['lowdb/node', 'lowdb'];
const nedb = ['nedb', '@seald-io/nedb', 'nedb-promises', 'nedb-async', 'nedb-promise'];
const nedbFile: DatabaseFile = {
  options: ['filename'],
  arguments: [argument(0)],
  names: 'path',
  exceptWhen: { options: ['inMemoryOnly'], values: [true] },
};

/** Databases of documents or keys that a process keeps in files of its own and reads into its memory, or keeps open alone. */
export const documentFiles: Library = {
  id: 'document-files',
  title: 'a database in files',
  packages: ['lowdb', ...nedb, 'classic-level', 'tinydb'],
  types: [],
  uses: [
    ...['JSONFile', 'JSONFileSync', 'TextFile', 'TextFileSync', 'DataFile', 'DataFileSync'].map((name) => ({
      ...opened,
      call: made(lowdb, name),
      databaseFile: file,
    })),
    ...['JSONFilePreset', 'JSONFileSyncPreset', 'JSONPreset', 'JSONSyncPreset'].map((name) => ({
      ...opened,
      call: called(['lowdb/node'], name),
      databaseFile: file,
    })),
    {
      ...opened,
      call: made(['lowdb/adapters/FileSync', 'lowdb/adapters/FileAsync'], 'default'),
      databaseFile: file,
    },
    { ...opened, call: made(nedb, 'default'), databaseFile: nedbFile },
    { ...opened, call: called(nedb, 'create'), databaseFile: nedbFile },
    { ...opened, call: made(['classic-level'], 'ClassicLevel'), databaseFile: file },
    { ...opened, call: made(['tinydb'], 'TinyDB'), databaseFile: file },
  ],
  effects: [],
  citation: {
    title: 'lowdb: limits',
    url: 'https://github.com/typicode/lowdb#limits',
    quote: "Lowdb doesn't support Node's cluster module.",
  },
};
