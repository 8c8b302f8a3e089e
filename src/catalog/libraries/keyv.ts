import type { DatabaseFile } from '../database-files.ts';
import type { Library, UsePattern } from '../types.ts';
import { argument, constructed } from './wording.ts';

const opened: Omit<UsePattern, 'call' | 'databaseFile'> = { role: 'database-client', options: argument(0) };
const file: DatabaseFile = { options: ['uri'], arguments: [argument(0)], names: 'path' };
const address: DatabaseFile = { ...file, names: 'address' };
const stores = ['@keyv/sqlite'];

/** Keys and values in a store that an address or an adapter chooses; what it keeps in memory is told by its own rules. */
export const keyv: Library = {
  id: 'keyv',
  title: 'Keyv',
  packages: ['keyv', '@keyv/sqlite'],
  types: [],
  uses: [
    { ...opened, call: constructed(['keyv', '@keyvhq/core'], 'default'), databaseFile: address },
    { ...opened, call: constructed(['keyv'], 'Keyv'), databaseFile: address },
    { ...opened, call: constructed(stores, 'default'), databaseFile: file },
    { ...opened, call: constructed(stores, 'KeyvSqlite'), databaseFile: file },
  ],
  effects: [],
  citation: {
    title: 'Keyv: SQLite adapter',
    url: 'https://keyv.org/docs/storage-adapters/sqlite/',
    quote: 'SQLite storage adapter for Keyv',
  },
};
