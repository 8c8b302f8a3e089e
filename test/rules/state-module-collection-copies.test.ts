import { rule } from '../../src/rules/stateless/state-module-collection.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** Copies of what all instances share, beside look-alikes that only mention it. */
const cases: readonly RuleCase[] = [
  {
    name: 'settings that are written to the database member by member and then kept',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const prisma = new PrismaClient();
      const shown: Record<string, unknown> = {};
      async function save(shop: string, data: { color: string; logo: string }) {
        await prisma.look.update({ where: { shop }, data: { color: data.color, logo: data.logo } });
        shown[shop] = { ...data, at: shop };
      }
      const app = express();
      app.put('/look/:shop', async (req, res) => { await save(req.params.shop, req.body); res.end(); });
      app.get('/look/:shop', (req, res) => { res.json(shown[req.params.shop]); });
      app.listen(3000);
    `,
  },
  {
    name: 'what is kept whole while the database gets one member of it under another name',
    silentWhen: [{ name: 'nothing is kept', replace: [['drawn[shop] = ', 'const kept = ']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const prisma = new PrismaClient();
      const drawn: Record<string, unknown> = {};
            ^^^^^ state-module-collection
      async function save(shop: string, data: { user: string; lines: string[] }) {
        await prisma.visit.create({ data: { by: data.user } });
        drawn[shop] = { ...data, at: shop };
      }
      const app = express();
      app.put('/boards/:shop', async (req, res) => { await save(req.params.shop, req.body); res.end(); });
      app.get('/boards/:shop', (req, res) => { res.json(drawn[req.params.shop]); });
      app.listen(3000);
    `,
  },
  {
    name: 'a list that a handler before all others builds up anew',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { engine } from './engine';
      let tables: Record<string, string[]> = {};
      async function reload() {
        tables = {};
        for (const name of await engine.names()) tables[name] = await engine.columns(name);
      }
      const app = express();
      app.all('/{*any}', async (req, res, next) => { await reload(); next(); });
      app.get('/tables/:name', (req, res) => { res.json(tables[req.params.name]); });
      app.listen(3000);
      // file: src/engine.ts
      export const engine = { names: async () => ['a'], columns: async (name: string) => [name] };
    `,
  },
  {
    name: 'settings that come with each request that asks for them',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const wishes: Record<string, unknown> = {};
      function take(req, res, next) {
        for (const [name, wish] of Object.entries(req.body.wishes)) wishes[name] = wish;
        next();
      }
      const app = express();
      app.post('/pages', [take], (req, res) => { res.json(wishes['language']); });
      app.post('/prints', [take], (req, res) => { res.json(wishes['paper']); });
      app.listen(3000);
    `,
  },
  {
    name: 'a list that one route alone builds up anew',
    silentWhen: [{ name: 'it stands before all', replace: [["app.post('/reload',", 'app.use(']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      import { engine } from './engine';
      let tables: Record<string, string[]> = {};
          ^^^^^^ state-module-collection
      async function reload() {
        tables = {};
        for (const name of await engine.names()) tables[name] = await engine.columns(name);
      }
      const app = express();
      app.post('/reload', async (req, res, next) => { await reload(); next(); });
      app.get('/tables/:name', (req, res) => { res.json(tables[req.params.name]); });
      app.listen(3000);
      // file: src/engine.ts
      export const engine = { names: async () => ['a'], columns: async (name: string) => [name] };
    `,
  },
  {
    name: 'baskets that a handler before all others begins and forgets from time to time',
    silentWhen: [
      { name: 'they are forgotten each time', replace: [['if (Date.now() > until) baskets = {};', 'baskets = {};']] },
    ],
    files: `
      // file: src/app.ts
      import express from 'express';
      let until = Date.now() + 1000;
      let baskets: Record<string, string[]> = {};
          ^^^^^^^ state-module-collection
      const app = express();
      app.use((req, res, next) => {
        if (Date.now() > until) baskets = {};
        baskets[req.ip] = [req.path];
        next();
      });
      app.get('/basket/:ip', (req, res) => { res.json(baskets[req.params.ip]); });
      app.listen(3000);
    `,
  },
];

checkRule(rule, cases);
