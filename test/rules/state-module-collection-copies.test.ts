import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

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
      const known = new Set(['language', 'paper']);
      const wishes: Record<string, unknown> = {};
      function take(req, res, next) {
        for (const [name, wish] of Object.entries(req.body.wishes)) {
          if (!known.has(name)) continue;
          wishes[name] = wish;
        }
        next();
      }
      const app = express();
      app.post('/pages', [take], (req, res) => { res.json(wishes['language']); });
      app.post('/prints', [take], (req, res) => { res.json(wishes['paper']); });
      app.listen(3000);
    `,
  },
  {
    name: 'settings that one route sets for the others',
    silentWhen: [
      {
        name: 'each route that asks takes them',
        replace: [
          ["app.post('/pages', (", "app.post('/pages', take, ("],
          ["app.post('/wishes', take, (", "app.post('/wishes', ("],
        ],
      },
    ],
    files: `
      // file: src/app.ts
      import express from 'express';
      const wishes: Record<string, unknown> = {};
            ^^^^^^ state-module-collection
      function take(req, res, next) {
        for (const [name, wish] of Object.entries(req.body.wishes)) wishes[name] = wish;
        next();
      }
      const app = express();
      app.post('/wishes', take, (req, res) => { res.end(); });
      app.post('/pages', (req, res) => { res.json(wishes['language']); });
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
  {
    name: 'states that a timer brings up to date from the database',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import pg from 'pg';
      const pool = new pg.Pool();
      const states: Record<string, { stock: number }> = {};
      async function start(shop: string) {
        const { rows } = await pool.query('SELECT stock FROM shops WHERE name = $1', [shop]);
        states[shop] = rows[0];
      }
      async function advance(shop: string) {
        const { rows } = await pool.query('SELECT change FROM sales WHERE shop = $1', [shop]);
        const state = states[shop] ?? { stock: 0 };
        for (const { change } of rows) state.stock += change;
        states[shop] = state;
      }
      const app = express();
      setInterval(async () => { await start('eu'); await advance('eu'); }, 1000);
      app.post('/stock/:shop', async (req, res) => { await advance(req.params.shop); res.end(); });
      app.get('/stock/:shop', (req, res) => { res.json(states[req.params.shop]); });
      app.listen(3000);
    `,
  },
  {
    name: 'states that a route alone carries on',
    silentWhen: [{ name: 'nothing is carried on', replace: [['states[shop] = state;', 'console.log(state);']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      import pg from 'pg';
      const pool = new pg.Pool();
      const states: Record<string, { stock: number }> = {};
            ^^^^^^ state-module-collection
      async function start(shop: string) {
        const { rows } = await pool.query('SELECT stock FROM shops WHERE name = $1', [shop]);
        states[shop] = rows[0];
      }
      async function advance(shop: string) {
        const { rows } = await pool.query('SELECT change FROM sales WHERE shop = $1', [shop]);
        const state = states[shop] ?? { stock: 0 };
        for (const { change } of rows) state.stock += change;
        states[shop] = state;
      }
      const app = express();
      app.post('/stock/:shop', async (req, res) => { await start(req.params.shop); await advance(req.params.shop); res.end(); });
      app.get('/stock/:shop', (req, res) => { res.json(states[req.params.shop]); });
      app.listen(3000);
    `,
  },
  {
    name: 'what a request gave is put over what stood there, and follows from no key',
    silentWhen: [
      {
        name: 'it is looked up by the key',
        replace: [['{ ...req.body, id: Number(req.params.id) }', 'describe(req.params.id)']],
      },
    ],
    files: `
      // file: src/app.ts
      import express from 'express';
      import { describe } from '@shop/catalogue';
      const printers: Record<string, unknown> = {};
            ^^^^^^^^ state-module-collection
      const app = express();
      app.put('/printers/:id', (req, res) => {
        if (!printers[req.params.id]) console.log('new');
        printers[req.params.id] = { ...req.body, id: Number(req.params.id) };
        res.end();
      });
      app.get('/printers/:id', (req, res) => { res.json(printers[req.params.id]); });
      app.listen(3000);
    `,
  },
  {
    name: 'an index in two steps over a file that the process reads whenever it is newer',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { promises as files } from 'node:fs';
      let titles: Record<string, Record<string, string>> = {};
      async function load() {
        const lines = (await files.readFile('titles.csv', 'utf8')).split('\\n');
        titles = {};
        for (const line of lines) {
          const [series, episode, title] = line.split(',');
          if (!titles[series]) titles[series] = {};
          titles[series][episode] = title;
        }
      }
      const app = express();
      app.post('/refresh', async (req, res) => { await load(); res.end(); });
      app.get('/titles/:series', (req, res) => { res.json(titles[req.params.series]); });
      app.listen(3000);
    `,
  },
  {
    name: 'a table in two steps over what a request brings',
    silentWhen: [
      {
        name: 'it is read from a file',
        replace: [
          [
            'const lines: string[] = req.body.lines;',
            "const lines = (await files.readFile('titles.csv', 'utf8')).split(';');",
          ],
        ],
      },
    ],
    files: `
      // file: src/app.ts
      import express from 'express';
      import { promises as files } from 'node:fs';
      let titles: Record<string, Record<string, string>> = {};
          ^^^^^^ state-module-collection
      const app = express();
      app.post('/titles', async (req, res) => {
        const lines: string[] = req.body.lines;
        titles = {};
        for (const line of lines) {
          const [series, episode, title] = line.split(',');
          if (!titles[series]) titles[series] = {};
          titles[series][episode] = title;
        }
        res.end();
      });
      app.get('/titles/:series', (req, res) => { res.json(titles[req.params.series]); });
      app.listen(3000);
    `,
  },
];

checkRules(moduleRules, cases);
