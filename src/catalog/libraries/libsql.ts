import type { Library } from '../types.ts';
import { argument, called, made } from './wording.ts';

/** Speaks to a server or opens a file, as the scheme of its address says. */
export const libsql: Library = {
  id: 'libsql',
  title: 'libSQL',
  packages: ['@libsql/client', '@prisma/adapter-libsql', '@prisma/adapter-better-sqlite3'],
  types: [],
  uses: [
    {
      call: called(['@libsql/client', '@libsql/client/node', '@libsql/client/sqlite3'], 'createClient'),
      role: 'database-client',
      options: argument(0),
      // With an address to synchronise with, the file is a copy of a server's.
      databaseFile: { options: ['url'], arguments: [], names: 'address', exceptWhenGiven: ['syncUrl'] },
    },
    ...(
      [
        ['@prisma/adapter-libsql', 'PrismaLibSQL'],
        ['@prisma/adapter-libsql', 'PrismaLibSql'],
        ['@prisma/adapter-better-sqlite3', 'PrismaBetterSQLite3'],
        ['@prisma/adapter-better-sqlite3', 'PrismaBetterSqlite3'],
      ] as const
    ).map(([module, name]) => ({
      call: made([module], name),
      role: 'database-client' as const,
      options: argument(0),
      databaseFile: { options: ['url'], arguments: [], names: 'address' as const, exceptWhenGiven: ['syncUrl'] },
    })),
  ],
  effects: [],
  citation: { title: 'libSQL client for TypeScript', url: 'https://docs.turso.tech/sdk/ts/reference' },
};
