import { rule } from '../../src/rules/queues/queue-in-memory.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A shop that sends a mail for each order; how it keeps the mails until then is the interesting part. */
const shop = (top: string, handler: string): string => `
  // file: src/app.ts
  import express from 'express';
  import { mailer } from './mail.ts';
  ${top}
  const app = express();
  app.post('/orders', async (request, response) => {
    ${handler}
    response.status(202).json({});
  });
  app.listen(3000);
  // file: src/mail.ts
  import nodemailer from 'nodemailer';
  export const mailer = nodemailer.createTransport(process.env.SMTP_URL);
`;

const pQueue = `import PQueue from 'p-queue'; const queue = new PQueue({ concurrency: 2 });`;
const send = `async () => { await mailer.sendMail({ to: request.body.email }); }`;
const fastq = (name = 'fastq'): string =>
  `import fastq from 'fastq'; const queue = ${name}(async (order) => { await mailer.sendMail({ to: order.email }); }, 1);`;

const list = (drain: string, top = ''): string => `
  ${top}
  const waiting: { email: string }[] = [];
  ${drain}
`;
const drained = list(`
  async function work() {
    const order = waiting.shift();
    if (order !== undefined) await mailer.sendMail({ to: order.email });
  }
  setInterval(work, 500);
`);

const fastapi = (parameters: string, body: string, top = ''): string => `
  # file: app.py
  import smtplib
  from fastapi import BackgroundTasks, FastAPI
  ${top}
  app = FastAPI()
  smtp = smtplib.SMTP("mail")
  def send_letter(email):
      smtp.sendmail("shop@example.com", [email], "Thank you")
  @app.post("/orders")
  async def place(order: dict${parameters}):
      ${body}
      return {"state": "placed"}
`;

const worker = (queue: string, body = 'send_letter(waiting.get())'): string => `
  # file: app.py
  import queue
  import threading
  import asyncio
  import smtplib
  from flask import Flask, request
  app = Flask(__name__)
  waiting = ${queue}
  smtp = smtplib.SMTP("mail")
  def send_letter(email):
      smtp.sendmail("shop@example.com", [email], "Thank you")
  def work():
      while True:
          ${body}
  threading.Thread(target=work, daemon=True).start()
  @app.post("/orders")
  def place():
      waiting.put(request.json["email"])
      return {"state": "placed"}
`;

