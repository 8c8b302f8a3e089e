import { rule } from '../../src/rules/queues/cron-in-process.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const job = (imports: string, setUp: string, body: string): string => `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      ${imports}
      const app = express();
      ${setUp}
      cron.schedule('0 3 * * *', async () => {
        ${body}
      });
      app.listen(3000);
`;

const prisma = [`import { PrismaClient } from '@prisma/client';`, 'const prisma = new PrismaClient();'] as const;
const knex = [`import knex from 'knex';`, `const database = knex({ client: 'pg' });`] as const;
const pg = [`import { Pool } from 'pg';`, 'const pool = new Pool();'] as const;
const flagged = (files: string): string =>
  files
    .replace('      cron.schedule(', `      //   ^^^^^^^^ cron-in-process\n      cron.schedule(`)
    .replace(/( *\/\/ {3}\^+ cron-in-process\n)( *cron\.schedule\([^\n]*\n)/, '$2$1');

/** What a job writes again over what is there already, and what goes out for rows that only one run finds. */
const cases: readonly RuleCase[] = [
  {
    name: 'rows that are skipped where they are there already',
    gate: 'role',
    files: job(...prisma, `await prisma.article.createMany({ data: await fetchAll(), skipDuplicates: true });`),
  },
  {
    name: 'a builder that ignores rows that are there already',
    gate: 'role',
    files: job(...knex, `await database('articles').insert(await fetchAll()).onConflict('id').ignore();`),
  },
  {
    name: 'a statement that ignores rows that are there already',
    gate: 'role',
    files: job(...pg, `await pool.query('insert ignore into articles (id) values ($1)', [1]);`),
  },
  {
    name: 'rows that are written without asking whether they are there',
    files: flagged(
      job(...prisma, `await prisma.article.createMany({ data: await fetchAll(), skipDuplicates: false });`),
    ),
    expect: [{ says: ['each row is written'] }],
    silentWhen: [{ name: 'they are skipped', replace: [['skipDuplicates: false', 'skipDuplicates: true']] }],
  },
  {
    name: 'a statement that counts up what is there already',
    files: flagged(
      job(
        ...pg,
        `await pool.query('insert into days (day) values ($1) on conflict (day) do update set runs = runs + 1', [1]);`,
      ),
    ),
    expect: [{ says: ['each count goes up'] }],
    silentWhen: [{ name: 'it sets a value', replace: [['runs = runs + 1', 'runs = 1']] }],
  },
  {
    name: 'a message for rows whose status is changed first',
    gate: 'role',
    files: job(
      `${prisma[0]}
      import Redis from 'ioredis';`,
      `${prisma[1]}
      const redis = new Redis();`,
      `for (const room of await prisma.room.findMany({ where: { status: 'open' } })) {
          await prisma.room.update({ where: { id: room.id }, data: { status: 'closed' } });
          await redis.publish('rooms', room.id);
        }`,
    ),
  },
  {
    name: 'a message for rows whose status is changed afterwards',
    files: flagged(
      job(
        `${prisma[0]}
      import Redis from 'ioredis';`,
        `${prisma[1]}
      const redis = new Redis();`,
        `for (const room of await prisma.room.findMany({ where: { status: 'open' } })) {
          await redis.publish('rooms', room.id);
          await prisma.room.update({ where: { id: room.id }, data: { status: 'closed' } });
        }`,
      ),
    ),
    expect: [{ severity: 'warning', says: ['each message is sent'] }],
    silentWhen: [{ name: 'nothing is sent', replace: [["await redis.publish('rooms', room.id);", '']] }],
  },
];

checkRule(rule, cases);
