import type { SnippetTemplate } from '../template.ts';

export const poolMysql: SnippetTemplate = {
  id: 'pool-mysql',
  title: 'Connection pool with its budget (mysql2)',
  description: 'One pool a process, its size from the environment, with the sum beside it',
  prefix: 'scale-pool-mysql',
  pattern: 'connections',
  problems: ['too many connections', 'ER_CON_COUNT_ERROR', 'connection limit'],
  tradeoffs:
    'A smaller pool lets requests wait instead of the database refuse; the queue is bounded, so that a database that hangs gives errors and not memory without end.',
  languages: ['typescript', 'javascript'],
  rules: ['db-pool-over-budget', 'db-client-per-request'],
  packages: { mysql2: '^3.20.0' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'maximum', initial: '24' },
    { name: 'instances', initial: '4' },
  ],
  text: `import { createPool } from 'mysql2/promise';

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error('Set DATABASE_URL, to the database of all instances.');

/**
 * One pool for the process. Its size: max_connections 151 x 0.8 = 120, shared by «instances» instances and one more during a
 * deploy, is «maximum» each.
 */
export const pool = createPool({
  uri: databaseUrl,
  connectionLimit: Number(process.env.DATABASE_POOL_MAX ?? «maximum»),
  // So many requests may wait for a connection; the next one fails at once.
  queueLimit: 200,
  connectTimeout: 5000,
  maxIdle: 2,
  idleTimeout: 30_000,
  enableKeepAlive: true,
});
`,
};
