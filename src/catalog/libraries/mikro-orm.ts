import type { DatabaseFile } from '../database-files.ts';
import type { Library, UsePattern } from '../types.ts';
import { argument, called } from './wording.ts';

const file: DatabaseFile = { options: ['dbName'], arguments: [], names: 'path' };
const opened: Omit<UsePattern, 'call'> = { role: 'database-client', options: argument(0), databaseFile: file };

/** What it makes of a file: the package says which engine it is for. Its databases of servers are not told here. */
export const mikroOrm: Library = {
  id: 'mikro-orm',
  title: 'MikroORM',
  packages: ['@mikro-orm/sqlite', '@mikro-orm/better-sqlite'],
  types: [],
  uses: [{ ...opened, call: called(['@mikro-orm/sqlite', '@mikro-orm/better-sqlite'], 'MikroORM.init') }],
  effects: [],
  citation: { title: 'MikroORM: usage with SQLite', url: 'https://mikro-orm.io/docs/usage-with-sqlite' },
};
