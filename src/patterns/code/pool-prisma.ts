import type { SnippetTemplate } from '../template.ts';

export const poolPrisma: SnippetTemplate = {
  id: 'pool-prisma',
  title: 'Connection pool with its budget (Prisma 7)',
  description: 'One client a process, its pool sized from the environment',
  prefix: 'scale-pool-prisma',
  pattern: 'connections',
  problems: ['too many connections', 'connection limit', 'prisma opens too many connections'],
  tradeoffs:
    'Prisma 7 takes its pool from the driver’s adapter; older versions take connection_limit in the address instead.',
  placement: 'inline',
  frameworks: [],
  files: [],
  languages: ['typescript', 'javascript'],
  rules: ['db-pool-over-budget', 'db-client-per-request'],
  packages: { '@prisma/client': '^7.9.0', '@prisma/adapter-pg': '^7.9.0' },
  slots: [
    { name: 'maximum', initial: '5' },
    { name: 'client', initial: './generated/prisma/client.js' },
  ],
  text: `import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '«client»';

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error('Set DATABASE_URL, to the database of all instances.');

/** One client for the process. All instances together must stay under what the database allows. */
export const prisma = new PrismaClient({
  adapter: new PrismaPg({
    connectionString: databaseUrl,
    max: Number(process.env.DATABASE_POOL_MAX ?? «maximum»),
    connectionTimeoutMillis: 5000,
  }),
});
`,
};
