import { rule } from '../../src/rules/stateless/state-app-global.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const three = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
`;

/** A service of Express with its routes. */
const service = (routes: string): string => `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  const app = express();
  ${routes}
  app.listen(3000);
  ${three}
`;

/** Look-alikes that must stay silent, each for a reason of its own. */
const silent: readonly RuleCase[] = [
  {
    name: 'a setting of the start',
    gate: 'none',
    files: service(`app.locals.title = 'Shop'; app.get('/', (req, res) => res.send(req.app.locals.title));`),
  },
  {
    name: 'what stands before all handlers sets anew for each request',
    gate: 'moment',
    files: service(
      `app.use((req, res, next) => { app.locals.user = req.headers.user; next(); });
       app.get('/me', (req, res) => res.send(app.locals.user));`,
    ),
  },
  {
    name: 'what belongs to one answer',
    gate: 'none',
    files: service(
      `app.post('/theme', (req, res, next) => { res.locals.theme = req.body.theme; next(); });
       app.get('/', (req, res) => res.send(res.locals.theme));`,
    ),
  },
  {
    name: 'a client that the first request makes',
    gate: 'role',
    files: service(
      `app.post('/orders', (req, res) => { if (!app.locals.client) app.locals.client = new Pool(); res.end(); });
       app.get('/orders', (req, res) => res.send(app.locals.client));`,
    ),
  },
  {
    name: 'what is set only where it is not there',
    gate: 'role',
    files: service(
      `app.post('/orders', (req, res) => { app.locals.salt ??= req.body.salt; res.end(); });
       app.get('/orders', (req, res) => res.send(app.locals.salt));`,
    ),
  },
  {
    name: 'a copy of what the database holds',
    gate: 'role',
    files: service(
      `app.post('/reload', async (req, res) => { app.locals.rates = (await pool.query('select * from rates')).rows; res.end(); });
       app.get('/rates', (req, res) => res.send(app.locals.rates));`,
    ),
  },
  {
    name: 'a figure of this process',
    gate: 'role',
    files: service(
      `app.post('/orders', (req, res) => { app.locals.lastOrder = req.body.id; res.end(); });
       app.get('/orders', (req, res) => res.send(app.locals.lastOrder));`,
    ),
  },
  {
    name: 'a time at which this process did something',
    gate: 'role',
    files: service(
      `app.post('/orders', (req, res) => { app.locals.touched = Date.now(); res.end(); });
       app.get('/orders', (req, res) => res.send(String(app.locals.touched)));`,
    ),
  },
  {
    name: 'what only routes for figures show',
    gate: 'role',
    files: service(
      `app.post('/orders', (req, res) => { app.locals.newest = req.body.id; res.end(); });
       app.get('/metrics', (req, res) => res.send(app.locals.newest));`,
    ),
  },
  {
    name: 'what nobody else asks for',
    gate: 'role',
    files: service(
      `app.post('/theme', (req, res) => { app.locals.theme = req.body.theme; res.send(app.locals.theme); });`,
    ),
  },
  {
    name: 'only outside production',
    gate: 'guard',
    files: service(
      `app.post('/theme', (req, res) => { if (process.env.NODE_ENV !== 'production') app.locals.theme = req.body.theme; res.end(); });
       app.get('/', (req, res) => res.send(app.locals.theme));`,
    ),
  },
  {
    name: 'a global that an assignment only asks for on its way',
    files: service(
      `globalThis.indexed = true;
       app.post('/search', (req, res) => { if (!globalThis.indexed) { req.session.note += 'no index'; } res.end(); });
       app.get('/', (req, res) => res.send(String(globalThis.indexed)));`,
    ),
  },
  {
    name: 'a number that is counted, which is judged as one',
    gate: 'none',
    files: service(
      `globalThis.orders = 0;
       app.post('/orders', (req, res) => { globalThis.orders++; res.end(); });
       app.get('/', (req, res) => res.send(String(globalThis.orders)));`,
    ),
  },
  {
    name: 'a number on the application, which is judged as one',
    gate: 'none',
    files: service(
      `app.post('/orders', (req, res) => { app.locals.orders++; res.end(); });
       app.get('/', (req, res) => res.send(String(app.locals.orders)));`,
    ),
  },
  {
    name: 'a settings object that is not the application',
    gate: 'none',
    files: service(
      `const shop = { locals: { theme: '' } };
       app.post('/theme', (req, res) => { shop.locals.theme = req.body.theme; res.end(); });
       app.get('/', (req, res) => res.send(shop.locals.theme));`,
    ),
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a member of app.locals',
    files: service(
      `app.post('/theme', (req, res) => { app.locals.theme = req.body.theme; res.end(); });
  //                                 ^^^^^^^^^^^^^^^^ state-app-global
       app.get('/', (req, res) => res.send(app.locals.theme));`,
    ),
    expect: [
      {
        severity: 'warning',
        situation: 'many',
        says: [
          'What a request puts into `app.locals.theme` is there on one instance only',
          '3 instances (compose.yaml:6)',
          'what POST /theme sets, GET / may not find',
        ],
      },
    ],
    silentWhen: [
      {
        name: 'nobody sets it while requests come',
        replace: [["app.post('/theme', (req, res) => { app.locals.theme = req.body.theme; res.end(); });", '']],
      },
      { name: 'nobody reads it', replace: [["app.get('/', (req, res) => res.send(app.locals.theme));", '']] },
      { name: 'the answer has it alone', replace: [['app.locals.theme = req', 'res.locals.theme = req']] },
    ],
  },
  {
    name: 'through the request, in a router of another file',
    files: `
      // file: src/admin.ts
      import { Router } from 'express';
      export const admin = Router();
      admin.put('/banner', (req, res) => { req.app.locals.banner = req.body.text; res.end(); });
      //                                   ^^^^^^^^^^^^^^^^^^^^^ state-app-global
      // file: src/app.ts
      import express from 'express';
      import { admin } from './admin.ts';
      const app = express();
      app.use('/admin', admin);
      app.get('/', (req, res) => res.json({ banner: req.app.locals.banner }));
      app.listen(3000);
    `,
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances, what a request puts'] }],
    silentWhen: [{ name: 'nobody reads it', replace: [['banner: req.app.locals.banner', 'banner: 1']] }],
  },
  {
    name: 'a switch of two literals',
    files: service(
      `app.post('/maintenance', (req, res) => { app.locals.maintenance = req.body.on === true; res.end(); });
  //                                       ^^^^^^^^^^^^^^^^^^^^^^ state-app-global
       app.get('/', (req, res) => { if (app.locals.maintenance) return res.status(503).end(); res.send('shop'); });`,
    ),
    silentWhen: [
      { name: 'nobody goes by it', replace: [['if (app.locals.maintenance) return res.status(503).end();', '']] },
    ],
  },
  {
    name: 'what app.set keeps under a name of its own',
    files: service(
      `app.post('/theme', (req, res) => { app.set('theme', req.body.theme); res.end(); });
  //                                 ^^^ state-app-global
       app.get('/', (req, res) => res.send(req.app.get('theme')));`,
    ),
    expect: [{ says: ['`app.theme`'] }],
    silentWhen: [{ name: 'another name is read', replace: [["get('theme')", "get('colour')"]] }],
  },
  {
    name: 'a function that the handler calls',
    files: service(
      `function choose(theme: string) { app.locals.theme = theme; }
  //                               ^^^^^^^^^^^^^^^^ state-app-global
       app.post('/theme', (req, res) => { choose(req.body.theme); res.end(); });
       app.get('/', (req, res) => res.send(app.locals.theme));`,
    ),
    silentWhen: [{ name: 'nobody calls it', replace: [['choose(req.body.theme);', '']] }],
  },
  {
    name: 'what stands before handlers reads it',
    files: service(
      `app.use((req, res, next) => { if (app.locals.closed === true) return res.status(503).end(); next(); });
       app.post('/close', (req, res) => { app.locals.closed = req.body.closed; res.end(); });
  //                                      ^^^^^^^^^^^^^^^^^ state-app-global`,
    ),
    silentWhen: [{ name: 'it reads another', replace: [['app.locals.closed === true', 'app.locals.broken === true']] }],
  },
  {
    name: 'a global',
    files: service(
      `app.post('/theme', (req, res) => { globalThis.theme = req.body.theme; res.end(); });
  //                                 ^^^^^^^^^^^^^^^^ state-app-global
       app.get('/', (req, res) => res.send(globalThis.theme));`,
    ),
    expect: [{ says: ['`globalThis.theme`'] }],
    silentWhen: [{ name: 'nobody reads it', replace: [['res.send(globalThis.theme)', 'res.end()']] }],
  },
  {
    name: 'a global of Node by its older name',
    files: service(
      `app.post('/winner', (req, res) => { global.winner = String(req.body.id); res.end(); });
  //                                  ^^^^^^^^^^^^^ state-app-global
       app.get('/winner', (req, res) => res.json(global.winner));`,
    ),
    silentWhen: [{ name: 'nobody reads it', replace: [['res.json(global.winner)', 'res.end()']] }],
  },
];

checkRule(rule, [...silent, ...found]);
