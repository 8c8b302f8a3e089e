import { rule } from '../../src/rules/connections/db-client-per-request.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const silent: readonly RuleCase[] = [
  ...(
    [
      ['a driver', `import Database from 'better-sqlite3';`, `new Database('orders.db')`],
      ['the language', `import { DatabaseSync } from 'node:sqlite';`, `new DatabaseSync('orders.db')`],
      ['a library of documents', `import Datastore from '@seald-io/nedb';`, `new Datastore({ filename: 'orders.db' })`],
    ] as const
  ).map(([name, head, opened]) => ({
    name: `a file that each request opens by ${name}, which asks no server for a connection`,
    gate: 'none' as const,
    files: `
      // file: src/app.ts
      import express from 'express';
      ${head}
      const app = express();
      app.get('/orders', (req, res) => res.json(${opened}.name));
      app.listen(3000);
    `,
  })),
  {
    name: 'a handler that answers only in tests',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { seed } from './seed.ts';
      const app = express();
      app.post('/seed', async (req, res) => {
        if (process.env.NODE_ENV !== 'test') throw new Error('not found');
        await seed();
        res.end();
      });
      app.listen(3000);
      // file: src/seed.ts
      import { Queue } from 'bullmq';
      export async function seed() {
        const orders = new Queue('orders');
        await orders.add('first', {});
      }
    `,
  },
  {
    name: 'a route that is there only in development',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      if (process.env.NODE_ENV === 'development') {
        app.post('/seed', async (req, res) => res.json(await new Pool().query('select 1')));
      }
      app.listen(3000);
    `,
  },
  {
    name: 'a pool that the module makes',
    gate: 'moment',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool();
      const app = express();
      app.get('/orders', async (req, res) => res.json(await pool.query('select 1')));
      app.listen(3000);
    `,
  },
  {
    name: 'made at the first request and kept, by ??=',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      let pool: Pool | undefined;
      const poolOf = () => (pool ??= new Pool());
      const app = express();
      app.get('/orders', async (req, res) => res.json(await poolOf().query('select 1')));
      app.listen(3000);
    `,
  },
  {
    name: 'kept, and given back as long as a flag says that it is connected',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      class Database {
        private pool: Pool;
        private connected = false;
        connection() {
          if (this.connected) {
            return this.pool;
          } else {
            this.pool = new Pool();
            this.pool.on('error', () => { this.connected = false; });
            this.connected = true;
            return this.pool;
          }
        }
      }
      const database = new Database();
      const app = express();
      app.get('/orders', async (req, res) => res.json(await database.connection().query('select 1')));
      app.listen(3000);
    `,
  },
  {
    name: 'made at the first request and kept, by if',
    gate: 'lifetime',
    files: `
      // file: src/app.js
      const express = require('express');
      const { MongoClient } = require('mongodb');
      let client = null;
      async function connect() {
        if (!client) {
          client = new MongoClient(process.env.MONGO_URL);
          await client.connect();
        }
        return client;
      }
      const app = express();
      app.get('/orders', async (req, res) => res.json(await (await connect()).db().collection('orders').find().toArray()));
      app.listen(3000);
    `,
  },
  {
    name: 'kept on the global object for reloads',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const globalForPrisma = globalThis as unknown as { prisma?: PrismaClient };
      function prismaOf() {
        globalForPrisma.prisma = globalForPrisma.prisma ?? new PrismaClient();
        return globalForPrisma.prisma;
      }
      const app = express();
      app.get('/orders', async (req, res) => res.json(await prismaOf().order.findMany()));
      app.listen(3000);
    `,
  },
  {
    name: 'one for each tenant, kept in a map',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pools = new Map<string, Pool>();
      function poolOf(tenant: string) {
        const known = pools.get(tenant);
        if (known) return known;
        const pool = new Pool({ database: tenant });
        pools.set(tenant, pool);
        return pool;
      }
      const app = express();
      app.get('/:tenant/orders', async (req, res) => res.json(await poolOf(req.params.tenant).query('select 1')));
      app.listen(3000);
    `,
  },
  {
    name: 'a factory that is called once and remembered',
    gate: 'moment',
    files: `
      // file: src/app.ts
      import express from 'express';
      import Redis from 'ioredis';
      import { once } from './once.js';
      const redis = once(() => new Redis());
      const app = express();
      app.get('/hits', async (req, res) => res.json(await redis().get('hits')));
      app.listen(3000);
      // file: src/once.ts
      export function once<T>(make: () => T): () => T {
        let made: T | undefined;
        return () => (made ??= make());
      }
    `,
  },
  {
    name: 'a field of a provider that Nest makes once',
    gate: 'moment',
    files: `
      // file: src/main.ts
      import { Controller, Get, Injectable, Module } from '@nestjs/common';
      import { NestFactory } from '@nestjs/core';
      import { PrismaClient } from '@prisma/client';
      @Injectable()
      export class Orders {
        private readonly prisma = new PrismaClient();
        all() {
          return this.prisma.order.findMany();
        }
      }
      @Controller('orders')
      export class OrderController {
        constructor(private readonly orders: Orders) {}
        @Get()
        all() {
          return this.orders.all();
        }
      }
      @Module({ controllers: [OrderController], providers: [Orders] })
      export class AppModule {}
      NestFactory.create(AppModule).then((app) => app.listen(3000));
    `,
  },
  {
    name: 'getInstance, which makes one and keeps it',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { createClient } from 'redis';
      class Store {
        private static client: ReturnType<typeof createClient> | null = null;
        static getClient() {
          if (Store.client === null) {
            Store.client = createClient({ url: process.env.REDIS_URL });
          }
          return Store.client;
        }
      }
      const app = express();
      app.get('/hits', async (req, res) => res.json(await Store.getClient().get('hits')));
      app.listen(3000);
    `,
  },
  {
    name: 'a script that no server imports',
    gate: 'scope',
    files: `
      // file: src/app.ts
      import express from 'express';
      const app = express();
      app.get('/', (req, res) => res.end());
      app.listen(3000);
      // file: scripts/export.ts
      import { Client } from 'pg';
      async function run() {
        const client = new Client();
        await client.connect();
        await client.end();
      }
      run();
    `,
  },
  {
    name: 'a connection that listens for its own stream',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import Redis from 'ioredis';
      const app = express();
      app.get('/events', (req, res) => {
        const subscriber = new Redis();
        subscriber.subscribe('orders');
        subscriber.on('message', (channel, text) => res.write(text));
        req.on('close', () => subscriber.quit());
      });
      app.listen(3000);
    `,
  },
  {
    name: 'the database that the request names, to try it out',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Client } from 'pg';
      const app = express();
      app.post('/connections/try', async (req, res) => {
        const client = new Client({ connectionString: req.body.url });
        await client.connect();
        await client.end();
        res.json({ ok: true });
      });
      app.listen(3000);
    `,
  },
];

