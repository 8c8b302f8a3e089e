import { rule } from '../../src/rules/queues/work-after-response.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A shop that sends a mail for each order; whether the customer waits for it is the interesting part. */
const shop = (handler: string, top = ''): string => `
  // file: src/app.ts
  import express from 'express';
  import nodemailer from 'nodemailer';
  import { Pool } from 'pg';
  const mailer = nodemailer.createTransport(process.env.SMTP_URL);
  const pool = new Pool();
  async function sendLetter(email: string) {
    await mailer.sendMail({ to: email });
  }
  ${top}
  const app = express();
  app.post('/orders', async (request, response) => {
    ${handler}
  });
  app.listen(3000);
`;

const flask = (body: string, top = ''): string => `
  # file: app.py
  import smtplib
  import threading
  from flask import Flask, request
  app = Flask(__name__)
  smtp = smtplib.SMTP("mail")
  def send_letter(email):
      smtp.sendmail("shop@example.com", [email], "Thank you")
  ${top}
  @app.post("/orders")
  def place():
      ${body}
      return {"state": "placed"}
`;

const fastapi = (body: string, top = ''): string => `
  # file: app.py
  import asyncio
  import aiosmtplib
  from fastapi import FastAPI
  app = FastAPI()
  async def send_letter(email):
      await aiosmtplib.send(email, hostname="mail")
  ${top}
  @app.post("/orders")
  async def place(order: dict):
      ${body}
      return {"state": "placed"}
`;

/** The same shop with documents of Mongoose, which a handler asks for, changes and saves. */
const mongooseShop = (body: string): string => `
  // file: src/order.js
  import mongoose from 'mongoose';
  export default mongoose.model('Order', new mongoose.Schema({ lines: [String], state: String }));
  // file: src/app.js
  import express from 'express';
  import Order from './order.js';
  const app = express();
  app.post('/orders/:id/lines', async (request, response) => {
    ${body}
  });
  app.listen(3000);
`;

