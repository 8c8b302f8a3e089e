import type { CallPattern } from './types.ts';

/** Calls that take an opened database and make the statements for it by themselves. */
export const statementMakers: readonly CallPattern[] = [
  {
    kind: 'export',
    modules: ['drizzle-orm/better-sqlite3', 'drizzle-orm/node-sqlite', 'drizzle-orm/bun-sqlite'],
    name: 'drizzle',
    by: 'call',
  },
  { kind: 'export', modules: ['kysely'], name: 'SqliteDialect', by: 'new' },
];