const silent: readonly RuleCase[] = [
  { name: 'waits for the queue before it answers', files: shop(pQueue, `await queue.add(${send});`), gate: 'moment' },
  {
    name: 'answers with what the queue gives',
    files: shop(pQueue, `const sent = await queue.add(${send}); response.json(sent);`),
    gate: 'moment',
  },
  {
    name: 'bounds how much one request does at once',
    files: shop(
      `import PQueue from 'p-queue';`,
      `const queue = new PQueue({ concurrency: 2 }); for (const line of request.body.lines) queue.add(${send}); await queue.onIdle();`,
    ),
    gate: 'lifetime',
  },
  {
    name: 'keeps figures in the queue, which nobody misses',
    files: shop(
      `${pQueue} import { Pool } from 'pg'; const pool = new Pool(); async function track(page: string) { await pool.query('INSERT INTO page_views (page) VALUES ($1)', [page]); }`,
      `queue.add(() => track(request.path));`,
    ),
    gate: 'role',
  },
  {
    name: 'only warms a cache in the queue',
    files: shop(
      `${pQueue} import { Pool } from 'pg'; const pool = new Pool(); const prices = new Map(); async function load(id: string) { prices.set(id, await pool.query('SELECT cents FROM products WHERE id = $1', [id])); }`,
      `queue.add(() => load(request.body.product));`,
    ),
    gate: 'role',
  },
  {
    name: 'is not put into by any request, but at the start',
    files: shop(`${pQueue} queue.add(async () => { await mailer.sendMail({ to: 'owner@example.com' }); });`, ''),
    gate: 'none',
  },
  {
    name: 'gives the queue a store that outlives the process',
    files: shop(
      `import Queue from 'better-queue'; import SqlStore from 'better-queue-sql'; const queue = new Queue(async (order) => { await mailer.sendMail({ to: order.email }); }, { store: new SqlStore() });`,
      `queue.push(request.body);`,
    ),
    gate: 'shared',
  },
  {
    name: 'only wakes up who takes jobs from the database, which a clock does as well',
    files: shop(
      `${pQueue} import { Pool } from 'pg'; const pool = new Pool(); async function work() { const found = await pool.query('SELECT id, email FROM letters WHERE sent IS NULL'); for (const each of found.rows) { await mailer.sendMail({ to: each.email }); await pool.query('UPDATE letters SET sent = now() WHERE id = $1', [each.id]); } } setInterval(work, 60_000);`,
      `await pool.query('INSERT INTO letters (email) VALUES ($1)', [request.body.email]); queue.add(() => work());`,
    ),
    gate: 'shared',
  },
  {
    name: 'takes each letter by a claim in the database',
    files: shop(
      `${pQueue} import { Pool } from 'pg'; const pool = new Pool(); async function work() { const found = await pool.query('UPDATE letters SET taken = now() WHERE id IN (SELECT id FROM letters WHERE taken IS NULL FOR UPDATE SKIP LOCKED) RETURNING email'); for (const each of found.rows) await mailer.sendMail({ to: each.email }); }`,
      `queue.add(() => work());`,
    ),
    gate: 'shared',
  },
  {
    name: 'keeps who waits for an answer beside the work',
    files: shop(
      list(
        `async function work() { const next = waiting.shift(); if (next !== undefined) next.resolve(await mailer.sendMail({ to: next.email })); } setInterval(work, 500);`,
      ).replace('{ email: string }', 'any'),
      `await new Promise((resolve) => { waiting.push({ email: request.body.email, resolve }); });`,
    ),
    gate: 'moment',
  },
  {
    name: 'gathers lines of a log in a list that a clock empties',
    files: shop(
      list(
        `import { Pool } from 'pg'; const pool = new Pool(); async function flush() { const lines = waiting.splice(0, 100); for (const line of lines) await pool.query('INSERT INTO access_log (line) VALUES ($1)', [line]); } setInterval(flush, 1000);`,
      ),
      `waiting.push({ email: request.path });`,
    ),
    gate: 'role',
  },
  {
    name: 'hands the work to a broker',
    files: shop(
      `import { Queue } from 'bullmq'; const queue = new Queue('letters', { connection: { host: 'redis' } });`,
      `queue.add('letter', request.body);`,
    ),
    gate: 'none',
  },
  {
    name: 'tries out whether a mail comes',
    files: fastapi(', tasks: BackgroundTasks', 'tasks.add_task(send_letter, order["email"])').replace(
      '"/orders"',
      '"/letters/{id}/test"',
    ),
    gate: 'role',
  },
  {
    name: 'only bids welcome behind the answer',
    files: fastapi(
      ', tasks: BackgroundTasks',
      'tasks.add_task(send_welcome, order["email"])',
      'def send_welcome(email):\n      smtp.sendmail("shop@example.com", [email], "Glad to see you")',
    ),
    gate: 'role',
  },
  {
    name: 'logs behind the answer in Python',
    files: fastapi(
      ', background_tasks: BackgroundTasks',
      'background_tasks.add_task(write_line, order["email"])',
      'import logging\n  def write_line(email):\n      logging.info(email)',
    ),
    gate: 'role',
  },
  {
    name: 'waits for what a pool of threads does',
    files: fastapi(
      '',
      'pool.submit(send_letter, order["email"]).result()',
      'from concurrent.futures import ThreadPoolExecutor\n  pool = ThreadPoolExecutor()',
    ),
    gate: 'moment',
  },
  {
    name: 'hands on what tells whoever asked that it is done',
    files: worker('queue.Queue()').replace(
      'waiting.put(request.json["email"])',
      'done = threading.Event()\n      waiting.put((request.json["email"], done))\n      done.wait()',
    ),
    gate: 'moment',
  },
  {
    name: 'has its own queue for each stream of answers',
    files: worker('None')
      .replace(
        'waiting.put(request.json["email"])',
        'waiting = queue.Queue()\n      waiting.put(request.json["email"])',
      )
      .replace('threading.Thread(target=work, daemon=True).start()', ''),
    gate: 'lifetime',
  },
  {
    name: 'makes a pool that nobody switches on',
    files: fastapi(
      '',
      'sender.send(order["email"])',
      'from concurrent.futures import ThreadPoolExecutor\n  class Sender:\n      def __init__(self):\n          self.pool = None\n      def enable(self):\n          self.pool = ThreadPoolExecutor()\n      def send(self, email):\n          self.pool.submit(send_letter, email)\n  sender = Sender()',
    ),
    gate: 'moment',
  },
];

const notAsked = {
  name: 'no request puts it in',
  replace: [["app.post('/orders'", "export const place = ((_path: string, _work: unknown) => _path)('/orders'"]],
} as const;
const notRouted = { name: 'no request puts it in', replace: [['@app.post("/orders")', '']] } as const;
const toBroker = (from: string) =>
  ({
    name: 'a broker keeps it',
    replace: [[from, `import { Queue } from 'bullmq'; const queue = new Queue('letters');`]],
  }) as const;

