import type { DatabaseFile } from '../database-files.ts';
import type { Library, UsePattern } from '../types.ts';
import { argument, called, made, namedArgument } from './wording.ts';

const file: DatabaseFile = { options: ['db_url'], arguments: [], names: 'address' };
const opened: Omit<UsePattern, 'call'> = { role: 'database-client', options: namedArgument(), databaseFile: file };

/** Tortoise, and the databases package beside it: of both, the address says which engine it is. */
export const tortoise: Library = {
  id: 'tortoise',
  title: 'Tortoise ORM',
  packages: ['tortoise', 'tortoise-orm', 'databases'],
  types: [],
  uses: [
    { ...opened, call: called(['tortoise'], 'Tortoise.init') },
    { ...opened, call: called(['tortoise.contrib.fastapi', 'tortoise.contrib.sanic'], 'register_tortoise') },
    { ...opened, call: made(['tortoise.contrib.fastapi'], 'RegisterTortoise') },
    {
      ...opened,
      call: made(['databases'], 'Database'),
      databaseFile: { options: ['url'], arguments: [argument(0)], names: 'address' },
    },
  ],
  effects: [],
  citation: { title: 'Tortoise ORM: databases', url: 'https://tortoise.github.io/databases.html#db-url' },
};
