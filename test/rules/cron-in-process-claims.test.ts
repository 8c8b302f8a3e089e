import { rule } from '../../src/rules/queues/cron-in-process.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const server = `
      const app = express();
      app.get('/', (req, res) => res.end());
      app.listen(3000);`;

const job = (imports: string, body: string): string => `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      ${imports}
      ${body}
      ${server}
    `;

const pool = "import { Pool } from 'pg';\n      const pool = new Pool();";

const silent: readonly RuleCase[] = [
  {
    name: 'a row that is changed under a condition on what it sets, and nothing done where none was changed',
    gate: 'guard',
    files: job(
      pool,
      `cron.schedule('0 * * * *', async () => {
        const { rowCount } = await pool.query("update jobs set ran = now() where name = 'x' and ran < now() - interval '1 hour'");
        if (rowCount === 0) return;
        await pool.query('insert into reports default values');
      });`,
    ),
  },
  {
    name: 'the same by a helper that says whether it changed a row',
    gate: 'guard',
    files: job(
      pool,
      `async function mine() {
        const result = await pool.query("update jobs set ran = now() where ran < now() - interval '1 hour'");
        return result.rowCount === 1;
      }
      cron.schedule('0 * * * *', async () => {
        if (!(await mine())) return;
        await pool.query('insert into reports default values');
      });`,
    ),
  },
  {
    name: 'a document that is changed under a condition on what it sets',
    gate: 'guard',
    files: job(
      "import { MongoClient } from 'mongodb';\n      const db = new MongoClient('mongodb://db').db();",
      `cron.schedule('0 * * * *', async () => {
        const due = new Date(Date.now() - 3600000);
        const result = await db.collection('jobs').updateOne({ name: 'x', ran: { $lt: due } }, { $set: { ran: new Date() } });
        if (!result.modifiedCount) return;
        await db.collection('reports').insertOne({ at: new Date() });
      });`,
    ),
  },
  {
    name: 'rows of Prisma that are changed under a condition on what it sets',
    gate: 'guard',
    files: job(
      "import { PrismaClient } from '@prisma/client';\n      const prisma = new PrismaClient();",
      `cron.schedule('0 * * * *', async () => {
        const { count } = await prisma.job.updateMany({ where: { name: 'x', state: 'idle' }, data: { state: 'busy' } });
        if (count < 1) return;
        await prisma.report.create({ data: { day: new Date() } });
      });`,
    ),
  },
  {
    name: 'a chain of Knex whose number of rows is asked for',
    gate: 'guard',
    files: job(
      "import knex from 'knex';\n      const db = knex({ client: 'pg' });",
      `cron.schedule('0 * * * *', async () => {
        const changed = await db('jobs').where('name', 'x').andWhere('ran', '<', new Date()).update({ ran: new Date() });
        if (changed > 0) await db('reports').insert({ day: new Date() });
      });`,
    ),
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a condition that holds as well for the second, which only logs whether there was a row',
    files: job(
      pool,
      `cron.schedule('0 * * * *', async () => {
      //   ^^^^^^^^ cron-in-process
        const { rowCount } = await pool.query("update orders set state = 'late' where state = 'open'");
        if (rowCount > 0) console.log('late', rowCount);
        await pool.query('insert into reports default values');
      });`,
    ),
    silentWhen: [
      {
        name: 'nothing is done where no row was changed',
        replace: [["if (rowCount > 0) console.log('late', rowCount);", 'if (rowCount === 0) return;']],
      },
    ],
  },
  {
    name: 'a row that any number of them change, because its condition asks for nothing that is set',
    files: job(
      pool,
      `cron.schedule('0 * * * *', async () => {
      //   ^^^^^^^^ cron-in-process
        const { rowCount } = await pool.query("update jobs set ran = now() where name = 'x'");
        if (rowCount === 0) return;
        await pool.query('insert into reports default values');
      });`,
    ),
    silentWhen: [
      {
        name: 'the condition asks for what is set',
        replace: [["where name = 'x'", "where name = 'x' and ran < now() - interval '1 hour'"]],
      },
    ],
  },
  {
    name: 'work that is done where no row was changed',
    files: job(
      pool,
      `cron.schedule('0 * * * *', async () => {
      //   ^^^^^^^^ cron-in-process
        const { rowCount } = await pool.query("update jobs set ran = now() where name = 'x' and ran < now()");
        if (rowCount !== 0) return;
        await pool.query('insert into reports default values');
      });`,
    ),
    silentWhen: [{ name: 'it is done where one was', replace: [['rowCount !== 0', 'rowCount === 0']] }],
  },
];

checkRule(rule, [...silent, ...flagged]);
