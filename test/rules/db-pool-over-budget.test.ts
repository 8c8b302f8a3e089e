import { rule } from '../../src/rules/connections/db-pool-over-budget.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A shop of `replicas` instances beside a PostgreSQL that takes `connections`. */
const compose = (replicas: number, connections: number | null, more = ''): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      environment:
        DATABASE_URL: postgres://shop:kept@orders-db:5432/shop
      deploy:
        replicas: ${replicas}
    orders-db:
      image: postgres:16
${connections === null ? '' : `      command: postgres -c max_connections=${connections}\n`}${more}
`;

const shop = (imports: string, pool: string): string => `
  // file: src/app.ts
  import express from 'express';
  ${imports}
  const app = express();
  ${pool}
  app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
  app.listen(3000);
`;

const pgPool = (max: string): string =>
  shop(
    `import { Pool } from 'pg';`,
    `const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: ${max} });`,
  );

/** A shop whose second pool leads to where a name says that `setting` sets. */
const beside = (setting: string): string => `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const app = express();
  const orders = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
  //                 ^^^^ db-pool-over-budget
  const erp = new Pool({ connectionString: process.env.ERP_URL, max: 20 });
  app.get('/orders', async (request, response) => response.send([await orders.query('select 1'), await erp.query('select 1')]));
  app.listen(3000);
  ${compose(3, 100).replace('DATABASE_URL:', `${setting}DATABASE_URL:`)}`;

const silent: readonly RuleCase[] = [
  {
    name: 'the second pool leads to where a secret says',
    gate: 'topology',
    files: beside(`ERP_URL: \${ERP_URL}
        `).replace(/.*\^ db-pool-over-budget\n/, ''),
  },
  { name: 'the pools fit', gate: 'topology', files: `${pgPool('10')}${compose(3, 100)}` },
  { name: 'the sum is just below four fifths', gate: 'topology', files: `${pgPool('25')}${compose(3, 100)}` },
  {
    name: 'the database takes more',
    gate: 'topology',
    files: `${pgPool('50')}${compose(4, 500)}`,
  },
  {
    name: 'a pooler stands in between',
    files: `${pgPool('50')}${compose(4, 100).replace('@orders-db:5432', '@pooler:6432')}
    pooler:
      image: edoburu/pgbouncer:1.23
      environment:
        DATABASE_URL: postgres://shop:kept@orders-db:5432/shop
    `,
  },
  {
    name: 'two programs use two databases',
    gate: 'topology',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 30 });
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      // file: src/worker.ts
      import { Worker } from 'bullmq';
      import { Pool } from 'pg';
      const pool = new Pool({ connectionString: process.env.REPORTS_URL, max: 30 });
      new Worker('reports', async () => pool.query('select * from reports'));
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          environment:
            DATABASE_URL: postgres://shop:kept@orders-db:5432/shop
          deploy:
            replicas: 2
        worker:
          build: .
          command: node src/worker.ts
          environment:
            REPORTS_URL: postgres://shop:kept@reports-db:5432/reports
          deploy:
            replicas: 2
        orders-db:
          image: postgres:16
        reports-db:
          image: postgres:16
    `,
  },
  {
    name: 'a single connection is no pool',
    gate: 'none',
    files: `${shop(`import { Client } from 'pg';`, `const pool = new Client({ connectionString: process.env.DATABASE_URL });`)}${compose(4, 20)}`,
  },
  {
    name: 'the pool of a test is not counted',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      const app = express();
      app.listen(3000);
      // file: test/orders.test.ts
      import { Pool } from 'pg';
      export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 500 });
      ${compose(3, 100)}`,
  },
  {
    name: 'one instance with the driver’s own pool',
    gate: 'topology',
    files: `${shop(`import { Pool } from 'pg';`, `const pool = new Pool({ connectionString: process.env.DATABASE_URL });`)}${compose(1, 100)}`,
  },
  {
    name: 'SQLite takes no connections over the network',
    gate: 'none',
    files: `${shop(`import knex from 'knex';`, `const pool = knex({ client: 'better-sqlite3', connection: { filename: 'shop.db' }, pool: { max: 200 } });`)}${compose(4, 100)}`,
  },
  {
    name: 'the pool’s size cannot be read and the default fits',
    gate: 'topology',
    files: `${shop(`import { Pool } from 'pg';`, `const pool = new Pool({ connectionString: process.env.DATABASE_URL });`)}${compose(5, 100)}`,
  },
  {
    name: 'a reader of many settings gives back the default of another one, too',
    gate: 'topology',
    files: `${shop(
      `import { Pool } from 'pg';
       import { settings } from './settings.ts';`,
      'const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: settings.poolSize });',
    )}
      // file: src/settings.ts
      function numberFrom(text: string | undefined, otherwise: number): number {
        if (!text) return otherwise;
        return parseInt(text, 10);
      }
      export const settings = {
        poolSize: numberFrom(process.env.POOL_SIZE, 12),
        queryTimeout: numberFrom(process.env.QUERY_TIMEOUT, 10_000),
      };
      ${compose(3, 100)}`,
  },
  {
    name: 'the upper bound of a size is not the size',
    gate: 'topology',
    files: `${shop(
      `import { Pool } from 'pg';`,
      `let size = parseInt(process.env.POOL_SIZE);
       if (Number.isNaN(size)) {
         size = 12;
       } else if (size > 100) {
         size = 100;
       }
       const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: size });`,
    )}${compose(3, 100)}`,
  },
  {
    name: 'it only comes near where both numbers are assumed',
    gate: 'topology',
    files: pgPool('45'),
  },
  {
    name: 'pools whose addresses cannot be read may each lead to a database of its own',
    gate: 'topology',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      import { settings } from '@shop/settings';
      const app = express();
      const orders = new Pool({ connectionString: settings.orders, max: 30 });
      const reports = new Pool({ connectionString: settings.reports, max: 30 });
      app.get('/orders', async (request, response) => response.send(await orders.query('select * from orders')));
      app.get('/reports', async (request, response) => response.send(await reports.query('select * from reports')));
      app.listen(3000);
    `,
  },
  {
    name: 'a start file that nothing starts does not run beside the one that a script starts',
    gate: 'topology',
    files: `
      // file: package.json
      { "name": "shop", "scripts": { "start": "node src/app.ts" }, "dependencies": { "pg": "^8.0.0" } }
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 30 });
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      // file: src/worker.ts
      import { Worker } from 'bullmq';
      import { Pool } from 'pg';
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 30 });
      new Worker('reports', async () => pool.query('select * from reports'));
    `,
  },
];

