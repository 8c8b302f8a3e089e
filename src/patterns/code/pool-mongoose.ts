import type { SnippetTemplate } from '../template.ts';

export const poolMongoose: SnippetTemplate = {
  id: 'pool-mongoose',
  title: 'Connection pool with its budget (Mongoose)',
  description: 'One pool a process, its size from the environment, with the sum beside it',
  prefix: 'scale-pool-mongoose',
  pattern: 'connections',
  problems: ['too many connections', 'connection limit', 'MongoDB refuses connections'],
  tradeoffs:
    'A smaller pool lets operations wait instead of the server refuse. Each member of a replica set gets a pool of this size.',
  languages: ['typescript', 'javascript'],
  rules: ['db-pool-over-budget', 'db-client-per-request'],
  packages: { mongoose: '^9.0.0' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'maximum', initial: '50' },
    { name: 'instances', initial: '4' },
  ],
  text: `import { connect } from 'mongoose';

/**
 * Opens the one pool of the process. Its size: the 500 connections of a small Atlas cluster x 0.8 = 400, shared by
 * «instances» instances and one more during a deploy, would be 80; «maximum» leave room for whoever else connects.
 */
export async function connectDatabase()‹: Promise<void>› {
  const databaseUrl = process.env.MONGODB_URL;
  if (!databaseUrl) throw new Error('Set MONGODB_URL, to the database of all instances.');
  await connect(databaseUrl, {
    maxPoolSize: Number(process.env.DATABASE_POOL_MAX ?? «maximum»),
    minPoolSize: 2,
    // Without these, an operation waits for a connection for ever, and half a minute for a server.
    waitQueueTimeoutMS: 5000,
    serverSelectionTimeoutMS: 5000,
    maxIdleTimeMS: 60_000,
  });
}
`,
};
