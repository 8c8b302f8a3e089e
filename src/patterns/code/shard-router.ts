import type { SnippetTemplate } from '../template.ts';

export const shardRouter: SnippetTemplate = {
  id: 'shard-router',
  title: 'Shard router with 256 logical shards (pg)',
  description: 'Keys belong to logical shards for good; databases hold ranges of them',
  prefix: 'scale-shards',
  pattern: 'partitioning',
  problems: ['one database is too small', 'too many writes', 'resharding moves all rows', 'user_id % 4'],
  tradeoffs:
    'Queries over several keys ask every database, and no transaction spans two. Before it, try indexes, batches, replicas and a bigger machine.',
  languages: ['typescript', 'javascript'],
  rules: ['shard-modulo'],
  packages: { pg: '^8.16.0' },
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'first', initial: 'SHARDS_A_URL' },
    { name: 'second', initial: 'SHARDS_B_URL' },
    { name: 'maximum', initial: '8' },
  ],
  text: `import { createHash } from 'node:crypto';
import { Pool } from 'pg';

/** A power of two that never changes, so that a key's logical shard never does either. Rows carry it in a column. */
const shardCount = 256;

/**
 * Which database holds which logical shards, from \`first\` to \`last\`. To split a database, copy the rows of half of its
 * shards to a new one, then give the new one its range here: no other row moves.
 */
const homes = [
  { first: 0, last: 127, pool: open('«first»') },
  { first: 128, last: 255, pool: open('«second»') },
];

export function shardOf(key‹: string›)‹: number› {
  return createHash('sha256').update(key).digest().readUInt32BE(0) & (shardCount - 1);
}

/** The database that holds what belongs to a key. */
export function databaseOf(key‹: string›)‹: Pool› {
  const shard = shardOf(key);
  const home = homes.find(({ first, last }) => shard >= first && shard <= last);
  if (home === undefined) throw new Error(\`No database holds shard \${shard}.\`);
  return home.pool;
}

/** All databases, for what must ask each of them. */
export const allDatabases = homes.map(({ pool }) => pool);

function open(variable‹: string›)‹: Pool› {
  const url = process.env[variable];
  if (!url) throw new Error(\`Set \${variable}, to the database of its shards.\`);
  // Each instance opens so many connections to each database.
  const pool = new Pool({ connectionString: url, max: Number(process.env.SHARD_POOL_MAX ?? «maximum»), connectionTimeoutMillis: 5000 });
  pool.on('error', (error) => console.error('An idle database connection broke:', error));
  return pool;
}
`,
};
