import type { SnippetTemplate } from '../template.ts';

export const poolKnex: SnippetTemplate = {
  id: 'pool-knex',
  title: 'Connection pool with its budget (Knex)',
  description: 'One pool a process, its size from the environment, with the sum beside it',
  prefix: 'scale-pool-knex',
  pattern: 'connections',
  problems: ['too many connections', 'Knex: Timeout acquiring a connection', 'connection limit'],
  tradeoffs:
    'A smaller pool lets requests wait instead of the database refuse; a transaction holds a connection for as long as it is open.',
  languages: ['typescript', 'javascript'],
  rules: ['db-pool-over-budget', 'db-client-per-request'],
  packages: { knex: '^3.1.0' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'driver', initial: 'pg', choices: ['mysql2'] },
    { name: 'maximum', initial: '15' },
    { name: 'instances', initial: '4' },
  ],
  text: `import knex from 'knex';

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error('Set DATABASE_URL, to the database of all instances.');

/**
 * One pool for the process. Its size: (max_connections 100 - 3 reserved) x 0.8 = 77, shared by «instances» instances
 * and one more during a deploy, is «maximum» each.
 */
export const database = knex({
  client: '«driver»',
  connection: databaseUrl,
  // The default keeps two connections that may have died while idle.
  pool: { min: 0, max: Number(process.env.DATABASE_POOL_MAX ?? «maximum») },
  // A minute's wait for a connection hides a pool that is too small; five seconds make it an error that somebody sees.
  acquireConnectionTimeout: 5000,
});
`,
};