const posted = (answer: string): string =>
  list(`
  async function work() {
    const order = waiting.shift();
    if (order === undefined) return;
    const answer = await fetch('https://books.example.com/orders', { method: 'POST', body: order.email });
    ${answer}
  }
  setInterval(work, 500);
`);

const found: readonly RuleCase[] = [
  {
    name: 'posts to another service what requests put into a list',
    files: shop(
      posted(`if (!answer.ok) waiting.push(order);`),
      `waiting.push({ email: request.body.email });\n//  ^^^^^^^ queue-in-memory`,
    ),
    expect: [{ says: ['each POST to another service that waits in it is never made.'] }],
    silentWhen: [
      { name: 'it only asks', replace: [["method: 'POST', body: order.email", "method: 'GET'"]] },
      { name: 'the answer is read', replace: [['if (!answer.ok)', 'if ((await answer.json()).again)']] },
    ],
  },
  {
    name: 'mails from a queue of functions',
    files: shop(pQueue, `queue.add(${send});\n       // ^^^ queue-in-memory`),
    expect: [
      {
        severity: 'error',
        situation: 'always',
        says: [
          'A deploy or crash empties this queue: each mail that waits in it is never sent.',
          'POST /orders puts work in and does not wait for it',
        ],
      },
    ],
    silentWhen: [notAsked, toBroker(pQueue), { name: 'it waits', replace: [['queue.add(', 'await queue.add(']] }],
  },
  {
    name: 'mails from a queue that was made with its worker',
    files: shop(fastq(), `queue.push(request.body);\n       // ^^^^ queue-in-memory`),
    expect: [{ severity: 'error', says: ['each mail that waits in it is never sent'] }],
    silentWhen: [notAsked, { name: 'it waits', replace: [['queue.push(', 'await queue.push(']] }],
  },
  {
    name: 'mails from a queue of promises, failures noted',
    files: shop(
      fastq('fastq.promise'),
      `queue.push(request.body).catch(console.error);\n       // ^^^^ queue-in-memory`,
    ),
    silentWhen: [notAsked, { name: 'it waits', replace: [['queue.push(', 'await queue.push(']] }],
  },
  {
    name: 'calls another service from a queue that tells by callbacks',
    files: shop(
      `import async from 'async'; const queue = async.queue((order, done) => { fetch('https://parcels.example.com', { method: 'POST', body: JSON.stringify(order) }).then(() => done(), done); }, 2);`,
      `queue.push(request.body);\n       // ^^^^ queue-in-memory`,
    ),
    expect: [{ severity: 'error', says: ['each POST to another service that waits in it is never made'] }],
    silentWhen: [notAsked, { name: 'it only asks', replace: [["method: 'POST'", "method: 'GET'"]] }],
  },
  {
    name: 'keeps jobs in the memory of a queue that could keep them elsewhere',
    files: shop(
      `import Queue from 'better-queue'; const queue = new Queue(async (order) => { await mailer.sendMail({ to: order.email }); }, { concurrent: 2 });`,
      `queue.push(request.body);\n       // ^^^^ queue-in-memory`,
    ),
    silentWhen: [notAsked, { name: 'it has a store', replace: [['concurrent: 2', 'store: rows']] }],
  },
  {
    name: 'works off a list by a clock',
    files: shop(
      drained,
      `if (request.body) waiting.push(request.body);\n                   // ^^^^^^^ queue-in-memory`,
    ),
    expect: [{ severity: 'error' }],
    silentWhen: [
      notAsked,
      { name: 'nothing is sent', replace: [['await mailer.sendMail({ to: order.email })', 'console.log(order)']] },
    ],
  },
  {
    name: 'works off notices of what stands elsewhere, which is no error',
    files: shop(
      list(`
  async function sendNotification() {
    const order = waiting.shift();
    if (order !== undefined) await mailer.sendMail({ to: order.email });
  }
  setInterval(sendNotification, 500);
`),
      `if (request.body) waiting.push(request.body);\n                   // ^^^^^^^ queue-in-memory`,
    ),
    expect: [{ severity: 'warning' }],
    silentWhen: [notAsked],
  },
  {
    name: 'works off a list of a class that begins by itself',
    files: shop(
      `class Letters {
        private readonly waiting: string[] = [];
        private busy = false;
        put(email: string) {
          this.waiting.push(email);
       // ^^^^^^^^^^^^ queue-in-memory
          if (!this.busy) void this.work();
        }
        private async work() {
          this.busy = true;
          while (this.waiting.length > 0) await mailer.sendMail({ to: this.waiting.shift() });
          this.busy = false;
        }
      }
      const letters = new Letters();`,
      `letters.put(request.body.email);`,
    ),
    silentWhen: [
      notAsked,
      {
        name: 'nothing is sent',
        replace: [['await mailer.sendMail({ to: this.waiting.shift() })', 'console.log(this.waiting.shift())']],
      },
    ],
  },
  {
    name: 'writes the order only when its turn comes',
    files: shop(
      `${pQueue} import { Pool } from 'pg'; const pool = new Pool();`,
      `queue.add(() => pool.query('INSERT INTO orders (email) VALUES ($1)', [request.body.email]));\n       // ^^^ queue-in-memory`,
    ),
    expect: [{ severity: 'note', says: ['each row that waits in it is never written'] }],
    silentWhen: [notAsked, { name: 'it waits', replace: [['queue.add(', 'await queue.add(']] }],
  },
  {
    name: 'charges from a queue',
    files: shop(
      `${pQueue} import Stripe from 'stripe'; const stripe = new Stripe('key');`,
      `queue.add(async () => { await stripe.charges.create({ amount: 100, currency: 'eur' }); });\n       // ^^^ queue-in-memory`,
    ),
    expect: [{ severity: 'error', says: ['each payment that waits in it is never made'] }],
    silentWhen: [notAsked, toBroker(pQueue)],
  },
  {
    name: 'puts into one queue from two routes and is told once',
    files: shop(
      `${pQueue} async function letter(email: string) { await mailer.sendMail({ to: email }); }`,
      `queue.add(() => letter(request.body.email));\n       // ^^^ queue-in-memory
    queue.add(() => letter('owner@example.com'));`,
    ),
    silentWhen: [notAsked, toBroker(pQueue)],
  },
  {
    name: 'mails behind the answer in FastAPI',
    files: fastapi(
      ', background_tasks: BackgroundTasks',
      'background_tasks.add_task(send_letter, order["email"])\n      #                ^^^^^^^^ queue-in-memory',
    ),
    expect: [
      {
        severity: 'warning',
        says: [
          'A deploy or crash right after the answer loses the mail that should follow it.',
          'POST /orders answers first',
        ],
      },
    ],
    silentWhen: [
      notRouted,
      {
        name: 'it waits',
        replace: [['background_tasks.add_task(send_letter, order["email"])', 'send_letter(order["email"])']],
      },
    ],
  },
  {
    name: 'keeps two for behind one answer and is told once',
    files: fastapi(
      ', background_tasks: BackgroundTasks',
      'background_tasks.add_task(send_letter, order["email"])\n      #                ^^^^^^^^ queue-in-memory\n      background_tasks.add_task(send_letter, "owner@example.com")',
    ),
    silentWhen: [notRouted],
  },
  {
    name: 'mails from a pool of threads',
    files: fastapi(
      '',
      'pool.submit(send_letter, order["email"])\n      #    ^^^^^^ queue-in-memory',
      'from concurrent.futures import ThreadPoolExecutor\n  pool = ThreadPoolExecutor(4)',
    ),
    expect: [{ severity: 'error' }],
    silentWhen: [
      notRouted,
      {
        name: 'it waits',
        replace: [['pool.submit(send_letter, order["email"])', 'pool.submit(send_letter, order["email"]).result()']],
      },
    ],
  },
  {
    name: 'mails from a queue of threads',
    files: worker('queue.Queue()').replace(
      'waiting.put(request.json["email"])',
      'waiting.put(request.json["email"])\n      #       ^^^ queue-in-memory',
    ),
    expect: [{ severity: 'error' }],
    silentWhen: [
      notRouted,
      { name: 'nothing is sent', replace: [['send_letter(waiting.get())', 'print(waiting.get())']] },
    ],
  },
  {
    name: 'mails from a queue of tasks',
    files: fastapi(
      '',
      'await waiting.put(order["email"])\n      #             ^^^ queue-in-memory',
      `import asyncio
  waiting = asyncio.Queue()
  async def work():
      while True:
          send_letter(await waiting.get())
  @app.on_event("startup")
  async def begin():
      asyncio.create_task(work())`,
    )
      .replace('app = FastAPI()\n', '')
      .replace(
        'from fastapi import BackgroundTasks, FastAPI',
        'from fastapi import BackgroundTasks, FastAPI\n  app = FastAPI()',
      ),
    silentWhen: [
      notRouted,
      { name: 'nothing is sent', replace: [['send_letter(await waiting.get())', 'print(await waiting.get())']] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
