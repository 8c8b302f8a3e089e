import { rule } from '../../src/rules/stateless/state-module-counter.ts';
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

/** A service of Express: what it declares, and its routes. */
const service = (declared: string, routes: string): string => `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  ${declared}
  const app = express();
  ${routes}
  app.listen(3000);
  ${three}
`;

/** Look-alikes that must stay silent, each for a reason of its own. */
const silent: readonly RuleCase[] = [
  {
    name: 'a figure of what this process has served',
    gate: 'role',
    files: service(
      'let served = 0;',
      `app.get('/orders', (req, res) => { served++; res.json([]); });
       app.get('/stats', (req, res) => res.json({ served }));`,
    ),
  },
  {
    name: 'how many are being served now',
    gate: 'role',
    files: service(
      'let active = 0;',
      `app.get('/orders', async (req, res) => {
        if (active >= 10) return res.status(503).end();
        active++;
        try { res.json((await pool.query('select id from orders')).rows); } finally { active--; }
      });`,
    ),
  },
  {
    name: 'how many numbers went out this second, which only moves a part of them on',
    gate: 'role',
    files: service(
      `import { randomInt } from 'node:crypto';
       const worker = Number(process.env.WORKER);
       let second = 0;
       let issued = 0;
       let moved = 0;
       function makeId() {
         const now = Math.floor(Date.now() / 1000);
         if (now !== second) { second = now; issued = 0; moved = 0; }
         issued++;
         if (issued > 1024) moved = Math.floor(issued / 1024);
         return \`\${now}-\${worker + moved}-\${randomInt(1024)}\`;
       }`,
      `app.post('/orders', async (req, res) => {
        const id = makeId();
        if (id === req.body.previous) return res.status(409).end();
        await pool.query('insert into orders (id) values ($1)', [id]);
        res.json({ id });
      });`,
    ),
  },
  {
    name: 'an id beside chance',
    gate: 'role',
    files: service(
      `let nextId = 0;\n  import { randomUUID } from 'node:crypto';\n  const own = randomUUID();`,
      `app.post('/orders', async (req, res) => {
        const id = \`\${own}-\${nextId++}\`;
        await pool.query('insert into orders (id) values ($1)', [id]);
        res.json({ id });
      });`,
    ),
  },
  {
    name: 'an id beside the moment',
    gate: 'role',
    files: service(
      'let sequence = 0;',
      `app.post('/orders', async (req, res) => {
        const id = Date.now() + '-' + ++sequence;
        await pool.query('insert into orders (id) values ($1)', [id]);
        res.json({ id });
      });`,
    ),
  },
  {
    name: 'an id beside the name of the process',
    gate: 'role',
    files: service(
      'let sequence = 0;',
      `app.post('/orders', async (req, res) => {
        await pool.query('insert into orders (id) values ($1)', [\`\${process.pid}-\${++sequence}\`]);
        res.end();
      });`,
    ),
  },
  {
    name: 'the number of a request, for lines of a log',
    gate: 'role',
    files: service(
      'let requestId = 0;',
      `app.use((req, res, next) => { const id = ++requestId; console.log(id, req.url); next(); });`,
    ),
  },
  {
    name: 'the number of a request, told back to who sent it',
    gate: 'role',
    files: service('let requestId = 0;', `app.get('/orders', (req, res) => res.json({ requestId: ++requestId }));`),
  },
  {
    name: 'the id of a call that waits for its answer on this process',
    gate: 'role',
    files: service(
      `let nextId = 0;\n  const waiting = new Map<number, (answer: unknown) => void>();\n  declare const socket: WebSocket;`,
      `app.get('/price', async (req, res) => {
        const id = nextId++;
        const answer = await new Promise((resolve) => {
          waiting.set(id, resolve);
          socket.send(JSON.stringify({ id, method: 'price' }));
        });
        res.json(answer);
      });`,
    ),
  },
  {
    name: 'whose turn it is',
    gate: 'none',
    files: service(
      `let turn = 0;\n  const hosts = ['a', 'b', 'c'];`,
      `app.get('/image', (req, res) => { turn = (turn + 1) % 3; res.redirect('https://' + hosts[turn]); });`,
    ),
  },
  {
    name: 'an index that goes round by its remainder',
    gate: 'role',
    files: service(
      `let next = 0;\n  const hosts = ['a', 'b', 'c'];`,
      `app.get('/image', (req, res) => { const host = hosts[next++ % hosts.length]; res.redirect('https://' + host); });`,
    ),
  },
  {
    name: 'failures in a row, after which this process stops asking',
    gate: 'role',
    files: service(
      'let failures = 0;',
      `app.get('/price', async (req, res) => {
        if (failures >= 5) return res.status(503).end();
        try { res.json(await (await fetch('https://prices')).json()); failures = 0; } catch { failures++; res.status(502).end(); }
      });`,
    ),
  },
  {
    name: 'ids that are given only while the module loads',
    gate: 'moment',
    files: service(
      `let nextId = 1;\n  const products = ['tea', 'milk'].map((name) => ({ id: nextId++, name }));`,
      `app.get('/products', (req, res) => res.json(products));`,
    ),
  },
  {
    name: 'numbers of lines in one answer',
    gate: 'lifetime',
    files: service(
      '',
      `app.get('/orders', async (req, res) => {
        let number = 0;
        const { rows } = await pool.query('select id from orders');
        res.json(rows.map((row) => ({ number: ++number, ...row })));
      });`,
    ),
  },
  {
    name: 'numbers of an object that each request makes for itself',
    gate: 'lifetime',
    files: service(
      `class Receipt { private number = 0; line(text: string) { return { number: ++this.number, text }; } }`,
      `app.post('/receipts', async (req, res) => {
        const receipt = new Receipt();
        res.json(req.body.lines.map((text: string) => receipt.line(text)));
      });`,
    ),
  },
  {
    name: 'what the database says before each number',
    gate: 'shared',
    files: service(
      'let last = 0;',
      `app.post('/orders', async (req, res) => {
        last = (await pool.query('select max(id) as id from orders')).rows[0].id;
        last += 1;
        await pool.query('insert into orders (id) values ($1)', [last]);
        res.json({ id: last });
      });`,
    ),
  },
  {
    name: 'a script that nobody deploys',
    gate: 'scope',
    files: `
      // file: src/app.ts
      import express from 'express';
      express().listen(3000);
      // file: scripts/import.ts
      import { Pool } from 'pg';
      let nextId = 1;
      export async function load(name: string) {
        await new Pool().query('insert into orders (id, name) values ($1, $2)', [nextId++, name]);
      }
      await load('tea');
    `,
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'the id of a row, and of the answer',
    files: service(
      `let nextId = 1;
  //  ^^^^^^ state-module-counter`,
      `app.post('/orders', async (req, res) => {
        const id = nextId++;
        await pool.query('insert into orders (id) values ($1)', [id]);
        res.json({ id });
      });`,
    ),
    expect: [
      {
        severity: 'error',
        situation: 'many',
        says: ['Two rows get the same number', '`nextId`', '3 instances (compose.yaml:6)', 'from 1 on'],
        symbol: 'nextId',
      },
    ],
    silentWhen: [
      {
        name: 'no request leads there',
        replace: [["app.post('/orders', async (req, res)", 'export const place = (async (req, res)']],
      },
      {
        name: 'the database numbers the rows',
        replace: [['const id = nextId++;', "const { id } = (await pool.query('select nextval(1) as id')).rows[0];"]],
      },
    ],
  },
  {
    name: 'a text with the number in it',
    files: service(
      `let counter = 0;
  //  ^^^^^^^ state-module-counter`,
      `app.post('/orders', (req, res) => {
        counter += 1;
        const orderNumber = 'ORD-' + String(counter).padStart(6, '0');
        res.status(201).json({ orderNumber, ...req.body });
      });`,
    ),
    expect: [{ severity: 'error', says: ['Two answers get the same number'] }],
    silentWhen: [{ name: 'it is told as a count', replace: [['orderNumber', 'total']] }],
  },
  {
    name: 'a number for the day, where the date is the same everywhere',
    files: service(
      `let sequence = 0;
  //  ^^^^^^^^ state-module-counter`,
      `app.post('/orders', async (req, res) => {
        const number = \`\${new Date().getFullYear()}-\${++sequence}\`;
        await pool.query('insert into orders (number) values ($1)', [number]);
        res.end();
      });`,
    ),
    silentWhen: [{ name: 'the moment stands there', replace: [['new Date().getFullYear()', 'new Date().getTime()']] }],
  },
  {
    name: 'the key of an entry that others ask for',
    files: service(
      `let lastId = 0;
  //  ^^^^^^ state-module-counter
  const carts = new Map<number, object>();`,
      `app.post('/carts', (req, res) => { lastId = lastId + 1; carts.set(lastId, req.body); res.end(); });
       app.get('/carts/:id', (req, res) => res.json(carts.get(Number(req.params.id))));`,
    ),
    expect: [{ says: ['Two entries get the same number'] }],
    silentWhen: [
      {
        name: 'nobody asks for it',
        replace: [["app.get('/carts/:id', (req, res)", 'export const find = ((req, res)']],
      },
    ],
  },
  {
    name: 'the id of an item in a list that is kept',
    files: service(
      `let id = 0;
  //  ^^ state-module-counter
  const todos: { id: number; text: string }[] = [];`,
      `app.post('/todos', (req, res) => { todos.push({ id: id++, text: req.body.text }); res.end(); });
       app.get('/todos', (req, res) => res.json(todos));`,
    ),
    silentWhen: [{ name: 'chance makes the id', replace: [['id: id++', 'id: Math.random()']] }],
  },
  {
    name: 'a static field',
    files: service(
      `class Ticket { static nextNumber = 100; readonly number: number; constructor() { this.number = Ticket.nextNumber++; } }
  //                    ^^^^^^^^^^ state-module-counter`,
      `app.post('/tickets', async (req, res) => {
        const ticket = new Ticket();
        await pool.query('insert into tickets (number) values ($1)', [ticket.number]);
        res.json({ number: ticket.number });
      });`,
    ),
    silentWhen: [
      {
        name: 'it is a figure',
        replace: [['this.number = Ticket.nextNumber++', 'Ticket.nextNumber++; this.number = Math.random()']],
      },
    ],
  },
  {
    name: 'a field of a provider that serves all requests',
    files: `
      // file: src/app.ts
      import { NestFactory } from '@nestjs/core';
      import { Module, Controller, Post, Body, Injectable } from '@nestjs/common';
      @Injectable()
      export class InvoiceNumbers {
        private next = 1;
        //      ^^^^ state-module-counter
        take(): string { return \`INV-\${this.next++}\`; }
      }
      @Controller('invoices')
      export class InvoicesController {
        constructor(private readonly numbers: InvoiceNumbers) {}
        @Post() create(@Body() body: object) { return { invoiceNumber: this.numbers.take(), ...body }; }
      }
      @Module({ controllers: [InvoicesController], providers: [InvoiceNumbers] })
      class AppModule {}
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      ${three}
    `,
    expect: [{ says: ['Two answers get the same number'] }],
    silentWhen: [
      {
        name: 'each request has its own',
        replace: [
          ['@Injectable()', '@Injectable({ scope: Scope.REQUEST })'],
          ['Injectable }', 'Injectable, Scope }'],
        ],
      },
    ],
  },
  {
    name: 'a function of another file that hands out the next',
    files: `
      // file: src/numbers.ts
      let current = 0;
      //  ^^^^^^^ state-module-counter
      export function nextOrderNumber(): number { current += 1; return current; }
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      import { nextOrderNumber } from './numbers.ts';
      const pool = new Pool();
      const app = express();
      app.post('/orders', async (req, res) => {
        const order = { number: nextOrderNumber(), name: req.body.name };
        await save(order);
        res.end();
      });
      async function save(order: { number: number; name: string }) {
        await pool.query('insert into orders (number, name) values ($1, $2)', [order.number, order.name]);
      }
      app.listen(3000);
      ${three}
    `,
    expect: [{ says: ['Two rows get the same number'] }],
    silentWhen: [{ name: 'nobody takes the number', replace: [['nextOrderNumber(),', 'req.body.number,']] }],
  },
  {
    name: 'a member of a record',
    files: service(
      `const state = { nextId: 1, since: new Date() };
  //    ^^^^^ state-module-counter`,
      `app.post('/orders', async (req, res) => {
        await pool.query('insert into orders (id) values ($1)', [state.nextId]);
        state.nextId++;
        res.end();
      });`,
    ),
    expect: [{ says: ['`nextId`'], symbol: 'state.nextId' }],
    silentWhen: [{ name: 'it is a figure', replace: [['[state.nextId]', '[req.body.id]']] }],
  },
  {
    name: 'a member that what was sent gets',
    files: service(
      `let noteId = 1;
  //  ^^^^^^ state-module-counter
  const notes: object[] = [];`,
      `app.post('/notes', (req, res) => { req.body.id = noteId++; notes.push(req.body); res.sendStatus(201); });
       app.get('/notes', (req, res) => res.json(notes));`,
    ),
    expect: [{ says: ['Two entries get the same number'] }],
    silentWhen: [{ name: 'another object is put in', replace: [['notes.push(req.body)', 'notes.push({})']] }],
  },
  {
    name: 'a value of the application',
    files: service(
      '',
      `app.locals.captchaId = 0;
  ^^^^^^^^^^^^^^^^^^^^ state-module-counter
       app.get('/captcha', async (req, res) => {
        const captchaId = req.app.locals.captchaId++;
        await pool.query('insert into captchas (id) values ($1)', [captchaId]);
        res.json({ captchaId });
      });`,
    ),
    expect: [{ says: ['Two rows get the same number', '`captchaId`', 'from 0 on'] }],
    silentWhen: [
      {
        name: 'it is a figure',
        replace: [
          [
            'const captchaId = req.app.locals.captchaId++',
            'req.app.locals.captchaId++; const captchaId = Math.random()',
          ],
        ],
      },
    ],
  },
  {
    name: 'a global',
    files: service(
      `globalThis.lastTicket ??= 0;
  ^^^^^^^^^^^^^^^^^^^^^ state-module-counter`,
      `app.post('/tickets', (req, res) => { globalThis.lastTicket++; res.json({ ticket: globalThis.lastTicket }); });`,
    ),
    silentWhen: [{ name: 'nobody is told', replace: [['{ ticket: globalThis.lastTicket }', '{}']] }],
  },
  {
    name: 'a field of each object that is made',
    files: service(
      `let nextNumber = 1;
  //  ^^^^^^^^^^ state-module-counter
  class Receipt { readonly number = nextNumber++; constructor(readonly total: number) {} }`,
      `app.post('/receipts', (req, res) => { const receipt = new Receipt(req.body.total); res.json(receipt); });`,
    ),
    silentWhen: [{ name: 'chance makes the number', replace: [['number = nextNumber++', 'number = Math.random()']] }],
  },
  {
    name: 'a quota of all requests together',
    files: service(
      `let sentToday = 0;
  //  ^^^^^^^^^ state-module-counter
  setInterval(() => { sentToday = 0; }, 86_400_000);`,
      `app.post('/invitations', async (req, res) => {
        if (sentToday >= 100) return res.status(429).json({ error: 'enough for today' });
        sentToday++;
        await fetch('https://invitations', { method: 'POST', body: JSON.stringify(req.body) });
        res.end();
      });`,
    ),
    expect: [{ says: ['A quota of 100 is really up to 300', '`sentToday`'] }],
    silentWhen: [
      {
        name: 'nobody is refused',
        replace: [["return res.status(429).json({ error: 'enough for today' })", "console.log('many')"]],
      },
      { name: 'it goes down again', replace: [['res.end();', 'sentToday--; res.end();']] },
    ],
  },
  {
    name: 'the path that an answer leads to',
    files: service(
      `let nextPoll = 1;
  //  ^^^^^^^^ state-module-counter`.replaceAll('nextPoll', 'nextForm'),
      `app.post('/forms', (req, res) => { const formId = nextForm++; res.redirect(\`/forms/\${formId}\`); });`,
    ),
    silentWhen: [{ name: 'the path has no number', replace: [['/forms/${formId}', '/forms']] }],
  },
  {
    name: 'the name of an object in a store for files',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
      const s3 = new S3Client({});
      let fileNumber = 0;
      //  ^^^^^^^^^^ state-module-counter
      const app = express();
      app.post('/photos', async (req, res) => {
        const key = 'photo-' + ++fileNumber;
        await s3.send(new PutObjectCommand({ Bucket: 'photos', Key: key, Body: req.body }));
        res.json({ key });
      });
      app.listen(3000);
    `,
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances'] }],
    silentWhen: [{ name: 'chance makes the name', replace: [["'photo-' + ++fileNumber", 'crypto.randomUUID()']] }],
  },
];

checkRule(rule, [...silent, ...found]);
