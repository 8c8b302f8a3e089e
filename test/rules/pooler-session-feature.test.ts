import { rule } from '../../src/rules/connections/pooler-session-feature.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const compose = (mode = 'transaction', url = 'postgres://shop@bouncer:6432/shop'): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      environment:
        DATABASE_URL: ${url}
    bouncer:
      image: edoburu/pgbouncer:1.24
      environment:
        DATABASE_URL: postgres://shop@db:5432/shop
        POOL_MODE: ${mode}
    db:
      image: postgres:17
`;

const mark = (before: number, length: number) =>
  `\n  //${' '.repeat(before - 2)}${'^'.repeat(length)} pooler-session-feature\n`;

/** A server whose handler speaks to its pool in the way that is interesting. */
const shop = (body: string, options = `{ connectionString: process.env.DATABASE_URL }`, more = ''): string => `
  // file: src/app.ts
  import express from 'express';
  import pg from 'pg';
  const pool = new pg.Pool(${options});
  ${more}
  const app = express();
  app.post('/orders', async (request, response) => {
  ${body}
    response.json({});
  });
  app.listen(3000);
`;

const lock = `await pool.query('SELECT pg_advisory_lock(7)');`;
const marked = `${lock}${mark(11, 5)}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a lock of the transaction',
    files: shop(`await pool.query('SELECT pg_advisory_xact_lock(7)');`) + compose(),
    gate: 'none',
  },
  { name: 'the pooler keeps sessions', files: shop(lock) + compose('session'), gate: 'topology' },
  {
    name: 'no pooler at all',
    files: shop(lock) + compose('transaction', 'postgres://shop@db:5432/shop'),
    gate: 'none',
  },
  {
    name: 'nothing says how it pools',
    files: (shop(lock) + compose()).replace('        POOL_MODE: transaction\n', ''),
    gate: 'topology',
  },
  {
    name: 'a setting of the transaction',
    files: shop(`await pool.query('SET LOCAL statement_timeout = 500');`) + compose(),
    gate: 'none',
  },
  {
    name: 'a setting that lasts for the transaction',
    files: shop(`await pool.query("SELECT set_config('shop.tenant', $1, true)", [request.body.tenant]);`) + compose(),
    gate: 'none',
  },
  {
    name: 'what the pooler passes on itself',
    files: shop(`await pool.query("SET TIME ZONE 'UTC'");`) + compose(),
    gate: 'none',
  },
  {
    name: 'the isolation of a transaction',
    files: shop(`await pool.query('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE');`) + compose(),
    gate: 'none',
  },
  { name: 'telling others works', files: shop(`await pool.query('NOTIFY orders');`) + compose(), gate: 'none' },
  {
    name: 'a table that goes with the transaction',
    files: shop(`await pool.query('CREATE TEMP TABLE basket (id int) ON COMMIT DROP');`) + compose(),
    gate: 'none',
  },
  {
    name: 'a transaction around the lock',
    files:
      shop(`const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_lock(7)');
    await client.query('SELECT pg_advisory_unlock(7)');
    await client.query('COMMIT');`) + compose(),
    gate: 'guard',
  },
  {
    name: 'listening goes around the pooler',
    files:
      shop(
        '',
        undefined,
        `const direct = new pg.Client({ connectionString: 'postgres://shop@db:5432/shop' });
  await direct.connect();
  await direct.query('LISTEN orders');`,
      ) + compose(),
    gate: 'topology',
  },
  {
    name: 'a text that only begins like a statement',
    files: shop(`translate('Set discount to 5');`) + compose(),
    gate: 'none',
  },
  {
    name: 'a script takes the lock',
    files:
      `
  // file: scripts/once.ts
  import pg from 'pg';
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
  ${lock}
