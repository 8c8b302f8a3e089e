import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

/** Look-alikes that must stay silent, each for a reason of its own. */
const silent: readonly RuleCase[] = [
  {
    name: 'a table that is filled while the module loads',
    gate: 'moment',
    files: `
      // file: src/app.ts
      import express from 'express';
      const rates = new Map<string, number>();
      for (const [zone, rate] of [['eu', 4], ['us', 9]] as const) rates.set(zone, rate);
      const app = express();
      app.get('/shipping/:zone', (req, res) => res.json({ rate: rates.get(req.params.zone) }));
      app.listen(3000);
    `,
  },
  {
    name: 'a map that lives inside one request',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      const app = express();
      app.post('/orders/summary', (req, res) => {
        const totals = new Map<string, number>();
        for (const line of req.body.lines) totals.set(line.sku, (totals.get(line.sku) ?? 0) + line.amount);
        res.json([...totals]);
      });
      app.listen(3000);
    `,
  },
  {
    name: 'work in flight, let go in finally',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool();
      const pending = new Map<string, Promise<unknown>>();
      async function loadProduct(sku: string) {
        const known = pending.get(sku);
        if (known) return known;
        const work = pool.query('select * from products where sku = $1', [sku]);
        pending.set(sku, work);
        try {
          return await work;
        } finally {
          pending.delete(sku);
        }
      }
      const app = express();
      app.get('/products/:sku', async (req, res) => res.json(await loadProduct(req.params.sku)));
      app.listen(3000);
    `,
  },
  {
    name: 'an annotation of objects that this process holds',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const startedAt = new WeakMap<object, number>();
      const app = express();
      app.use((req, res, next) => {
        startedAt.set(req, Date.now());
        next();
      });
      app.get('/orders', (req, res) => res.json({ waited: Date.now() - (startedAt.get(req) ?? 0) }));
      app.listen(3000);
    `,
  },
  {
    name: 'a copy of rows that a database holds',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool();
      const products = new Map<string, unknown>();
      const app = express();
      app.get('/products/:sku', async (req, res) => {
        const { sku } = req.params;
        if (!products.has(sku)) {
          const { rows } = await pool.query('select * from products where sku = $1', [sku]);
          products.set(sku, rows[0]);
        }
        res.json(products.get(sku));
      });
      app.listen(3000);
    `,
  },
  {
    name: 'a result that follows from its key alone',
    gate: 'role',
    files: `
      // file: src/app.js
      const express = require('express');
      const slugs = {};
      function slugOf(title) {
        if (slugs[title]) return slugs[title];
        slugs[title] = title.toLowerCase().replace(/[^a-z]+/g, '-');
        return slugs[title];
      }
      const app = express();
      app.get('/slug/:title', (req, res) => res.send(slugOf(req.params.title)));
      app.listen(3000);
    `,
  },
  {
    name: 'sockets of this process, kept to close them at the end',
    gate: 'role',
    files: `
      // file: src/app.ts
      import { WebSocketServer, type WebSocket } from 'ws';
      const open = new Set<WebSocket>();
      const server = new WebSocketServer({ port: 3000 });
      server.on('connection', (socket) => {
        open.add(socket);
        socket.on('close', () => open.delete(socket));
      });
      process.on('SIGTERM', () => {
        for (const socket of open) socket.close();
      });
    `,
  },
  {
    name: 'functions that wait for an answer on the same process',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const waiting = new Map<string, (price: number) => void>();
      const app = express();
      app.get('/quote/:id', (req, res) => {
        waiting.set(req.params.id, (price) => res.json({ price }));
      });
      app.post('/quote/:id/answer', (req, res) => {
        waiting.get(req.params.id)?.(req.body.price);
        res.end();
      });
      app.listen(3000);
    `,
  },
  {
    name: 'a test of the server that keeps what it saw',
    gate: 'scope',
    files: `
      // file: src/app.ts
      import express from 'express';
      const app = express();
      app.listen(3000);
      // file: test/orders.test.ts
      import express from 'express';
      const orders = new Map<string, unknown>();
      const fake = express();
      fake.post('/orders', (req, res) => {
        orders.set(req.body.id, req.body);
        res.json(orders.get(req.body.id));
      });
      fake.listen(4000);
    `,
  },
  {
    name: 'a hook of a page that runs in the browser',
    gate: 'scope',
    files: `
      // file: src/app.ts
      import express from 'express';
      const app = express();
      app.listen(3000);
      // file: web/cart.tsx
      'use client';
      const carts = new Map<string, string[]>();
      export function addToCart(user: string, sku: string) {
        carts.set(user, [...(carts.get(user) ?? []), sku]);
      }
    `,
  },
  {
    name: 'figures that monitoring collects from each instance',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const requestStats: Record<string, number> = {};
      const app = express();
      app.use((req, res, next) => {
        requestStats[req.path] = (requestStats[req.path] ?? 0) + 1;
        next();
      });
      app.get('/metrics', (req, res) => res.json(requestStats));
      app.listen(3000);
    `,
  },
  {
    name: 'a registry that the start fills with handlers',
    gate: 'moment',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { handlerOf, register } from './handlers.js';
      register('order.placed', (order) => console.log(order));
      register('order.paid', (order) => console.log(order));
      const app = express();
      app.post('/hooks/:kind', (req, res) => {
        handlerOf(req.params.kind)?.(req.body);
        res.end();
      });
      app.listen(3000);
      // file: src/handlers.ts
      const handlers = new Map<string, (order: unknown) => void>();
      export const register = (kind: string, handler: (order: unknown) => void) => handlers.set(kind, handler);
      export const handlerOf = (kind: string) => handlers.get(kind);
    `,
  },
  {
    name: 'pools by tenant, which are clients of this process',
    gate: 'role',
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
    name: 'a list that is written and never read again',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const refunds: string[] = [];
      const app = express();
      app.post('/refunds', (req, res) => {
        refunds.push(req.body.id);
        res.end();
      });
      app.listen(3000);
    `,
  },
  {
    name: 'a command line that no server imports',
    gate: 'scope',
    files: `
      // file: src/app.ts
      import express from 'express';
      const app = express();
      app.get('/', (req, res) => res.end());
      app.listen(3000);
      // file: scripts/import-orders.ts
      const orders = new Map<string, number>();
      function take(id: string) {
        orders.set(id, (orders.get(id) ?? 0) + 1);
      }
      take('a');
    `,
  },
];

