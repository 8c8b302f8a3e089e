import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

/** What hangs on the global object and must stay silent. */
const silent: readonly RuleCase[] = [
  {
    name: 'a client that outlives reloads of modules, as Prisma documents it',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const globalForPrisma = globalThis as unknown as { prisma?: PrismaClient };
      export const prisma = globalForPrisma.prisma ?? new PrismaClient();
      if (process.env.NODE_ENV !== 'production') globalForPrisma.prisma = prisma;
      const app = express();
      app.get('/orders', async (req, res) => res.json(await prisma.order.findMany()));
      app.post('/orders', async (req, res) => res.json(await prisma.order.create({ data: req.body })));
      app.listen(3000);
    `,
  },
  {
    name: 'a map that hangs there only outside production',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      if (process.env.NODE_ENV !== 'production') globalThis.seen = new Map();
      const app = express();
      app.post('/seen/:id', (req, res) => { globalThis.seen?.set(req.params.id, req.body); res.end(); });
      app.get('/seen/:id', (req, res) => res.json(globalThis.seen?.get(req.params.id)));
      app.listen(3000);
    `,
  },
  {
    name: 'what the response keeps for its page',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      const app = express();
      app.use((req, res, next) => { res.locals.lines = []; res.locals.lines.push(req.path); next(); });
      app.get('/orders', (req, res) => res.json(res.locals.lines));
      app.listen(3000);
    `,
  },
  {
    name: 'something that older runtimes lack',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      if (!globalThis.structuredClone) globalThis.structuredClone = (value) => JSON.parse(JSON.stringify(value));
      global.navigator = { userAgent: 'node' };
      const app = express();
      app.post('/orders', (req, res) => res.json(structuredClone({ ...req.body, by: navigator.userAgent })));
      app.listen(3000);
    `,
  },
  {
    name: 'configuration that is set at boot',
    gate: 'moment',
    files: `
      // file: src/app.ts
      import express from 'express';
      global.rates = {};
      for (const zone of ['eu', 'us']) global.rates[zone] = 4;
      const app = express();
      app.get('/shipping/:zone', (req, res) => res.json(global.rates[req.params.zone]));
      app.listen(3000);
    `,
  },
  {
    name: 'a file’s own name that is like a global',
    gate: 'moment',
    files: `
      // file: src/app.ts
      import express from 'express';
      globalThis.carts = new Map();
      globalThis.carts.set('none', []);
      const app = express();
      app.post('/sum', (req, res) => {
        const carts = new Map();
        for (const line of req.body) carts.set(line.sku, line.amount);
        res.json([...carts]);
      });
      app.listen(3000);
    `,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a map on globalThis',
    files: `
      // file: src/app.ts
      import express from 'express';
      globalThis.carts = new Map<string, string[]>();
      ^^^^^^^^^^^^^^^^ state-module-collection
      const app = express();
      app.post('/carts/:id', (req, res) => { globalThis.carts.set(req.params.id, req.body); res.end(); });
      app.get('/carts/:id', (req, res) => res.json(globalThis.carts.get(req.params.id)));
      app.listen(3000);
    `,
    expect: [{ says: ['carts kept in `carts`', 'POST /carts/:id puts in'] }],
    silentWhen: [
      { name: 'nobody asks for an entry', replace: [['globalThis.carts.get(req.params.id)', 'req.params.id']] },
    ],
  },
  {
    name: 'a table on global, filled and asked in other files',
    files: `
      // file: src/app.js
      const express = require('express');
      require('./state');
      const { put } = require('./put');
      const app = express();
      app.post('/carts/:id', put);
      app.get('/carts/:id', (req, res) => res.json(global.carts[req.params.id]));
      app.listen(3000);
      // file: src/state.js
      global.carts = {};
      ^^^^^^^^^^^^ state-module-collection
      // file: src/put.js
      exports.put = (req, res) => { global.carts[req.params.id] = req.body; res.end(); };
    `,
    silentWhen: [{ name: 'nobody asks for an entry', replace: [['global.carts[req.params.id])', 'req.params.id)']] }],
  },
  {
    name: 'made when it is missing, through another name and by its bare name',
    files: `
      // file: src/app.ts
      import express from 'express';
      const shared = globalThis as unknown as { carts?: Map<string, unknown> };
      shared.carts ??= new Map();
      ^^^^^^^^^^^^ state-module-collection
      const app = express();
      app.post('/carts/:id', (req, res) => { carts.set(req.params.id, req.body); res.end(); });
      app.get('/carts/:id', (req, res) => res.json(shared.carts.get(req.params.id)));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'nobody asks for an entry', replace: [['shared.carts.get(req.params.id)', 'req.params.id']] }],
  },
];

checkRules(moduleRules, [...silent, ...flagged]);
