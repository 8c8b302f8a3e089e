import type { SnippetTemplate } from '../template.ts';

export const readWriteSplit: SnippetTemplate = {
  id: 'read-write-split',
  title: 'Read/write split over a replica (pg)',
  description: 'Writes to the primary, reads to a replica, one’s own writes included',
  prefix: 'scale-read-write',
  pattern: 'replication',
  problems: ['database is busy with reads', 'use the read replica', 'old data after saving'],
  tradeoffs:
    'A replica is behind by some moments, and by minutes when it is busy: rights, stock and balances are read from the primary. It helps reads alone, because each write runs on the replica too.',
  languages: ['typescript', 'javascript'],
  rules: ['read-replica-unused', 'replica-read-after-write'],
  packages: { pg: '^8.16.0' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'maximum', initial: '10' },
    { name: 'seconds', initial: '5' },
  ],
  text: `import { Pool } from 'pg';

/** Takes all writes, and the reads that must see them. */
export const primary = open('DATABASE_URL');

/** Takes the other reads; the same database while REPLICA_URL is not set. */
export const replica = process.env.REPLICA_URL ? open('REPLICA_URL') : primary;

/**
 * Where a user's reads go: to the replica, but to the primary for «seconds» s after the user wrote, because the replica may
 * not have it yet. \`wroteAt\` is Date.now() of the last write, kept in the user's session, which all instances share.
 */
export function readerFor(wroteAt‹?: number›)‹: Pool› {
  return wroteAt !== undefined && Date.now() - wroteAt < «seconds» * 1000 ? primary : replica;
}

function open(variable‹: string›)‹: Pool› {
  const url = process.env[variable];
  if (!url) throw new Error(\`Set \${variable}, to the database of all instances.\`);
  const pool = new Pool({
    connectionString: url,
    max: Number(process.env.DATABASE_POOL_MAX ?? «maximum»),
    connectionTimeoutMillis: 5000,
  });
  pool.on('error', (error) => console.error('An idle database connection broke:', error));
  return pool;
}
`,
};