const smaller = { name: 'the pools are smaller', replace: [['max: 50', 'max: 5']] } as const;

const flagged: readonly RuleCase[] = [
  {
    name: 'the size below an upper bound counts',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      let size = parseInt(process.env.POOL_SIZE);
      if (Number.isNaN(size)) {
        size = 50;
      } else if (size > 200) {
        size = 200;
      }
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: size });
      //               ^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      ${compose(4, 100)}`,
    expect: [{ severity: 'error', says: ['4 × 50 (shop) = 200 of 97'] }],
    silentWhen: [{ name: 'the size is smaller', replace: [['size = 50', 'size = 5']] }],
  },
  {
    name: 'four instances ask for more than the database takes',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 50 });
      //               ^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      ${compose(4, 100)}`,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        says: ['200 connections', 'orders-db takes 97', '4 × 50 (shop) = 200 of 97', 'compose.yaml'],
      },
    ],
    silentWhen: [smaller],
  },
  {
    name: 'only a guess leads the second pool to the database',
    files: beside(''),
    expect: [
      {
        severity: 'warning',
        confidence: 'medium',
        says: [
          'Pools may open 120 connections, more than its 97, if ERP_URL leads to orders-db.',
          'Say in the manifest',
        ],
      },
    ],
    silentWhen: [{ name: 'the second pool is small', replace: [['ERP_URL, max: 20', 'ERP_URL, max: 4']] }],
  },
  {
    name: 'what is known is too much already, so what is guessed is left out',
    files: beside('').replace('DATABASE_URL, max: 20', 'DATABASE_URL, max: 40'),
    expect: [{ severity: 'error', confidence: 'high', says: ['3 × 40 (shop) = 120 of 97'] }],
    silentWhen: [
      {
        name: 'both are small',
        replace: [
          ['max: 40', 'max: 4'],
          ['max: 20', 'max: 4'],
        ],
      },
    ],
  },
  {
    name: 'many programs: the largest have a term of their own, the others stand as one sum with their names',
    files: `
      ${['a', 'b', 'c', 'd', 'e', 'f']
        .map(
          (name, at) => `
      // file: src/${name}.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const one = new Pool({ connectionString: process.env.DATABASE_URL, max: ${10 + at} });
      ${name === 'f' ? '//              ^^^^ db-pool-over-budget' : ''}
      const two = new Pool({ connectionString: process.env.DATABASE_URL, max: ${10 + at} });
      app.get('/', async (request, response) => response.send([await one.query('select 1'), await two.query('select 1')]));
      app.listen(3000);`,
        )
        .join('\n')}
      # file: compose.yaml
      services:
        orders-db:
          image: postgres:16
          command: postgres -c max_connections=100
        ${['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}: { build: ., command: node src/${name}.ts, scale: 2, environment: { DATABASE_URL: "postgres://x@orders-db/shop" } }`).join('\n        ')}
    `,
    expect: [
      {
        says: ['2 × (2 × 15) (f) + 2 × (2 × 14) (e) + 2 × (2 × 13) (d) + 2 × (2 × 12) (c) + 84 (b, a) = 300 of 97'],
      },
    ],
    silentWhen: [{ name: 'the database takes more', replace: [['max_connections=100', 'max_connections=900']] }],
  },
  {
    name: 'the database says nothing, so its default is assumed',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 50 });
      //               ^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      ${compose(4, null)}`,
    expect: [{ severity: 'warning', says: ['assuming'] }],
    silentWhen: [smaller],
  },
  {
    name: 'two programs share one database and the larger pool carries the finding',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
      //               ^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      // file: src/worker.ts
      import { Worker } from 'bullmq';
      import { Pool } from 'pg';
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 25 });
      new Worker('reports', async () => pool.query('select * from reports'));
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          environment:
            DATABASE_URL: postgres://shop:kept@orders-db:5432/shop
          deploy:
            replicas: 3
        worker:
          build: .
          command: node src/worker.ts
          environment:
            DATABASE_URL: postgres://shop:kept@orders-db:5432/shop
          deploy:
            replicas: 2
        orders-db:
          image: postgres:16
          command: postgres -c max_connections=100
    `,
    expect: [{ severity: 'error', says: ['3 × 20 (shop) + 2 × 25 (worker) = 110 of 97'] }],
    silentWhen: [{ name: 'the worker’s pool is small', replace: [['max: 25', 'max: 5']] }],
  },
  {
    name: 'near the limit is worth a note',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 30 });
      //               ^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      ${compose(3, 100)}`,
    expect: [{ severity: 'note', says: ['90 of the 97'] }],
    silentWhen: [{ name: 'the pools are smaller', replace: [['max: 30', 'max: 20']] }],
  },
  {
    name: 'the driver’s default is enough to be over',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const pool = new Pool({ connectionString: process.env.DATABASE_URL });
      //               ^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      ${compose(12, 100)}`,
    expect: [{ severity: 'error', confidence: 'medium', says: ['12 × 10 (shop) = 120 of 97'] }],
    silentWhen: [{ name: 'fewer instances run', replace: [['replicas: 12', 'replicas: 2']] }],
  },
  {
    name: 'Sequelize names its pool under its own option',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Sequelize } from 'sequelize';
      const app = express();
      const database = new Sequelize(process.env.DATABASE_URL, { dialect: 'postgres', pool: { max: 40, min: 0 } });
      //                   ^^^^^^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await database.query('select * from orders')));
      app.listen(3000);
      ${compose(3, 100)}`,
    expect: [{ severity: 'error', says: ['3 × 40 (shop) = 120 of 97'] }],
    silentWhen: [{ name: 'the pools are smaller', replace: [['max: 40', 'max: 5']] }],
  },
  {
    name: 'TypeORM hands the size to its driver',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { DataSource } from 'typeorm';
      const app = express();
      const source = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, extra: { max: 40 } });
      //                 ^^^^^^^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await source.query('select * from orders')));
      app.listen(3000);
      ${compose(3, 100)}`,
    expect: [{ severity: 'error', says: ['3 × 40 (shop) = 120 of 97'] }],
    silentWhen: [{ name: 'the pools are smaller', replace: [['max: 40', 'max: 5']] }],
  },
  {
    name: 'a Nest module makes the pool from what a factory gives',
    files: `
      // file: src/app.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { TypeOrmModule } from '@nestjs/typeorm';
      @Module({
        imports: [
          TypeOrmModule.forRootAsync({
            //          ^^^^^^^^^^^^ db-pool-over-budget
            useFactory: () => ({ type: 'postgres', url: process.env.DATABASE_URL, poolSize: 40 }),
          }),
        ],
      })
      export class AppModule {}
      ${compose(3, 100)}`,
    expect: [{ severity: 'error', says: ['3 × 40 (shop) = 120 of 97'] }],
    silentWhen: [{ name: 'the pools are smaller', replace: [['poolSize: 40', 'poolSize: 5']] }],
  },
  {
    name: 'the address holds Prisma’s limit',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const app = express();
      const prisma = new PrismaClient();
      //                 ^^^^^^^^^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await prisma.order.findMany()));
      app.listen(3000);
      # file: package.json
      { "name": "shop", "main": "src/app.ts", "type": "module", "dependencies": { "express": "^5.0.0", "@prisma/client": "^6.1.0" } }
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          environment:
            DATABASE_URL: postgres://shop:kept@orders-db:5432/shop?connection_limit=40
          deploy:
            replicas: 3
        orders-db:
          image: postgres:16
          command: postgres -c max_connections=100
    `,
    expect: [{ severity: 'error', says: ['3 × 40 (shop) = 120 of 97'] }],
    silentWhen: [{ name: 'the address asks for less', replace: [['connection_limit=40', 'connection_limit=5']] }],
  },
  {
    name: 'a roll-out adds pods',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
      //               ^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      # file: k8s/shop.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: shop
      spec:
        replicas: 4
        strategy:
          type: RollingUpdate
          rollingUpdate:
            maxSurge: 1
        template:
          spec:
            containers:
              - name: shop
                image: shop:1.0
                command: [node, src/app.ts]
                env:
                  - name: DATABASE_URL
                    value: postgres://shop@orders-db:5432/shop
    `,
    configuration: {
      databases: {
        'postgres:orders-db/shop': {
          maxConnections: 100,
          reserved: 3,
          from: 'SHOW max_connections',
          on: null,
          line: 0,
        },
      },
    },
    expect: [{ severity: 'error', says: ['(4 + 1) × 20 (shop) = 100 of 97'] }],
    silentWhen: [{ name: 'the pools are smaller', replace: [['max: 20', 'max: 10']] }],
  },
  {
    name: 'two pools of one program count together',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const orders = new Pool({ connectionString: process.env.DATABASE_URL, max: 30 });
      //                 ^^^^ db-pool-over-budget
      const reports = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
      app.get('/orders', async (request, response) => response.send(await orders.query('select * from orders')));
      app.get('/reports', async (request, response) => response.send(await reports.query('select * from reports')));
      app.listen(3000);
      ${compose(4, 100)}`,
    expect: [{ severity: 'error', says: ['4 × (30 + 20) (shop) = 200 of 97'] }],
    silentWhen: [
      {
        name: 'they are small',
        replace: [
          ['max: 30', 'max: 5'],
          ['max: 20', 'max: 5'],
        ],
      },
    ],
  },
  {
    name: 'a plugin makes the pool',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      import postgres from '@fastify/postgres';
      const app = Fastify();
      app.register(postgres, { connectionString: process.env.DATABASE_URL, max: 40 });
      //  ^^^^^^^^ db-pool-over-budget
      app.get('/orders', async () => app.pg.query('select * from orders'));
      await app.listen({ port: 3000 });
      ${compose(4, 100)}`,
    expect: [{ severity: 'error', says: ['4 × 40 (shop) = 160 of 97'] }],
    silentWhen: [{ name: 'the pool is small', replace: [['max: 40', 'max: 5']] }],
  },
  {
    name: 'nothing says how many instances run',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 60 });
      //               ^^^^ db-pool-over-budget
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          environment:
            DATABASE_URL: postgres://shop:kept@orders-db:5432/shop
        orders-db:
          image: postgres:16
          command: postgres -c max_connections=100
    `,
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances all pools together may open 120'] }],
    silentWhen: [{ name: 'the pools are smaller', replace: [['max: 60', 'max: 10']] }],
  },
  {
    name: 'the machine says how many processes run, so that their number is assumed',
    files: `
      // file: src/app.ts
      import cluster from 'node:cluster';
      import os from 'node:os';
      import { serve } from './serve.ts';
      if (cluster.isPrimary) for (let at = 0; at < os.cpus().length; at++) cluster.fork();
      else serve();
      // file: src/serve.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
      //               ^^^^ db-pool-over-budget
      export function serve() {
        const app = express();
        app.get('/orders', async (request, response) => response.send(await pool.query('select 1')));
        app.listen(3000);
      }
      ${compose(3, 100)}
    `,
    expect: [
      {
        says: ['3 × 2 × 20 (shop) = 120 of 97', 'assuming 2 processes a host for shop, whose number no file says'],
      },
    ],
    silentWhen: [{ name: 'it runs in one process', replace: [['cluster.fork()', 'void 0']] }],
  },
  {
    name: 'the environment may set the size and the code says the default',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { pool } from './database.ts';
      const app = express();
      app.get('/orders', async (request, response) => response.send(await pool.query('select * from orders')));
      app.listen(3000);
      // file: src/database.ts
      import { createPool } from 'mysql2/promise';
      export const pool = createPool({ uri: process.env.DATABASE_URL, connectionLimit: Number(process.env.POOL_SIZE ?? 50) });
      //                  ^^^^^^^^^^ db-pool-over-budget
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          environment:
            DATABASE_URL: mysql://shop:kept@orders-db:3306/shop
          deploy:
            replicas: 4
        orders-db:
          image: mysql:8
          command: mysqld --max-connections=100
    `,
    expect: [{ confidence: 'medium', says: ['4 × 50 (shop) = 200 of'] }],
    silentWhen: [{ name: 'the default is small', replace: [['?? 50', '?? 5']] }],
  },
];

checkRule(rule, [...silent, ...flagged]);