` +
      shop('') +
      compose(),
    gate: 'none',
  },
];

const direct: RuleCase['silentWhen'] = [
  { name: 'it connects directly', replace: [['postgres://shop@bouncer:6432/shop', 'postgres://shop@db:5432/shop']] },
  { name: 'the pooler keeps sessions', replace: [['POOL_MODE: transaction', 'POOL_MODE: session']] },
];

const found: readonly RuleCase[] = [
  {
    name: 'a lock of the session',
    files: shop(marked) + compose(),
    expect: [
      {
        severity: 'error',
        says: [
          '`DATABASE_URL` (compose.yaml:6) leads to a pooler',
          '`POOL_MODE` (compose.yaml:11)',
          'pg_advisory_xact_lock',
        ],
        related: ['compose.yaml:6', 'compose.yaml:11'],
      },
    ],
    silentWhen: direct,
  },
  {
    name: 'a lock that is only tried',
    files: shop(`await pool.query('SELECT pg_try_advisory_lock($1)', [7]);${mark(11, 5)}`) + compose(),
    silentWhen: direct,
  },
  {
    name: 'listening on one of its connections',
    files:
      shop(
        '',
        undefined,
        `const client = await pool.connect();
  await client.query('LISTEN orders');
  //           ^^^^^ pooler-session-feature`,
      ) + compose(),
    expect: [{ says: ['nobody listens any more'] }],
    silentWhen: direct,
  },
  {
    name: 'a setting of each connection',
    files:
      shop(
        '',
        undefined,
        `pool.on('connect', (client) => client.query('SET search_path = shop'));
  //                                    ^^^^^ pooler-session-feature`,
      ) + compose(),
    expect: [{ says: ['SET LOCAL'] }],
    silentWhen: direct,
  },
  {
    name: 'whose rows are shown, for the session',
    files:
      shop(`await pool.query("SELECT set_config('shop.tenant', $1, false)", [request.body.tenant]);${mark(11, 5)}`) +
      compose(),
    silentWhen: direct,
  },
  {
    name: 'a prepared statement',
    files: shop(`await pool.query('PREPARE place (int) AS INSERT INTO orders VALUES ($1)');${mark(11, 5)}`) + compose(),
    silentWhen: direct,
  },
  {
    name: 'a temporary table',
    files: shop(`await pool.query('CREATE TEMPORARY TABLE basket (id int)');${mark(11, 5)}`) + compose(),
    silentWhen: direct,
  },
  {
    name: 'a file says how the pooler pools',
    files: `${shop(marked)}
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      environment:
        DATABASE_URL: postgres://shop@bouncer:6432/shop
    bouncer:
      image: bitnami/pgbouncer:1.24
      volumes: ['./bouncer.ini:/etc/pgbouncer/pgbouncer.ini:ro']
    db:
      image: postgres:17

  # file: bouncer.ini
  [databases]
  shop = host=db
  [pgbouncer]
  pool_mode = transaction
`,
    expect: [{ says: ['`pool_mode` (bouncer.ini:4)'], confidence: 'high' }],
    silentWhen: [{ name: 'the file keeps sessions', replace: [['pool_mode = transaction', 'pool_mode = session']] }],
  },
  {
    name: 'the address says that it is pooled',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { PrismaClient } from '@prisma/client';
  const prisma = new PrismaClient();
  const app = express();
  app.post('/orders', async (request, response) => {
    await prisma.$executeRaw\`SELECT pg_advisory_lock(7)\`;
    //           ^^^^^^^^^^^ pooler-session-feature
    response.json({});
  });
  app.listen(3000);

  # file: .env.example
  DATABASE_URL=postgres://shop@db.shop.dev:6432/shop?pgbouncer=true

  # file: package.json
  { "name": "shop", "dependencies": { "@prisma/client": "^6.0.0", "pg": "^8.0.0" } }
`,
    expect: [{ says: ['`DATABASE_URL` (.env.example:1)', '`pgbouncer=true`'], confidence: 'medium' }],
    silentWhen: [
      { name: 'nothing says so', replace: [['?pgbouncer=true', '']] },
      { name: 'the lock is one of a transaction', replace: [['pg_advisory_lock', 'pg_advisory_xact_lock']] },
      {
        name: 'a transaction holds it',
        replace: [
          ['await prisma.$executeRaw', 'await prisma.$transaction(async (orders) => { await orders.$executeRaw'],
          ['lock(7)`;', 'lock(7)`; });'],
        ],
      },
    ],
  },
  {
    name: 'the port at which a service pools by transaction',
    files: `
  // file: src/app.ts
  import express from 'express';
  import postgres from 'postgres';
  const sql = postgres('postgres://shop@aws-0-eu-central-1.pooler.supabase.com:6543/postgres');
  await sql.listen('orders', (order) => console.log(order));
  //        ^^^^^^ pooler-session-feature
  const app = express();
  app.get('/orders', async (request, response) => response.json(await sql\`SELECT id FROM orders LIMIT 5\`));
  app.listen(3000);
`,
    silentWhen: [{ name: 'at the other port sessions last', replace: [[':6543', ':5432']] }],
  },
  {
    name: 'Python: each statement is one of its own',
    files: `
  # file: app.py
  import os
  import asyncpg
  from fastapi import FastAPI
  app = FastAPI()

  @app.post("/orders")
  async def place():
      connection = await asyncpg.connect(os.environ["DATABASE_URL"])
      await connection.execute("SELECT pg_advisory_lock(7)")
      #                ^^^^^^^ pooler-session-feature
      return {}

  # file: compose.yaml
  services:
    shop:
      build: .
      command: uvicorn app:app
      environment:
        DATABASE_URL: postgres://shop@ep-shop-1-pooler.eu-central-1.aws.neon.tech/shop
`,
    silentWhen: [{ name: 'its other host keeps sessions', replace: [['ep-shop-1-pooler.', 'ep-shop-1.']] }],
  },
  {
    name: 'Python: the transaction ends while the lock is held',
    files: `
  # file: app.py
  import os
  from flask import Flask
  from sqlalchemy import create_engine, text
  app = Flask(__name__)
  engine = create_engine(os.environ["DATABASE_URL"])

  @app.post("/orders")
  def place():
      with engine.connect() as connection:
          connection.execute(text("SELECT pg_advisory_lock(7)"))
          #          ^^^^^^^ pooler-session-feature
          connection.commit()
          connection.execute(text("SELECT pg_advisory_unlock(7)"))
      return {}

  # file: compose.yaml
  services:
    shop:
      build: .
      command: gunicorn app:app
      environment:
        DATABASE_URL: postgresql://shop@pooler:6543/shop
`,
    silentWhen: [
      { name: 'one transaction holds both', replace: [['          connection.commit()\n', '']] },
      { name: 'the port is the database’s own', replace: [['@pooler:6543', '@db:5432']] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
