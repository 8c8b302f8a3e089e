import { rule } from '../../src/rules/queues/claim-without-transaction.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const select = 'SELECT id, email FROM letters WHERE sent IS NULL LIMIT 10 FOR UPDATE SKIP LOCKED';

/** A worker that takes letters from a table every second; what holds its lock is the interesting part. */
const shop = (top: string, body: string): string => `
  // file: src/app.ts
  import express from 'express';
  ${top}
  async function sendWaiting() {
    ${body}
  }
  setInterval(sendWaiting, 1000);
  const app = express();
  app.get('/', (request, response) => { response.json({}); });
  app.listen(3000);
`;

const pool = `import { Pool } from 'pg'; const pool = new Pool();`;
const prisma = `import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient();`;
const knex = `import knex from 'knex'; const database = knex({ client: 'pg' });`;

const fastapi = (body: string): string => `
  # file: app.py
  import asyncpg
  from fastapi import FastAPI
  app = FastAPI()
  pool: asyncpg.Pool = None
  @app.on_event("startup")
  async def begin():
      global pool
      pool = await asyncpg.create_pool("postgres://db/shop")
  @app.post("/letters")
  async def send():
      ${body}
      return {"count": len(rows)}
`;

const silent: readonly RuleCase[] = [
  {
    name: 'marks the rows in the same statement',
    files: shop(
      pool,
      `const found = await pool.query('UPDATE letters SET taken = now() WHERE id IN (SELECT id FROM letters WHERE taken IS NULL FOR UPDATE SKIP LOCKED) RETURNING email'); console.log(found);`,
    ),
    gate: 'none',
  },
  {
    name: 'deletes the rows that it takes in the same statement',
    files: shop(
      pool,
      `await pool.query('WITH next AS (SELECT id FROM letters LIMIT 1 FOR UPDATE SKIP LOCKED), gone AS (DELETE FROM letters WHERE id IN (SELECT id FROM next) RETURNING email) SELECT email FROM gone');`,
    ),
    gate: 'none',
  },
  {
    name: 'begins a transaction on its connection',
    files: shop(
      pool,
      `const client = await pool.connect(); await client.query('BEGIN'); const found = await client.query('${select}'); await client.query('COMMIT'); console.log(found);`,
    ),
    gate: 'guard',
  },
  {
    name: 'is run by a helper that begins the transaction',
    files: shop(
      `${pool} async function inTransaction(work) { const client = await pool.connect(); await client.query('BEGIN'); try { return await work(client); } finally { await client.query('COMMIT'); } }
  async function take(client: import('pg').PoolClient) { return client.query('${select}'); }`,
      `await inTransaction((client) => take(client));`,
    ),
    gate: 'guard',
  },
  {
    name: 'stands in the callback of a transaction',
    files: shop(prisma, `await prisma.$transaction(async (tx) => { await tx.$queryRaw\`${select}\`; });`),
    gate: 'none',
  },
  {
    name: 'is one of several statements of a transaction',
    files: shop(prisma, `await prisma.$transaction([prisma.$queryRaw\`${select}\`]);`),
    gate: 'guard',
  },
  {
    name: 'builds a query for a transaction',
    files: shop(
      knex,
      `await database.transaction(async (trx) => { const rows = await database('letters').transacting(trx).whereNull('sent').forUpdate().skipLocked(); console.log(rows); });`,
    ),
    gate: 'guard',
  },
  {
    name: 'builds a part of another statement',
    files: shop(
      knex,
      `await database('letters').whereIn('id', database('letters').select('id').whereNull('taken').forUpdate().skipLocked()).update({ taken: new Date() });`,
    ),
    gate: 'guard',
  },
  {
    name: 'gives the transaction as an option',
    files: shop(
      `import { Sequelize } from 'sequelize'; const database = new Sequelize('postgres://db/shop');`,
      `const transaction = await database.transaction(); await database.query('${select}', { transaction }); await transaction.commit();`,
    ),
    gate: 'guard',
  },
  {
    name: 'is a method with a decorator that begins one',
    files: shop(
      `import { Transactional } from 'typeorm-transactional'; import { DataSource } from 'typeorm'; const source = new DataSource({ type: 'postgres' });
  class Letters { @Transactional() async take() { return source.query('${select}'); } }
  const letters = new Letters();`,
      `await letters.take();`,
    ),
    gate: 'guard',
  },
  {
    name: 'only reads',
    files: shop(pool, `await pool.query('SELECT id FROM letters WHERE sent IS NULL LIMIT 10');`),
    gate: 'none',
  },
  {
    name: 'begins a transaction in Python',
    files: fastapi(`async with pool.acquire() as connection, connection.transaction():
          rows = await connection.fetch("${select}")`),
    gate: 'none',
  },
];