/** Look-alikes that real applications held. */
const mended: readonly RuleCase[] = [
  {
    name: 'chains of work in flight that are given their promise after they are put in',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { load } from './load.js';
      const chains = new Map<string, Chain>();
      type Chain = { current?: { promise: Promise<unknown> }; handoffs: number };
      function once(key: string) {
        let chain = chains.get(key);
        if (chain?.current) return chain.current.promise;
        if (!chain) {
          chain = { handoffs: 0, waiting: new Set() };
          chains.set(key, chain);
        }
        const { promise, resolve, reject } = Promise.withResolvers();
        chain.current = { promise, settle: resolve };
        const done = () => chains.delete(key);
        load(key).then((value) => { done(); resolve(value); }, (error) => { done(); reject(error); });
        return promise;
      }
      const app = express();
      app.get('/products/:sku', async (req, res) => res.json(await once(req.params.sku)));
      app.listen(3000);
      // file: src/load.ts
      export const load = (key: string) => fetch('https://shop.example/' + key);
    `,
  },
  {
    name: 'a list that is set as a whole from the settings',
    gate: 'none',
    files: `
      // file: src/app.js
      import express from 'express';
      let shops = [];
      function load() {
        if (shops.length === 0) shops = (process.env.SHOPS ?? 'north').split(',');
        return shops;
      }
      const app = express();
      app.get('/shops', (req, res) => res.json(load()));
      app.listen(3000);
    `,
  },
  {
    name: 'what another service said, taken apart by callbacks',
    gate: 'role',
    files: `
      // file: src/app.js
      import express from 'express';
      const windows = {};
      function load() {
        return fetch('https://models.example.com')
          .then((answer) => answer.json())
          .then(({ data: models }) => {
            models.forEach((model) => {
              windows[model.id] = model.size;
            });
          });
      }
      const app = express();
      app.get('/models/:id', async (req, res) => {
        await load();
        res.json(windows[req.params.id]);
      });
      app.listen(3000);
    `,
  },
  {
    name: 'an index over what is there already, built on a miss',
    gate: 'role',
    files: `
      // file: src/app.js
      import express from 'express';
      import { catalogues } from './catalogues.js';
      const indexes = {};
      function find(shop, title) {
        if (!indexes[shop]) {
          const index = {};
          for (const name of Object.keys(catalogues[shop])) index[name.toLowerCase()] = name;
          indexes[shop] = index;
        }
        return indexes[shop][title];
      }
      const app = express();
      app.get('/:shop/:title', (req, res) => res.json(find(req.params.shop, req.params.title)));
      app.listen(3000);
      // file: src/catalogues.js
      export const catalogues = { north: { Mug: 9 }, south: { Cup: 4 } };
    `,
  },
  {
    name: 'answers by shop, streams that belong to this process',
    gate: 'role',
    files: `
      // file: src/app.js
      import express from 'express';
      const connections = new Map();
      const app = express();
      app.get('/:shop/events', (req, res) => {
        if (!connections.has(req.params.shop)) connections.set(req.params.shop, new Set());
        connections.get(req.params.shop).add(res);
      });
      app.post('/:shop/orders', (req, res) => {
        for (const stream of connections.get(req.params.shop) ?? []) stream.write('order');
        res.end();
      });
      app.listen(3000);
    `,
  },
  {
    name: 'templates that are compiled from files, read by a callback',
    gate: 'role',
    files: `
      // file: src/app.ts
      import { readFile } from 'node:fs';
      import ejs from 'ejs';
      import express from 'express';
      const templates: Record<string, unknown> = {};
      function template(name: string) {
        return new Promise((resolve, reject) => {
          if (templates[name]) return resolve(templates[name]);
          readFile(name, 'utf8', (error, text) => {
            if (error) return reject(error);
            templates[name] = ejs.compile(text);
            resolve(templates[name]);
          });
        });
      }
      const app = express();
      app.get('/mails/:name', async (req, res) => res.json(await template(req.params.name)));
      app.listen(3000);
    `,
  },
  {
    name: 'rows that a helper is given to keep',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool();
      const members = new Map<string, unknown>();
      function keep(id: string, row: object) {
        members.set(id, { ...row, until: Date.now() + 60_000 });
      }
      const app = express();
      app.get('/members/:id', async (req, res) => {
        const known = members.get(req.params.id);
        if (known) return res.json(known);
        const { rows } = await pool.query('select * from members where id = $1', [req.params.id]);
        keep(req.params.id, rows[0]);
        res.json(rows[0]);
      });
      app.listen(3000);
    `,
  },
  {
    name: 'marks of what this process has set up',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      const pool = new Pool();
      const ensuredTables = new Set<string>();
      async function ensure(table: string) {
        if (ensuredTables.has(table)) return;
        ensuredTables.add(table);
        await pool.query('create table if not exists orders (id int)');
      }
      const app = express();
      app.post('/:table', async (req, res) => {
        await ensure(req.params.table);
        res.end();
      });
      app.listen(3000);
    `,
  },
  {
    name: 'memory where no shared store is set, beside it',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import Redis from 'ioredis';
      const redis = process.env.REDIS_URL ? new Redis(process.env.REDIS_URL) : null;
      const tokens = new Map<string, string>();
      async function remember(token: string, user: string) {
        if (redis) {
          await redis.set(token, user);
        } else {
          tokens.set(token, user);
        }
      }
      const app = express();
      app.post('/login', async (req, res) => {
        await remember(req.body.token, req.body.user);
        res.end();
      });
      app.get('/me', async (req, res) => {
        const token = String(req.query.token);
        res.json(redis ? await redis.get(token) : tokens.get(token));
      });
      app.listen(3000);
    `,
  },
  {
    name: 'entries that are kept outside production only',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      const sentMails: string[] = [];
      const app = express();
      app.post('/orders', (req, res) => {
        if (process.env.NODE_ENV !== 'production') sentMails.push(req.body.mail);
        res.end();
      });
      app.get('/mails', (req, res) => res.json(sentMails));
      app.listen(3000);
    `,
  },
];

/** Entries that one instance has and the next one misses. */
const flagged: readonly RuleCase[] = [
  {
    name: 'requests counted in place under a key',
    files: `
      // file: src/app.ts
      import express from 'express';
      const asked = new Map<string, { count: number; resetAt: number }>();
      //    ^^^^^ state-module-collection
      function allowed(key: string) {
        const now = Date.now();
        const record = asked.get(key);
        if (!record || now > record.resetAt) {
          asked.set(key, { count: 1, resetAt: now + 60_000 });
          return true;
        }
        if (record.count >= 10) return false;
        record.count++;
        return true;
      }
      const app = express();
      app.get('/check', (req, res) => res.json(allowed(String(req.ip))));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'no request leads there', replace: [['allowed(String(req.ip))', 'true']] }],
  },
  {
    name: 'what a registering function puts under a key that chance makes',
    files: `
      // file: src/app.ts
      import { randomUUID } from 'node:crypto';
      import express from 'express';
      const requests = new Map<string, { user: string; at: number }>();
      //    ^^^^^^^^ state-module-collection
      function registerRequest(user: string) {
        const id = randomUUID();
        requests.set(id, { user, at: Date.now() });
        return id;
      }
      const app = express();
      app.post('/devices', (req, res) => res.json(registerRequest(String(req.query.user))));
      app.post('/devices/:id', (req, res) => res.json(requests.get(req.params.id)));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'the key is given', replace: [['const id = randomUUID();', 'const id = user;']] }],
  },
  {
    name: 'a list that is replaced by itself and one more',
    files: `
      // file: src/app.js
      import express from 'express';
      let refunds = [];
      //  ^^^^^^^ state-module-collection
      const app = express();
      app.post('/refunds', (req, res) => {
        refunds = [...refunds, req.body];
        res.end();
      });
      app.get('/refunds', (req, res) => res.json(refunds));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'it is emptied instead', replace: [['[...refunds, req.body]', '[]']] }],
  },
  {
    name: 'carts filled by one route and shown by another, three instances declared',
    files: `
      // file: src/app.ts
      import express from 'express';
      const carts = new Map<string, string[]>();
      //    ^^^^^ state-module-collection
      const app = express();
      app.post('/cart/:user', (req, res) => {
        carts.set(req.params.user, [...(carts.get(req.params.user) ?? []), req.body.sku]);
        res.end();
      });
      app.get('/cart/:user', (req, res) => res.json(carts.get(req.params.user) ?? []));
      app.listen(3000);
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          deploy:
            replicas: 3
    `,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        symbol: 'carts',
        says: ['Carts kept in `carts` exist on one instance only', '3 instances (compose.yaml:6)', 'POST /cart/:user'],
      },
    ],
    silentWhen: [
      {
        name: 'no request leads there',
        replace: [
          ["app.post('/cart/:user'", "fill('/cart/:user'"],
          ["app.get('/cart/:user'", "fill('/cart/:user'"],
          ['const app =', 'const fill = (path: string, show: unknown) => [path, show];\nconst app ='],
        ],
      },
    ],
  },
  {
    name: 'sessions behind functions of another file, number of instances unknown',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { createSession, sessionOf } from './sessions.js';
      const app = express();
      app.post('/login', (req, res) => res.json({ token: createSession(req.body.user) }));
      app.get('/me', (req, res) => res.json(sessionOf(String(req.headers.authorization))));
      app.listen(3000);
      // file: src/sessions.ts
      import { randomUUID } from 'node:crypto';
      const sessions = new Map<string, { user: string }>();
      //    ^^^^^^^^ state-module-collection
      export function createSession(user: string) {
        const token = randomUUID();
        sessions.set(token, { user });
        return token;
      }
      export const sessionOf = (token: string) => sessions.get(token);
    `,
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances'] }],
    silentWhen: [
      { name: 'the route that signs in is gone', replace: [['createSession(req.body.user)', 'req.body.user']] },
      {
        name: 'the entries stand in a database',
        replace: [
          ['sessions.set(token, { user });', "pool.query('insert into sessions values ($1, $2)', [token, user]);"],
          [
            "import { randomUUID } from 'node:crypto';",
            "import { randomUUID } from 'node:crypto';\nimport { Pool } from 'pg';\nconst pool = new Pool();",
          ],
        ],
      },
    ],
  },
  {
    name: 'a list of a CommonJS application',
    files: `
      // file: src/app.js
      const express = require('express');
      const orders = [];
      //    ^^^^^^ state-module-collection
      const app = express();
      app.post('/orders', (req, res) => {
        orders.push(req.body);
        res.status(201).end();
      });
      app.get('/orders/:id', (req, res) => res.json(orders.find((order) => order.id === req.params.id)));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'nothing is pushed', replace: [['orders.push(req.body);', 'console.log(req.body);']] }],
  },
  {
    name: 'a plain object with keys from requests',
    files: `
      // file: src/app.js
      import express from 'express';
      const attempts = {};
      //    ^^^^^^^^ ratelimit-handrolled
      const app = express();
      app.post('/login', (req, res) => {
        attempts[req.ip] = (attempts[req.ip] ?? 0) + 1;
        if (attempts[req.ip] > 5) return res.status(429).end();
        res.json({ ok: true });
      });
      app.listen(3000);
      # file: k8s/deployment.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: shop
      spec:
        replicas: 4
        selector:
          matchLabels: { app: shop }
        template:
          metadata:
            labels: { app: shop }
          spec:
            containers:
              - name: shop
                image: registry.example.com/shop:1
                command: [node, src/app.js]
    `,
    expect: [
      { severity: 'error', says: ['5 sign-in tries are really up to 20', '4 instances (k8s/deployment.yaml:6)'] },
    ],
    silentWhen: [
      {
        name: 'no server listens',
        replace: [
          ['app.post(', 'note('],
          ['const app = express();', 'const app = express(); const note = (path, act) => path;'],
        ],
      },
    ],
  },
  {
    name: 'webhook ids that are seen once, in a set',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      const processedEvents = new Set<string>();
      //    ^^^^^^^^^^^^^^^ state-dedupe-in-memory
      const app = Fastify();
      app.post('/hooks/payments', async (request, reply) => {
        const { id } = request.body as { id: string };
        if (processedEvents.has(id)) return reply.send();
        processedEvents.add(id);
        return reply.code(202).send();
      });
      app.listen({ port: 3000 });
    `,
    expect: [{ says: ['another instance does it again'] }],
    silentWhen: [{ name: 'nothing is added', replace: [['processedEvents.add(id);', '']] }],
  },
  {
    name: 'a variable of a plugin that is registered once',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      import { vouchers } from './vouchers.js';
      const app = Fastify();
      app.register(vouchers);
      app.listen({ port: 3000 });
      // file: src/vouchers.ts
      import type { FastifyInstance } from 'fastify';
      export async function vouchers(app: FastifyInstance) {
        const issued = new Map<string, number>();
        //    ^^^^^^ state-module-collection
        app.post('/vouchers', async (request) => {
          const { code, amount } = request.body as { code: string; amount: number };
          issued.set(code, amount);
        });
        app.get('/vouchers/:code', async (request) => issued.get((request.params as { code: string }).code));
      }
    `,
    silentWhen: [{ name: 'the plugin is not registered', replace: [['app.register(vouchers);', '']] }],
  },
  {
    name: 'a socket event fills what a route shows',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { createServer } from 'node:http';
      import { Server } from 'socket.io';
      const online: Record<string, string> = {};
      //    ^^^^^^ state-module-collection
      const app = express();
      const server = createServer(app);
      const io = new Server(server);
      io.on('connection', (socket) => {
        socket.on('join', (name: string) => {
          online[name] = socket.id;
        });
      });
      app.get('/online', (req, res) => res.json(Object.keys(online)));
      server.listen(3000);
    `,
    expect: [{ says: ['users on other instances do not see each other'] }],
    silentWhen: [{ name: 'no socket is taken', replace: [["io.on('connection'", "console.log('connection'"]] }],
  },
  {
    name: 'rooms that begin empty and grow',
    files: `
      // file: src/app.ts
      import express from 'express';
      const rooms = new Map<string, { players: string[] }>();
      //    ^^^^^ state-module-collection
      function roomOf(id: string) {
        let room = rooms.get(id);
        if (!room) {
          room = { players: [] };
          rooms.set(id, room);
        }
        return room;
      }
      const app = express();
      app.post('/rooms/:id/join', (req, res) => {
        roomOf(req.params.id).players.push(req.body.name);
        res.end();
      });
      app.get('/rooms/:id', (req, res) => res.json(roomOf(req.params.id)));
      app.listen(3000);
    `,
    silentWhen: [
      {
        name: 'both routes are gone',
        replace: [
          ['roomOf(req.params.id).players.push(req.body.name);', ''],
          ['res.json(roomOf(req.params.id))', 'res.end()'],
        ],
      },
    ],
  },
  {
    name: 'job states in a Next route, read by another route',
    files: `
      // file: package.json
      { "name": "shop", "private": true, "scripts": { "start": "next start" }, "dependencies": { "next": "15.0.0" } }
      // file: lib/jobs.ts
      export const jobs = new Map<string, string>();
      //           ^^^^ state-module-collection
      // file: app/api/exports/route.ts
      import { jobs } from '../../../lib/jobs';
      export async function POST() {
        const id = crypto.randomUUID();
        jobs.set(id, 'waiting');
        return Response.json({ id });
      }
      // file: app/api/exports/[id]/route.ts
      import { jobs } from '../../../../lib/jobs';
      export async function GET(request: Request, { params }: { params: { id: string } }) {
        return Response.json({ state: jobs.get(params.id) });
      }
    `,
    expect: [{ says: ['may reach an instance that never had it'] }],
    silentWhen: [{ name: 'nothing is put in', replace: [["jobs.set(id, 'waiting');", '']] }],
  },
  {
    name: 'codes sent by mail and checked later, in Koa',
    files: `
      // file: src/app.ts
      import Router from '@koa/router';
      import Koa from 'koa';
      const codes = new Map<string, { code: string; expiresAt: number }>();
      //    ^^^^^ auth-challenge-in-memory
      const router = new Router();
      router.post('/codes', async (ctx) => {
        const code = String(Math.floor(Math.random() * 1_000_000));
        codes.set(ctx.query.mail as string, { code, expiresAt: Date.now() + 300_000 });
      });
      router.post('/codes/check', async (ctx) => {
        const known = codes.get(ctx.query.mail as string);
        ctx.body = { ok: known?.code === ctx.query.code };
      });
      const app = new Koa();
      app.use(router.routes());
      app.listen(3000);
    `,
    expect: [{ says: ['never saw the code'] }],
    silentWhen: [{ name: 'no code is put in', replace: [['codes.set(', 'console.log(']] }],
  },
  {
    name: 'stock counted down by a message and shown by a route, in Hono',
    files: `
      // file: src/app.ts
      import { serve } from '@hono/node-server';
      import { Hono } from 'hono';
      const stock = new Map<string, number>([['mug', 10]]);
      //    ^^^^^ state-module-collection
      const app = new Hono();
      app.post('/orders/:sku', (c) => {
        const sku = c.req.param('sku');
        stock.set(sku, (stock.get(sku) ?? 0) - 1);
        return c.body(null, 204);
      });
      serve({ fetch: app.fetch, port: 3000 });
    `,
    expect: [{ says: ['sells from its own count'] }],
    silentWhen: [{ name: 'nothing is counted', replace: [['stock.set(sku, (stock.get(sku) ?? 0) - 1);', '']] }],
  },
];

checkRules(moduleRules, [...silent, ...mended, ...flagged]);