const silent: readonly RuleCase[] = [
  {
    name: 'sets again what stands in a document, which is set anew the next time',
    files: mongooseShop(`const order = await Order.findById(request.params.id);
    order.state = 'seen';
    order.save();
    response.end();`),
    gate: 'none',
  },
  {
    name: 'waits until the document is saved',
    files: mongooseShop(`const order = await Order.findById(request.params.id);
    order.lines.push(request.body.line);
    await order.save();
    response.end();`),
    gate: 'none',
  },
  {
    name: 'waits for the mail before it answers',
    files: shop(`await sendLetter(request.body.email); response.json({});`),
    gate: 'none',
  },
  {
    name: 'waits for all mails together',
    files: shop(
      `const sent = request.body.emails.map((email) => sendLetter(email)); await Promise.all(sent); response.json({});`,
    ),
    gate: 'none',
  },
  {
    name: 'answers when the promise is kept',
    files: shop(`sendLetter(request.body.email).then(() => response.json({}), () => response.sendStatus(500));`),
    gate: 'none',
  },
  {
    name: 'answers by a method of its own when the promise is kept',
    files: shop(`sendLetter(request.body.email).then(() => { response.tell('sent'); });`),
    gate: 'none',
  },
  {
    name: 'gives the promise to the framework',
    files: shop(`return sendLetter(request.body.email);`),
    gate: 'none',
  },
  {
    name: 'answers in the callback',
    files: shop(`mailer.sendMail({ to: request.body.email }, (error) => { response.json({ error }); });`),
    gate: 'none',
  },
  {
    name: 'hands the answer on to what it calls',
    files: shop(
      `place(request, response);`,
      `async function place(request, response) { await sendLetter(request.body.email); response.json({}); }`,
    ),
    gate: 'none',
  },
  {
    name: 'tells the platform what is still to be done',
    files: shop(
      `waitUntil(sendLetter(request.body.email)); response.json({});`,
      `import { waitUntil } from '@vercel/functions';`,
    ),
    gate: 'none',
  },
  {
    name: 'leaves it to what runs behind the answer',
    files: shop(
      `after(() => sendLetter(request.body.email)); response.json({});`,
      `import { after } from 'next/server';`,
    ),
    gate: 'none',
  },
  {
    name: 'only writes to the log behind the answer',
    files: shop(`response.json({}); console.log('placed', request.body);`),
    gate: 'none',
  },
  {
    name: 'notes a visit that nobody misses',
    files: shop(
      `void countVisit(request.path); response.json({});`,
      `async function countVisit(path: string) { await pool.query('INSERT INTO visits (path) VALUES ($1)', [path]); }`,
    ),
    gate: 'none',
  },
  {
    name: 'writes an audit row behind the answer',
    files: shop(`response.json({}); await pool.query('INSERT INTO audit_log (path) VALUES ($1)', [request.path]);`),
    gate: 'none',
  },
  {
    name: 'fills a cache that is filled again when somebody asks',
    files: shop(
      `void warm(request.body.product); response.json({});`,
      `const prices = new Map(); async function warm(id: string) { prices.set(id, (await pool.query('SELECT cents FROM products WHERE id = $1', [id])).rows[0]); }`,
    ),
    gate: 'none',
  },
  {
    name: 'tidies up behind the answer',
    files: shop(
      `response.json({}); await cleanUp(request.body.id);`,
      `async function cleanUp(id: string) { await fetch('https://parcels.example.com', { method: 'POST', body: id }); }`,
    ).replaceAll('cleanUp', 'cleanUpParcel'),
    gate: 'none',
  },
  {
    name: 'starts a command that ends what was begun',
    files: shop(
      `stop(request.body.id); response.json({});`,
      `import { spawn } from 'node:child_process'; function stop(id: string) { spawn('kill', [id]); }`,
    ),
    gate: 'none',
  },
  {
    name: 'hands the work to a broker without waiting',
    files: shop(
      `void letters.add('letter', request.body); response.json({});`,
      `import { Queue } from 'bullmq'; const letters = new Queue('letters');`,
    ),
    gate: 'none',
  },
  {
    name: 'mails about a failure alone',
    files: shop(
      `try { response.json(await pool.query('SELECT 1')); } catch (error) { void sendLetter('owner@example.com'); throw error; }`,
    ),
    gate: 'none',
  },
  {
    name: 'answers a bad request before and returns',
    files: shop(
      `if (!request.body.email) { response.status(400).json({}); return; } await sendLetter(request.body.email); response.json({});`,
    ),
    gate: 'none',
  },
  {
    name: 'only begins at once what a clock finds in the database as well',
    files: shop(
      `void sendWaiting(); response.json({});`,
      `async function sendWaiting() { const found = await pool.query('SELECT id, email FROM letters WHERE sent IS NULL'); for (const each of found.rows) { await sendLetter(each.email); await pool.query('UPDATE letters SET sent = now() WHERE id = $1', [each.id]); } } setInterval(sendWaiting, 60_000);`,
    ),
    gate: 'shared',
  },
  {
    name: 'does it itself only where no queue is set',
    files: shop(
      `if (process.env.QUEUE_URL) { await letters.add('letter', request.body); } else { void letter(request.body); } response.json({});`,
      `import { Queue, Worker } from 'bullmq'; const letters = new Queue('letters'); async function letter(order) { await sendLetter(order.email); await pool.query('UPDATE orders SET told = true WHERE id = $1', [order.id]); } new Worker('letters', async (job) => { await letter(job.data); });`,
    ),
    gate: 'guard',
  },
  {
    name: 'lets a clock wait for a second',
    files: shop(`setTimeout(() => sendLetter(request.body.email), 1000); response.json({});`),
    gate: 'role',
  },
  {
    name: 'sends a letter on a developer’s machine alone',
    files: shop(`if (process.env.NODE_ENV !== 'production') void sendLetter(request.body.email); response.json({});`),
    gate: 'guard',
  },
  {
    name: 'runs a query that nobody awaits and that therefore never runs',
    files: shop(
      `prisma.order.create({ data: request.body }); response.json({});`,
      `import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient();`,
    ),
    gate: 'none',
  },
  {
    name: 'is what the program does when it starts',
    files: shop(`response.json({});`, `void sendLetter('owner@example.com');`),
    gate: 'none',
  },
  {
    name: 'waits for its thread in Python',
    files: flask(
      `letter = threading.Thread(target=send_letter, args=(request.json["email"],))\n      letter.start()\n      letter.join()`,
    ),
    gate: 'none',
  },
  {
    name: 'begins a thread in Python that the process waits for when it exits',
    files: flask(`threading.Thread(target=send_letter, args=(request.json["email"],)).start()`),
    gate: 'moment',
  },
  {
    name: 'begins a task in Python that never waits, so that it is done in one go',
    files: fastapi(
      `asyncio.create_task(send_note(order["email"]))`,
      `import smtplib\n  smtp = smtplib.SMTP("mail")\n  async def send_note(email):\n      smtp.sendmail("shop@example.com", [email], "Thank you")`,
    ),
    gate: 'none',
  },
  {
    name: 'only bids welcome',
    files: shop(
      `void greet(request.body.email); response.json({});`,
      `async function greet(email: string) { await mailer.sendMail({ to: email, subject: 'Welcome to the shop' }); }`,
    ),
    gate: 'none',
  },
  {
    name: 'sends a mail to try the mail server out',
    files: shop(`void sendLetter(request.body.email); response.json({});`).replace('/orders', '/mail/test'),
    gate: 'role',
  },
  {
    name: 'counts, and notes where it could not',
    files: shop(
      `void pool.query('UPDATE keys SET used = used + 1 WHERE id = $1', [request.body.key]).catch(console.error); response.json({});`,
    ),
    gate: 'none',
  },
  {
    name: 'writes a row, and goes on where that fails',
    files: shop(
      `void note(request.body.hint); response.json({});`,
      `async function note(hint: string) { try { await pool.query('INSERT INTO hints (text) VALUES ($1)', [hint]); } catch (error) { console.error(error); } }`,
    ),
    gate: 'none',
  },
  {
    name: 'makes sure of what another request makes sure of, too',
    files: shop(
      `void ensureBilling(request.body.id); response.json({});`,
      `import Stripe from 'stripe';
  const stripe = new Stripe(process.env.STRIPE_KEY);
  async function ensureBilling(id: string) { await stripe.subscriptions.create({ customer: id }); }`,
    ).replace(
      'app.listen(3000);',
      `app.post('/billing/retry', async (request, response) => { await ensureBilling(request.body.id); response.json({}); });
  app.listen(3000);`,
    ),
    gate: 'shared',
  },
  {
    name: 'is asked for by the program itself whenever it starts',
    files: shop(
      `for (const each of request.body.all) void sendAll(each); response.json({});`,
      `async function sendAll(id: string) { await fetch('https://post.example.com/all', { method: 'POST', body: id }); }
  void fetch(\`\${process.env.HOST}:\${process.env.PORT}/orders\`, { method: 'POST' });`,
    ),
    gate: 'shared',
  },
  {
    name: 'waits for its task in Python',
    files: fastapi(`task = asyncio.create_task(send_letter(order["email"]))\n      await task`),
    gate: 'none',
  },
  {
    name: 'gathers its tasks in Python',
    files: fastapi(`await asyncio.gather(*[asyncio.create_task(send_letter(each)) for each in order["emails"]])`),
    gate: 'none',
  },
];

