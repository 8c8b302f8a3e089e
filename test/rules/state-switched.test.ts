import { checkRules, type RuleCase } from './check-rule.ts';
import { keptRules } from './kept-rules.ts';

/** A shop that may be closed; who closes it and who goes by that is the interesting part. */
const shop = (kept: string, handlers: string): string => `
  // file: src/app.ts
  import express from 'express';
  const app = express();
  app.use(express.json());
  ${kept}
  ${handlers}
  app.listen(3000);
`;

const turned = shop(
  'let isOpen = true;',
  `app.post('/shop/toggle', (req, res) => { isOpen = !isOpen; res.end(); });
  app.post('/orders', (req, res) => { if (!isOpen) return res.status(503).end(); res.end(); });`,
);

const silent: readonly RuleCase[] = [
  {
    name: 'a mark that one function sets and takes away again',
    gate: 'none',
    files: shop(
      'let isCounting = false;',
      `app.post('/count', async (req, res) => {
        isCounting = true;
        await new Promise((done) => setTimeout(done, 10));
        isCounting = false;
        res.end();
      });
      app.get('/count', (req, res) => res.json({ isCounting }));`,
    ),
  },
  {
    name: 'a mark that is set and never taken away',
    gate: 'none',
    files: shop(
      'let hasTables = false;',
      `app.post('/tables', (req, res) => { hasTables = true; res.end(); });
      app.get('/tables', (req, res) => res.json({ hasTables }));`,
    ),
  },
  {
    name: 'who comes to a switch asks for it alone',
    gate: 'none',
    files: shop(
      'let isOpen = true;',
      `app.post('/shop/toggle', (req, res) => { isOpen = !isOpen; res.json({ isOpen }); });`,
    ),
  },
  {
    name: 'what stands before handlers sets it anew for each request',
    gate: 'none',
    files: shop(
      `let language = 'en';
  app.use((req, res, next) => { language = req.headers['accept-language']; next(); });`,
      `app.get('/menu', (req, res) => res.json({ language }));`,
    ),
  },
  {
    name: 'it tells of the process itself',
    gate: 'role',
    files: shop(
      'let debug = false;',
      `app.post('/debug', (req, res) => { debug = !debug; res.end(); });
      app.get('/orders', (req, res) => res.json({ debug }));`,
    ),
  },
  {
    name: 'a switch that is set while the process starts alone',
    gate: 'none',
    files: shop(
      'let isOpen = true;\n  function close() { isOpen = !isOpen; }\n  if (process.argv.length > 3) close();',
      `app.post('/orders', (req, res) => { if (!isOpen) return res.status(503).end(); res.end(); });`,
    ),
  },
  {
    name: 'a field of an object that is made for each request',
    gate: 'lifetime',
    files: shop(
      `class Basket {
    private isGift = false;
    wrap() { this.isGift = !this.isGift; }
    price() { return this.isGift ? 5 : 4; }
  }`,
      `app.post('/gift', (req, res) => { const basket = new Basket(); basket.wrap(); res.json({}); });
      app.post('/plain', (req, res) => { const basket = new Basket(); res.json(basket.price()); });`,
    ),
  },
  {
    name: 'it is set only outside production',
    gate: 'guard',
    files: shop(
      'let isOpen = true;',
      `app.post('/shop/toggle', (req, res) => {
        if (process.env.NODE_ENV !== 'production') isOpen = !isOpen;
        res.end();
      });
      app.post('/orders', (req, res) => { if (!isOpen) return res.status(503).end(); res.end(); });`,
    ),
  },
  {
    name: 'an object that a module keeps takes what only one function of its own asks',
    gate: 'none',
    files: shop(
      `const last = { query: '' };`,
      `app.get('/search', (req, res) => {
        if (last.query !== req.query.q) last.query = String(req.query.q);
        res.json(last.query);
      });`,
    ),
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a switch that a request turns and another goes by',
    files: turned.replace('let isOpen = true;', 'let isOpen = true;\n  //  ^^^^^^ state-module-collection'),
    expect: [{ severity: 'warning', says: ['With 2 instances', '`isOpen`', 'POST /shop/toggle', 'POST /orders'] }],
    silentWhen: [
      { name: 'nobody turns it', replace: [['isOpen = !isOpen;', '']] },
      { name: 'nobody goes by it', replace: [['if (!isOpen) return res.status(503).end();', '']] },
    ],
  },
  {
    name: 'a switch that two routes set to what differs',
    files: shop(
      'let isOpen = true;\n  //  ^^^^^^ state-module-collection',
      `app.post('/shop/open', (req, res) => { isOpen = true; res.end(); });
      app.post('/shop/close', (req, res) => { isOpen = false; res.end(); });
      app.post('/orders', (req, res) => { if (!isOpen) return res.status(503).end(); res.end(); });`,
    ),
    silentWhen: [{ name: 'it is only closed', replace: [['isOpen = true; res', 'res']] }],
  },
  {
    name: 'a text that a request gives and others are shown',
    files: shop(
      `let motto = 'Fresh bread';\n  //  ^^^^^ state-module-collection`,
      `app.put('/motto', (req, res) => { motto = req.body.motto; res.end(); });
      app.get('/', (req, res) => res.json({ motto }));`,
    ),
    silentWhen: [{ name: 'nobody gives one', replace: [['motto = req.body.motto;', '']] }],
  },
  {
    name: 'a member of a record of settings',
    files: shop(
      'const settings = { tax: 19 };\n  //    ^^^^^^^^ state-module-collection',
      `app.put('/settings', (req, res) => { settings.tax = req.body.tax; res.end(); });
      app.post('/orders', (req, res) => res.json({ tax: settings.tax }));`,
    ),
    expect: [{ says: ['`settings.tax`'] }],
    silentWhen: [{ name: 'nobody sets it', replace: [['settings.tax = req.body.tax;', '']] }],
  },
  {
    name: 'a field of the one object of a class',
    files: shop(
      `class Rules {
    private isStrict = false;
    //      ^^^^^^^^ state-singleton-field
    close() { this.isStrict = !this.isStrict; }
    holds() { return this.isStrict; }
  }
  const rules = new Rules();`,
      `app.post('/shop/toggle', (req, res) => { rules.close(); res.end(); });
      app.post('/orders', (req, res) => { if (rules.holds()) return res.status(503).end(); res.end(); });`,
    ),
    silentWhen: [{ name: 'nobody turns it', replace: [['rules.close();', '']] }],
  },
  {
    name: 'a static field that a socket command turns',
    files: `
      // file: src/app.ts
      import { createServer } from 'node:http';
      import { Server } from 'socket.io';
      const server = createServer();
      const io = new Server(server);
      class Doors {
        static isShut = false;
        //     ^^^^^^ state-singleton-field
      }
      io.on('connection', (socket) => {
        socket.on('shut', () => { Doors.isShut = !Doors.isShut; });
        socket.on('enter', () => { if (Doors.isShut) socket.emit('refused'); });
      });
      server.listen(3000);
    `,
    silentWhen: [{ name: 'nobody turns it', replace: [['Doors.isShut = !Doors.isShut;', '']] }],
  },
  {
    name: 'a switch that a handler of Flask turns',
    files: `
      # file: app.py
      from flask import Flask
      app = Flask(__name__)
      shop, is_open = 'bakery', True
      #     ^^^^^^^ state-module-collection
      @app.post("/shop/toggle")
      def toggle():
          global is_open
          is_open = not is_open
          return ""
      @app.post("/orders")
      def place():
          if not is_open:
              return "", 503
          return ""
    `,
    silentWhen: [{ name: 'nobody turns it', replace: [['is_open = not is_open', 'pass']] }],
  },
];

checkRules(keptRules, [...silent, ...found]);