const mended: readonly RuleCase[] = [
  {
    name: 'an object that is given what to connect to by the request',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Client } from 'pg';
      class Connector {
        private readonly address: string;
        constructor(address: string) {
          this.address = address;
        }
        async tables() {
          const client = new Client(this.address);
          await client.connect();
          return client.query('select 1');
        }
      }
      const app = express();
      app.post('/sources', async (req, res) => res.json(await new Connector(req.body.address).tables()));
      app.listen(3000);
    `,
  },
  {
    name: 'a pool in the constructor of an object that is made once and kept',
    gate: 'moment',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      class Settings {
        private readonly pool: Pool;
        constructor() {
          this.pool = new Pool();
        }
        all() {
          return this.pool.query('select 1');
        }
      }
      let shared: Settings | null = null;
      function settings() {
        if (!shared) {
          shared = new Settings();
        }
        return shared;
      }
      const app = express();
      app.get('/settings', async (req, res) => res.json(await settings().all()));
      app.listen(3000);
    `,
  },
  {
    name: 'a map keeps what was made around the client',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { RateLimiterRedis } from 'rate-limiter-flexible';
      import { connect } from './redis.ts';
      const app = express();
      const limiters = new Map();
      async function limiterOf(plan: string) {
        if (limiters.has(plan)) return limiters.get(plan);
        const client = await connect();
        let limiter;
        limiter = new RateLimiterRedis({ storeClient: client, points: 5 });
        limiters.set(plan, limiter);
        return limiter;
      }
      app.get('/orders', async (request, response) => {
        const limiter = await limiterOf(request.user.plan);
        await limiter.consume(request.ip);
        response.send([]);
      });
      app.listen(3000);
      // file: src/redis.ts
      import { createClient } from 'redis';
      export async function connect() {
        return createClient({ url: process.env.REDIS_URL }).connect();
      }
    `,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'two pools, one of them under a condition: neither stands for the other',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const app = express();
      app.get('/orders', async (req, res) => {
        if (req.query.slow) {
          const slow = new Pool({ statement_timeout: 9000 });
          //               ^^^^ db-client-per-request
          return res.json(await slow.query('select 1'));
        }
        const fast = new Pool({ statement_timeout: 100 });
        //               ^^^^ db-client-per-request
        return res.json(await fast.query('select 1'));
      });
      app.listen(3000);
    `,
    silentWhen: [{ name: 'nothing answers', replace: [["app.get('/orders',", 'void (']] }],
  },
  {
    name: 'a client that is assigned in a try and closed in its finally: a warning',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { MongoClient } from 'mongodb';
      async function withDatabase(work: (client: MongoClient) => Promise<unknown>) {
        let client: MongoClient | undefined;
        try {
          client = new MongoClient('mongodb://db/shop');
          //           ^^^^^^^^^^^ db-client-per-request
          return await work(client);
        } finally {
          await client?.close();
        }
      }
      const app = express();
      app.get('/orders', async (req, res) => {
        res.json(await withDatabase(async (client) => client.db().collection('orders').countDocuments()));
      });
      app.listen(3000);
    `,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'no route leads there', replace: [["app.get('/orders', async", 'void (async']] }],
  },
  {
    name: 'a Prisma client in a handler',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const app = express();
      app.get('/orders', async (req, res) => {
        const prisma = new PrismaClient();
        //                 ^^^^^^^^^^^^ db-client-per-request
        res.json(await prisma.order.findMany());
      });
      app.listen(3000);
    `,
    expect: [{ severity: 'error', situation: 'always', says: ['GET /orders', 'Every request opens new connections'] }],
    silentWhen: [
      {
        name: 'it is made when the module loads',
        replace: [
          ['const prisma = new PrismaClient();', ''],
          ['const app =', 'const prisma = new PrismaClient();\nconst app ='],
        ],
      },
      { name: 'no route leads there', replace: [["app.get('/orders', async", 'void (async']] },
    ],
  },
  {
    name: 'a client of Redis that is closed by the twin that promisifyAll gives',
    files: `
      // file: src/app.js
      const express = require('express');
      const redis = require('redis');
      require('bluebird').promisifyAll(redis);
      const app = express();
      app.get('/orders', async (req, res) => {
        const client = redis.createClient({ host: 'cache' });
        //                   ^^^^^^^^^^^^ db-client-per-request
        const found = await client.lrangeAsync('orders', 0, -1);
        await client.quitAsync();
        res.json(found);
      });
      app.listen(3000);
    `,
    expect: [{ severity: 'note', says: ['opens and closes its own connections'] }],
    silentWhen: [{ name: 'no route leads there', replace: [["app.get('/orders', async", 'void (async']] }],
  },
  {
    name: 'a client that is opened and closed for each request: a warning',
    files: `
      // file: src/app.js
      const express = require('express');
      const { Client } = require('pg');
      const app = express();
      app.get('/orders', async (req, res) => {
        const client = new Client({ host: 'db' });
        //                 ^^^^^^ db-client-per-request
        await client.connect();
        try {
          res.json(await client.query('select 1'));
        } finally {
          await client.end();
        }
      });
      app.listen(3000);
    `,
    expect: [{ severity: 'warning', says: ['opens and closes its own connections'] }],
    silentWhen: [{ name: 'no route leads there', replace: [["app.get('/orders', async", 'void (async']] }],
  },
  {
    name: 'a factory in another file that makes one each time',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { countHits } from './hits.js';
      const app = express();
      app.get('/hits', async (req, res) => res.json(await countHits()));
      app.listen(3000);
      // file: src/hits.ts
      import { connectRedis } from './redis.js';
      export async function countHits() {
        return connectRedis().incr('hits');
      }
      // file: src/redis.ts
      import Redis from 'ioredis';
      export function connectRedis() {
        return new Redis(process.env.REDIS_URL ?? 'redis://cache:6379');
        //         ^^^^^ db-client-per-request
      }
    `,
    expect: [{ says: ['GET /hits'], related: ['src/app.ts:4', 'src/app.ts:4', 'src/hits.ts:3'] }],
    silentWhen: [
      {
        name: 'it is kept',
        replace: [
          ['return new Redis(', 'return shared ??= new Redis('],
          ["import Redis from 'ioredis';", "import Redis from 'ioredis';\nlet shared: Redis | undefined;"],
        ],
      },
    ],
  },
  {
    name: 'the constructor of a class that each request makes',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { OrderRepository } from './order-repository.js';
      const app = express();
      app.get('/orders', async (req, res) => res.json(await new OrderRepository().all()));
      app.listen(3000);
      // file: src/order-repository.ts
      import { Pool } from 'pg';
      export class OrderRepository {
        private readonly pool: Pool;
        constructor() {
          this.pool = new Pool({ max: 5 });
          //              ^^^^ db-client-per-request
        }
        all() {
          return this.pool.query('select 1');
        }
      }
    `,
    silentWhen: [
      {
        name: 'it is made once',
        replace: [
          ['await new OrderRepository().all()', 'await orders.all()'],
          ['const app =', 'const orders = new OrderRepository();\nconst app ='],
        ],
      },
    ],
  },
  {
    name: 'a field of a class that each request makes',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      import { PrismaClient } from '@prisma/client';
      class Carts {
        private readonly prisma = new PrismaClient();
        //                            ^^^^^^^^^^^^ db-client-per-request
        of(user: string) {
          return this.prisma.cart.findMany({ where: { user } });
        }
      }
      const app = Fastify();
      app.get('/carts/:user', async (request) => new Carts().of((request.params as { user: string }).user));
      app.listen({ port: 3000 });
    `,
    silentWhen: [
      {
        name: 'it is made once',
        replace: [
          ['new Carts().of', 'carts.of'],
          ['const app =', 'const carts = new Carts();\nconst app ='],
        ],
      },
    ],
  },
  {
    name: 'a connection for each socket',
    files: `
      // file: src/app.ts
      import { MongoClient } from 'mongodb';
      import { Server } from 'socket.io';
      const io = new Server(3000);
      io.on('connection', (socket) => {
        const client = new MongoClient('mongodb://db/shop');
        //                 ^^^^^^^^^^^ db-client-per-request
        socket.on('order', (order) => client.db().collection('orders').insertOne(order));
      });
    `,
    expect: [{ says: ['Every socket'] }],
    silentWhen: [{ name: 'no socket is taken', replace: [["io.on('connection', (", 'void ((']] }],
  },
  {
    name: 'a queue for each order',
    files: `
      // file: src/app.ts
      import { Queue } from 'bullmq';
      import Koa from 'koa';
      const app = new Koa();
      app.use(async (ctx) => {
        const queue = new Queue('orders', { connection: { host: 'cache' } });
        //                ^^^^^ db-client-per-request
        await queue.add('order', ctx.query);
        ctx.body = 'ok';
      });
      app.listen(3000);
    `,
    silentWhen: [{ name: 'no request leads there', replace: [['app.use(async', 'void (async']] }],
  },
  {
    name: 'a variable of the module that each request makes anew',
    files: `
      // file: src/app.js
      import express from 'express';
      import mysql from 'mysql2/promise';
      let connection;
      const app = express();
      app.get('/orders', async (req, res) => {
        connection = await mysql.createConnection({ host: 'db' });
        //                       ^^^^^^^^^^^^^^^^ db-client-per-request
        res.json(await connection.query('select 1'));
      });
      app.listen(3000);
    `,
    silentWhen: [
      { name: 'it is made only where there is none', replace: [['connection = await', 'connection ??= await']] },
    ],
  },
  {
    name: 'a route of Next',
    files: `
      // file: package.json
      { "name": "shop", "private": true, "scripts": { "start": "next start" }, "dependencies": { "next": "15.0.0", "@prisma/client": "6.0.0" } }
      // file: app/api/orders/route.ts
      import { PrismaClient } from '@prisma/client';
      export async function GET() {
        const prisma = new PrismaClient();
        //                 ^^^^^^^^^^^^ db-client-per-request
        return Response.json(await prisma.order.findMany());
      }
    `,
    silentWhen: [
      {
        name: 'it is made when the module loads',
        replace: [
          ['const prisma = new PrismaClient();', ''],
          ['export async function', 'const prisma = new PrismaClient();\nexport async function'],
        ],
      },
    ],
  },
  {
    name: 'a middleware that hangs a new client on each request',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { createClient } from 'redis';
      const app = express();
      app.use(async (req, res, next) => {
        res.locals.redis = createClient({ url: 'redis://cache:6379' });
        //                 ^^^^^^^^^^^^ db-client-per-request
        next();
      });
      app.listen(3000);
    `,
    silentWhen: [{ name: 'it is no middleware', replace: [['app.use(async', 'void (async']] }],
  },
  {
    name: 'a provider that Nest makes for each request',
    files: `
      // file: src/main.ts
      import { Controller, Get, Injectable, Module, Scope } from '@nestjs/common';
      import { NestFactory } from '@nestjs/core';
      import { PrismaClient } from '@prisma/client';
      @Injectable({ scope: Scope.REQUEST })
      export class Orders {
        private readonly prisma = new PrismaClient();
        //                            ^^^^^^^^^^^^ db-client-per-request
        all() {
          return this.prisma.order.findMany();
        }
      }
      @Controller('orders')
      export class OrderController {
        constructor(private readonly orders: Orders) {}
        @Get()
        all() {
          return this.orders.all();
        }
      }
      @Module({ controllers: [OrderController], providers: [Orders] })
      export class AppModule {}
      NestFactory.create(AppModule).then((app) => app.listen(3000));
    `,
    silentWhen: [
      { name: 'it is made once for all', replace: [['@Injectable({ scope: Scope.REQUEST })', '@Injectable()']] },
    ],
  },
];

checkRule(rule, [...silent, ...mended, ...flagged]);