const notAsked = {
  name: 'no request leads there',
  replace: [["app.post('/orders'", "export const place = ((_path: string, _work: unknown) => _path)('/orders'"]],
} as const;
const notRouted = { name: 'no request leads there', replace: [['@app.post("/orders")', '']] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'lets go of a document that it put more into',
    files: mongooseShop(`const order = await Order.findById(request.params.id).populate('user').exec();
    order.lines.push(request.body.line);
    order.save();
    //    ^^^^ work-after-response
    response.end();`),
    silentWhen: [
      { name: 'it waits', replace: [['order.save()', 'await order.save()']] },
      { name: 'it is another document', replace: [['order.lines.push', 'request.body.lines.push']] },
    ],
  },
  {
    name: 'lets go of a document that it made',
    files: mongooseShop(`const order = new Order({ lines: [request.body.line] });
    order.save();
    //    ^^^^ work-after-response
    response.end();`),
    silentWhen: [{ name: 'it waits', replace: [['order.save()', 'await order.save()']] }],
  },
  {
    name: 'lets go of work that waits for a clock of its own first',
    files: `
      // file: src/app.js
      import express from 'express';
      import nodemailer from 'nodemailer';
      const mailer = nodemailer.createTransport(process.env.SMTP_URL);
      async function sendLetter(to) {
        await new Promise((done) => setTimeout(done, 500));
        await mailer.sendMail({ to });
      }
      const app = express();
      app.post('/orders', (request, response) => {
        sendLetter(request.body.email);
      //^^^^^^^^^^ work-after-response
        response.status(201).json({});
      });
      app.listen(3000);`,
    silentWhen: [
      {
        name: 'it tells whoever asked',
        replace: [
          ['sendLetter(to) {', 'sendLetter(to, done) {'],
          ['(done) => setTimeout(done, 500)', '(past) => setTimeout(past, 500, done())'],
          ['sendLetter(request.body.email)', 'sendLetter(request.body.email, () => response.json({}))'],
        ],
      },
    ],
  },
  {
    name: 'lets go of a mail that Mailgun sends',
    files: `
      // file: src/app.js
      import express from 'express';
      import FormData from 'form-data';
      import Mailgun from 'mailgun.js';
      const mailgun = new Mailgun(FormData).client({ username: 'api', key: process.env.MAILGUN_KEY });
      const app = express();
      app.post('/orders', (request, response) => {
        mailgun.messages.create('shop.example', { to: request.body.email, subject: 'Your order' });
        //               ^^^^^^ work-after-response
        response.end();
      });
      app.listen(3000);
    `,
    silentWhen: [
      {
        name: 'the request waits',
        replace: [
          ['(request, response) => {\n        mailgun', 'async (request, response) => {\n        await mailgun'],
        ],
      },
    ],
  },
  {
    name: 'lets a promise go in a step that the handler waits for, behind answers of other requests',
    files: shop(
      `if (request.body.draft && !request.body.ready) { return await response.status(204).send(); }
    if (request.body.empty || !request.body.email) { response.status(400).send(); return; }
    const order = await place(request.body);
    response.json(order);`,
      `async function place(order: Order) {
    void sendLetter(order.email);
    //   ^^^^^^^^^^ work-after-response
    return order;
  }`,
    ),
    silentWhen: [
      notAsked,
      { name: 'it waits', replace: [['void sendLetter', 'await sendLetter']] },
      {
        name: 'the handler does not wait for the step',
        replace: [['const order = await place(request.body);\n    response.json(order);', 'response.json({});']],
      },
    ],
  },
  {
    name: 'goes on with what another service answers, though nobody waits for it',
    files: shop(
      `fetch(request.body.picture)
  //^^^^^ work-after-response
      .then(async (res) => { await keep(res.body); })
      .then(() => sendLetter(request.body.email))
      .catch(console.error);
    response.json({});`,
      'const keep = async (picture) => picture;',
    ),
    silentWhen: [notAsked, { name: 'it waits', replace: [['fetch(request', 'await fetch(request']] }],
  },
  {
    name: 'lets a promise go',
    files: shop(`sendLetter(request.body.email); response.json({});`).replace(
      'sendLetter(request.body.email); response.json({});',
      'void sendLetter(request.body.email); response.json({});\n    //   ^^^^^^^^^^ work-after-response',
    ),
    expect: [
      {
        severity: 'warning',
        situation: 'always',
        says: ['A mail is never sent if the process ends first: POST /orders does not wait for it.'],
        related: ['src/app.ts:11', 'src/app.ts:7'],
      },
    ],
    silentWhen: [notAsked, { name: 'it waits', replace: [['void sendLetter', 'await sendLetter']] }],
  },
  {
    name: 'lets a promise go and notes its failure',
    files: shop(
      `if (request.body) sendLetter(request.body.email).catch(console.error);\n                   // ^^^^^^^^^^ work-after-response\n    response.json({});`,
    ),
    silentWhen: [notAsked, { name: 'it waits', replace: [[') sendLetter', ') await sendLetter']] }],
  },
  {
    name: 'mails behind the answer, though it waits there',
    files: shop(
      `response.json({}); await sendLetter(request.body.email);\n                          // ^^^^^^^^^^ work-after-response`,
    ),
    silentWhen: [notAsked, { name: 'it answers afterwards', replace: [['response.json({}); await', 'await']] }],
  },
  {
    name: 'mails by a callback that only writes to the log',
    files: shop(
      `mailer.sendMail({ to: request.body.email }, (error) => console.error(error));\n        // ^^^^^^^^ work-after-response\n    response.json({});`,
    ),
    silentWhen: [
      notAsked,
      { name: 'it answers in the callback', replace: [['console.error(error)', 'response.json({ error })']] },
    ],
  },
  {
    name: 'lets all mails go',
    files: shop(
      `request.body.emails.forEach(async (email) => { await sendLetter(email); });\n                     // ^^^^^^^ work-after-response\n    response.json({});`,
    ),
    silentWhen: [notAsked, { name: 'nothing is sent', replace: [['await sendLetter(email)', 'console.log(email)']] }],
  },
  {
    name: 'makes a function and lets it go',
    files: shop(
      `const convert = async () => { await fetch('https://parcels.example.com', { method: 'POST', body: JSON.stringify(request.body) }); await pool.query('UPDATE orders SET state = 1 WHERE id = $1', [request.body.id]); };
    if (request.body) convert();\n                   // ^^^^^^^ work-after-response\n    response.json({});`,
    ),
    expect: [{ severity: 'warning', says: ['A job is never finished if the process ends first'] }],
    silentWhen: [notAsked, { name: 'it waits', replace: [[') convert()', ') await convert()']] }],
  },
  {
    name: 'posts to another service without waiting',
    files: shop(
      `if (request.body) fetch('https://parcels.example.com', { method: 'POST', body: JSON.stringify(request.body) });\n                   // ^^^^^ work-after-response\n    response.json({});`,
    ),
    expect: [{ says: ['A POST to another service is never made'] }],
    silentWhen: [notAsked, { name: 'it only asks', replace: [["method: 'POST'", "method: 'GET'"]] }],
  },
  {
    name: 'mails later by a clock',
    files: shop(
      `if (request.body) setTimeout(() => sendLetter(request.body.email), 15 * 60 * 1000);\n                   // ^^^^^^^^^^ work-after-response\n    response.json({});`,
    ),
    expect: [{ says: ['if the process ends within 15 minutes', 'Keep what is due in the database'] }],
    silentWhen: [notAsked, { name: 'it waits for a second', replace: [['15 * 60 * 1000', '1000']] }],
  },
  {
    name: 'does it in the next turn of the loop',
    files: shop(
      `if (request.body) setImmediate(async () => { await sendLetter(request.body.email); });\n                   // ^^^^^^^^^^^^ work-after-response\n    response.json({});`,
    ),
    silentWhen: [
      notAsked,
      { name: 'nothing is sent', replace: [['await sendLetter(request.body.email)', 'console.log(1)']] },
    ],
  },
  {
    name: 'writes a row of the order without waiting',
    files: shop(
      `pool.query('INSERT INTO orders (email) VALUES ($1)', [request.body.email]).catch(console.error);\n      // ^^^^^ work-after-response\n    response.json({});`,
    ),
    expect: [{ severity: 'note', says: ['A row is never written if the process ends first'] }],
    silentWhen: [notAsked, { name: 'it waits', replace: [["pool.query('INSERT", "await pool.query('INSERT"]] }],
  },
  {
    name: 'bids welcome by a mail without which nobody can go on',
    files: shop(
      `void greet(request.body.email, request.body.token); response.json({});\n    //   ^^^^^ work-after-response`,
      `async function greet(email: string, token: string) { await mailer.sendMail({ to: email, subject: 'Welcome', text: token }); }`,
    ),
    silentWhen: [
      notAsked,
      {
        name: 'it brings nothing that is needed',
        replace: [
          [', request.body.token', ''],
          [', token: string', ''],
          [', text: token', ''],
        ],
      },
    ],
  },
  {
    name: 'makes a subscription without waiting',
    files: shop(
      `void subscribe(request.body.id); response.json({});\n    //   ^^^^^^^^^ work-after-response`,
      `import Stripe from 'stripe';
  const stripe = new Stripe(process.env.STRIPE_KEY);
  async function subscribe(id: string) { await stripe.subscriptions.create({ customer: id }); }`,
    ),
    expect: [{ severity: 'warning', says: ['A subscription is never made'] }],
    silentWhen: [notAsked, { name: 'it waits', replace: [['void subscribe', 'await subscribe']] }],
  },
  {
    name: 'starts a thread',
    files: flask(
      `threading.Thread(target=send_letter, args=(request.json["email"],), daemon=True).start()\n      #         ^^^^^^ work-after-response`,
    ),
    expect: [{ severity: 'warning' }],
    silentWhen: [
      notRouted,
      {
        name: 'nothing is sent',
        replace: [['smtp.sendmail("shop@example.com", [email], "Thank you")', 'print(email)']],
      },
    ],
  },
  {
    name: 'starts a thread by its name, in a function of its own',
    files: flask(
      `tell(request.json["email"])`,
      `def tell(email):\n      letter = threading.Thread(target=send_letter, args=(email,), daemon=True)\n      #                  ^^^^^^ work-after-response\n      letter.start()`,
    ),
    silentWhen: [notRouted, { name: 'it waits', replace: [['letter.start()', 'letter.start()\n      letter.join()']] }],
  },
  {
    name: 'begins a task',
    files: fastapi(`asyncio.create_task(send_letter(order["email"]))\n      #       ^^^^^^^^^^^ work-after-response`),
    silentWhen: [
      notRouted,
      {
        name: 'it waits',
        replace: [
          [
            'asyncio.create_task(send_letter(order["email"]))',
            'await asyncio.create_task(send_letter(order["email"]))',
          ],
        ],
      },
    ],
  },
  {
    name: 'begins a task that a set holds until it is done',
    files: fastapi(
      `task = asyncio.create_task(send_letter(order["email"]))\n      #              ^^^^^^^^^^^ work-after-response\n      running.add(task)\n      task.add_done_callback(running.discard)`,
      `running = set()`,
    ),
    silentWhen: [
      notRouted,
      { name: 'nothing is sent', replace: [['await aiosmtplib.send(email, hostname="mail")', 'print(email)']] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