const withoutLock = { name: 'nothing is locked', replace: [[' FOR UPDATE SKIP LOCKED', '']] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'takes rows from a pool',
    files: shop(
      pool,
      `const found = await pool.query('${select}'); console.log(found);\n                          // ^^^^^ claim-without-transaction`,
    ),
    expect: [
      {
        severity: 'error',
        situation: 'always',
        says: [
          'Two instances can take the same rows here: the lock ends together with this statement.',
          'Mark the rows in the same statement',
        ],
      },
    ],
    silentWhen: [
      withoutLock,
      { name: 'the clock is gone', replace: [['setInterval(sendWaiting, 1000);', 'export { sendWaiting };']] },
    ],
  },
  {
    name: 'takes rows from a connection that begins nothing',
    files: shop(
      pool,
      `const client = await pool.connect();
    try { const found = await client.query('${select}'); console.log(found); } finally { client.release(); }\n                                  // ^^^^^ claim-without-transaction`,
    ),
    silentWhen: [withoutLock, { name: 'it begins one', replace: [['try {', `await client.query('BEGIN'); try {`]] }],
  },
  {
    name: 'takes rows by a raw query of an ORM',
    files: shop(
      prisma,
      `const rows = await prisma.$queryRaw\`${select}\`; console.log(rows);\n                           // ^^^^^^^^^ claim-without-transaction`,
    ),
    silentWhen: [withoutLock],
  },
  {
    name: 'takes rows by a query that is built',
    files: shop(
      knex,
      `const rows = await database('letters').whereNull('sent').forUpdate().skipLocked(); console.log(rows);\n                                                          // ^^^^^^^^^ claim-without-transaction`,
    ),
    expect: [{ says: ['Two instances can take the same rows here'] }],
    silentWhen: [
      { name: 'nothing is locked', replace: [['.forUpdate().skipLocked()', '']] },
      { name: 'it is given a transaction', replace: [['.forUpdate()', '.transacting(current).forUpdate()']] },
    ],
  },
  {
    name: 'locks a row to change it, from a pool of MySQL',
    files: shop(
      `import mysql from 'mysql2/promise'; const pool = mysql.createPool({ host: 'db' });`,
      `const [rows] = await pool.query('SELECT stock FROM products WHERE id = ? FOR UPDATE', [1]);\n                           // ^^^^^ claim-without-transaction
    await pool.query('UPDATE products SET stock = ? WHERE id = ?', [rows[0].stock - 1, 1]);`,
    ),
    expect: [{ severity: 'error', says: ['so two requests can change the same row at once'] }],
    silentWhen: [{ name: 'nothing is locked', replace: [[' FOR UPDATE', '']] }],
  },
  {
    name: 'takes rows by the source of an ORM',
    files: shop(
      `import { DataSource } from 'typeorm'; const source = new DataSource({ type: 'postgres' });`,
      `const rows = await source.query('${select}'); console.log(rows);\n                           // ^^^^^ claim-without-transaction`,
    ),
    silentWhen: [withoutLock],
  },
  {
    name: 'takes rows by a query without the option of its library',
    files: shop(
      `import { Sequelize } from 'sequelize'; const database = new Sequelize('postgres://db/shop');`,
      `const rows = await database.query('${select}', { raw: true }); console.log(rows);\n                             // ^^^^^ claim-without-transaction`,
    ),
    silentWhen: [withoutLock, { name: 'it has the option', replace: [['{ raw: true }', '{ transaction: current }']] }],
  },
  {
    name: 'takes rows by a query that is built with an option of its lock',
    files: shop(
      `import { drizzle } from 'drizzle-orm/node-postgres'; const database = drizzle(process.env.DATABASE_URL); const letters = {};`,
      `const rows = await database.select().from(letters).limit(1).for('update', { skipLocked: true }); console.log(rows);\n                                                             // ^^^ claim-without-transaction`,
    ),
    silentWhen: [{ name: 'nothing is locked', replace: [[`.for('update', { skipLocked: true })`, '']] }],
  },
  {
    name: 'locks a row in a request, by a pool that another file makes',
    files: `
      // file: src/database.ts
      import mariadb from 'mariadb';
      export const pool = mariadb.createPool({ host: 'db' });
      // file: src/app.ts
      import express from 'express';
      import { pool } from './database.ts';
      const app = express();
      app.post('/seats', async (request, response) => {
        const rows = await pool.query('SELECT free FROM seats WHERE id = ? FOR UPDATE', [request.body.id]);
        //                      ^^^^^ claim-without-transaction
        await pool.query('UPDATE seats SET free = ? WHERE id = ?', [rows[0].free - 1, request.body.id]);
        response.json({});
      });
      app.listen(3000);
    `,
    expect: [{ severity: 'error', related: ['src/app.ts:4'] }],
    silentWhen: [
      { name: 'nothing is locked', replace: [[' FOR UPDATE', '']] },
      { name: 'no request leads there', replace: [["app.post('/seats', async", 'export const take = (async']] },
    ],
  },
  {
    name: 'takes rows from a pool in Python',
    files: fastapi(`rows = await pool.fetch("${select}")\n      #                 ^^^^^ claim-without-transaction`),
    silentWhen: [withoutLock, { name: 'no request leads there', replace: [['@app.post("/letters")', '']] }],
  },
];

checkRule(rule, [...silent, ...found]);
