import type { CodeTemplate } from '../template.ts';

export const poolPrisma: CodeTemplate = {
  id: 'pool-prisma',
  title: 'Connection pool with its budget (Prisma 7)',
  description: 'One client a process, its pool sized from the environment',
  prefix: 'scale-pool-prisma',
  languages: ['typescript', 'javascript'],
  rules: ['db-pool-over-budget', 'db-client-per-request'],
  packages: { '@prisma/client': '^7.9.0', '@prisma/adapter-pg': '^7.9.0' },
  slots: [
    { name: 'maximum', initial: '5' },
    { name: 'client', initial: './generated/prisma/client.js' },
  ],
  text: `import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '«client»';

/** One client for the process. All instances together must stay under what the database allows. */
export const prisma = new PrismaClient({
  adapter: new PrismaPg({
    connectionString: process.env.DATABASE_URL,
    max: Number(process.env.DATABASE_POOL_MAX ?? «maximum»),
    connectionTimeoutMillis: 5000,
  }),
});
`,
};
