import type { SnippetTemplate } from '../template.ts';

export const poolPg: SnippetTemplate = {
  id: 'pool-pg',
  title: 'Connection pool with its budget (pg)',
  description: 'One pool a process, its size from the environment, with the sum beside it',
  prefix: 'scale-pool-pg',
  pattern: 'connections',
  problems: ['too many connections', 'remaining connection slots are reserved', 'connection limit'],
  tradeoffs:
    'A smaller pool lets requests wait instead of the database refuse. Beyond a few dozen instances a pooler such as PgBouncer shares connections better.',
  placement: 'inline',
  frameworks: [],
  files: [],
  languages: ['typescript', 'javascript'],
  rules: ['db-pool-over-budget', 'db-client-per-request'],
  packages: { pg: '^8.16.0' },
  slots: [
    { name: 'maximum', initial: '15' },
    { name: 'instances', initial: '4' },
  ],
  text: `import { Pool } from 'pg';

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error('Set DATABASE_URL, to the database of all instances.');

/**
 * One pool for the process. Its size: (max_connections 100 - 3 reserved) x 0.8 = 77, shared by «instances» instances
 * and one more during a deploy, is «maximum» each.
 */
export const pool = new Pool({
  connectionString: databaseUrl,
  max: Number(process.env.DATABASE_POOL_MAX ?? «maximum»),
  // Waiting for ever hides a pool that is too small; five seconds make it an error that somebody sees.
  connectionTimeoutMillis: 5000,
  idleTimeoutMillis: 30_000,
});

// Without a listener, a connection that breaks while idle ends the process.
pool.on('error', (error) => console.error('An idle database connection broke:', error));
`,
};
