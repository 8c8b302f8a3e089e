import { rule } from '../../src/rules/stateless/lock-in-process.ts';
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
  import { Mutex, Semaphore } from 'async-mutex';
  import AsyncLock from 'async-lock';
  import pLimit from 'p-limit';
  const pool = new Pool();
  ${declared}
  const app = express();
  ${routes}
  app.listen(3000);
  ${three}
`;

const look = "const { rows } = await pool.query('select stock from items where id = $1', [req.params.id]);";
const change = "await pool.query('update items set stock = $1 where id = $2', [rows[0].stock - 1, req.params.id]);";

/** Look-alikes that must stay silent, each for a reason of its own. */
const silent: readonly RuleCase[] = [
  {
    name: 'a lock around a file of this process',
    gate: 'role',
    files: service(
      `const lock = new Mutex();\n  import { appendFile } from 'node:fs/promises';`,
      `app.post('/log', async (req, res) => { await lock.runExclusive(() => appendFile('/tmp/log', req.body)); res.end(); });`,
    ),
  },
  {
    name: 'a token that each process asks for once',
    gate: 'role',
    files: service(
      `const lock = new Mutex();\n  let token: string | null = null;`,
      `app.get('/price', async (req, res) => {
        await lock.runExclusive(async () => { token ??= await (await fetch('https://tokens')).text(); });
        res.json({ token });
      });`,
    ),
  },
  {
    name: 'a copy of rows that is read once at a time',
    gate: 'role',
    files: service(
      `const lock = new Mutex();\n  let rates: unknown[] = [];`,
      `app.get('/rates', async (req, res) => {
        await lock.runExclusive(async () => { rates = (await pool.query('select * from rates')).rows; });
        res.json(rates);
      });`,
    ),
  },
  {
    name: 'a chain that writes what this process gathered, and then looks for something else',
    gate: 'role',
    files: service(
      `let tail: Promise<unknown> = Promise.resolve();
  let gathered: string[] = [];
  async function store(visits: string[]) { await pool.query('insert into visits (at) values ($1)', visits); await tell(); }
  async function tell() { return pool.query('select id from readers'); }
  function flush() { const visits = gathered; gathered = []; tail = tail.then(() => store(visits)); return tail; }`,
      `app.post('/visits', async (req, res) => { gathered.push(req.body.at); await flush(); res.end(); });`,
    ),
  },
  {
    name: 'rows of a database that is a file',
    gate: 'role',
    files: service(
      `const lock = new Mutex();\n  import Database from 'better-sqlite3';\n  const file = new Database('shop.db');`,
      `app.post('/buy/:id', async (req, res) => {
        await lock.runExclusive(async () => {
          const item = file.prepare('select stock from items where id = ?').get(req.params.id);
          file.prepare('update items set stock = ? where id = ?').run(item.stock - 1, req.params.id);
        });
        res.end();
      });`,
    ),
  },
  {
    name: 'a bound on how many work at once',
    gate: 'none',
    files: service(
      'const bound = new Semaphore(5);',
      `app.post('/buy/:id', async (req, res) => { await bound.runExclusive(async () => { ${look} ${change} }); res.end(); });`,
    ),
  },
  {
    name: 'a bound of several, by the function that is called',
    gate: 'none',
    files: service(
      'const limit = pLimit(10);',
      `app.post('/buy/:id', async (req, res) => { await limit(async () => { ${look} ${change} }); res.end(); });`,
    ),
  },
  {
    name: 'rows that the database locks as well',
    gate: 'guard',
    files: service(
      'const lock = new Mutex();',
      `app.post('/buy/:id', async (req, res) => {
        await lock.runExclusive(async () => {
          const { rows } = await pool.query('select stock from items where id = $1 for update', [req.params.id]);
          ${change}
        });
        res.end();
      });`,
    ),
  },
  {
    name: 'a lock in Redis inside',
    gate: 'guard',
    files: service(
      `const lock = new Mutex();\n  import Redlock from 'redlock';\n  const redlock = new Redlock([]);`,
      `app.post('/buy/:id', async (req, res) => {
        await lock.runExclusive(async () => {
          const held = await redlock.acquire(['item'], 1000);
          ${look}
          ${change}
          await held.release();
        });
        res.end();
      });`,
    ),
  },
  {
    name: 'a lock that each request makes for its own steps',
    gate: 'lifetime',
    files: service(
      '',
      `app.post('/buy/:id', async (req, res) => {
        const lock = new Mutex();
        await Promise.all(req.body.map(() => lock.runExclusive(async () => { ${look} ${change} })));
        res.end();
      });`,
    ),
  },
  {
    name: 'setting up once',
    gate: 'none',
    files: service(
      'let ready = false;',
      `app.get('/orders', async (req, res) => {
        if (!ready) { ready = true; await pool.query('insert into starts (at) values (now())'); }
        res.json([]);
      });`,
    ),
  },
  {
    name: 'a mark around what is the same when it is done twice',
    gate: 'role',
    files: service(
      'let running = false;',
      `app.post('/clean', async (req, res) => {
        if (running) return res.status(409).end();
        running = true;
        try { await pool.query('delete from carts where old'); } finally { running = false; }
        res.end();
      });`,
    ),
  },
  {
    name: 'a job that a clock starts, which is told there',
    gate: 'role',
    files: service(
      `let running = false;
  async function remind() {
    if (running) return;
    running = true;
    try { await pool.query('insert into reminders (at) values (now())'); } finally { running = false; }
  }
  setInterval(remind, 3_600_000);`,
      `app.get('/', (req, res) => res.end());`,
    ),
  },
  {
    name: 'a row that is looked up and then deleted, which ends the same for two',
    gate: 'role',
    files: service(
      'const lock = new Mutex();',
      `app.post('/leave/:id', async (req, res) => {
        await lock.runExclusive(async () => {
          const { rows } = await pool.query('select id from guests where id = $1', [req.params.id]);
          if (rows.length > 0) await pool.query('delete from guests where id = $1', [req.params.id]);
        });
        res.end();
      });`,
    ),
  },
  {
    name: 'a deletion that a session of the ORM confirms',
    gate: 'role',
    files: `
      # file: app.py
      from threading import Lock
      from flask import Flask
      from flask_sqlalchemy import SQLAlchemy
      app = Flask(__name__)
      db = SQLAlchemy(app)
      closing = Lock()
      class Guest(db.Model):
          id = db.Column(db.Integer, primary_key=True)
      @app.route('/leave/<int:key>', methods=['POST'])
      def leave(key):
          with closing:
              guest = Guest.query.filter_by(id=key).first()
              if guest is not None:
                  db.session.delete(guest)
                  db.session.commit()
          return ''
    `,
  },
  {
    name: 'a lock that has one request fetch for all that wait, who find it in memory',
    gate: 'role',
    files: service(
      `const lock = new AsyncLock();\n  const texts = new Map<string, string>();`,
      `app.get('/licence/:id', async (req, res) => {
        const { id } = req.params;
        await lock.acquire(id, async () => {
          if (texts.has(id)) return;
          const { rows } = await pool.query('select text from licences where id = $1', [id]);
          if (rows.length > 0) { texts.set(id, rows[0].text); return; }
          const text = await (await fetch('https://licences/' + id)).text();
          texts.set(id, text);
          await pool.query('insert into licences (id, text) values ($1, $2) on conflict (id) do update set text = $2', [id, text]);
        });
        res.json(texts.get(id));
      });`,
    ),
  },
  {
    name: 'a mark around messages that each know their own key, which the queue takes once',
    gate: 'shared',
    files: service(
      `import PgBoss from 'pg-boss';
  const boss = new PgBoss(process.env.DATABASE_URL!);
  class Message {
    constructor(readonly of: { id: string }) {}
    static options(of: { id: string }): object { return {}; }
    static sendAll(all: Message[]) { return boss.insert(all.map((each) => ({ ...this.options(each.of), name: 'thumbnails', data: each.of }))); }
  }
  class Thumbnail extends Message {
    static options(of: { id: string }) { return { singletonKey: of.id }; }
  }
  let running = false;`,
      `app.post('/thumbnails', async (req, res) => {
        if (running) return res.status(409).end();
        running = true;
        try {
          const { rows } = await pool.query('select id from photos where small is null');
          await Thumbnail.sendAll(rows.map((row) => new Thumbnail(row)));
        } finally { running = false; }
        res.end();
      });`,
    ),
  },
  {
    name: 'a mark that the function never takes away',
    gate: 'none',
    files: service(
      'let warned = false;',
      `app.post('/orders', async (req, res) => {
        if (!warned) { warned = true; console.warn('first order'); }
        await pool.query('insert into orders (id) values ($1)', [req.body.id]);
        res.end();
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
      import { Mutex } from 'async-mutex';
      import { Pool } from 'pg';
      const pool = new Pool();
      const lock = new Mutex();
      await lock.runExclusive(async () => {
        const { rows } = await pool.query('select stock from items');
        await pool.query('update items set stock = $1', [rows[0].stock]);
      });
    `,
  },
];

const off = {
  name: 'no request leads there',
  replace: [["app.post('/buy/:id', async (req, res)", 'export const buy = (async (req, res)']],
} as const;

const found: readonly RuleCase[] = [
  {
    name: 'stock that is read and written behind a mutex',
    files: service(
      `const lock = new Mutex();
  //    ^^^^ lock-in-process`,
      `app.post('/buy/:id', async (req, res) => {
        await lock.runExclusive(async () => { ${look} ${change} });
        res.end();
      });`,
    ),
    expect: [
      {
        severity: 'error',
        situation: 'many',
        says: ['Two can be behind `lock` at once', 'Each of 3 instances (compose.yaml:6) has its own `lock`'],
      },
    ],
    silentWhen: [
      off,
      { name: 'nothing is written', replace: [[change, '']] },
      { name: 'nothing is read', replace: [[look, 'const rows = req.body;']] },
    ],
  },
  {
    name: 'a row that is brought up to date with what another service says, as a note',
    files: service(
      `const lock = new Mutex();
  //    ^^^^ lock-in-process`,
      `app.post('/buy/:id', async (req, res) => {
        await lock.runExclusive(async () => {
          const { rows } = await pool.query('select text from licences where id = $1', [req.params.id]);
          if (rows.length > 0) return;
          const text = await (await fetch('https://licences')).text();
          await pool.query('update licences set text = $1 where id = $2', [text, req.params.id]);
        });
        res.end();
      });`,
    ),
    expect: [{ severity: 'note', confidence: 'low' }],
    silentWhen: [off],
  },
  {
    name: 'a row that is deleted and leaves something behind',
    files: service(
      `const lock = new Mutex();
  //    ^^^^ lock-in-process`,
      `app.post('/redeem/:id', async (req, res) => {
        await lock.runExclusive(async () => {
          const { rows } = await pool.query('select worth from vouchers where id = $1', [req.params.id]);
          await pool.query('delete from vouchers where id = $1', [req.params.id]);
          await pool.query('insert into credits (worth) values ($1)', [rows[0].worth]);
        });
        res.end();
      });`,
    ),
    silentWhen: [
      {
        name: 'nothing is left behind',
        replace: [["await pool.query('insert into credits (worth) values ($1)', [rows[0].worth]);", '']],
      },
    ],
  },
  {
    name: 'a row that is counted on behind what memory knows',
    files: service(
      `const lock = new Mutex();
  //    ^^^^ lock-in-process
  const known = new Set<string>();`,
      `app.post('/visit/:id', async (req, res) => {
        await lock.runExclusive(async () => {
          if (known.has(req.params.id)) return;
          known.add(req.params.id);
          const { rows } = await pool.query('select seen from visitors where id = $1', [req.params.id]);
          await fetch('https://visits/' + req.params.id);
          await pool.query('insert into visitors (id, seen) values ($1, $2)', [req.params.id, rows.length]);
        });
        res.end();
      });`,
    ),
    silentWhen: [
      {
        name: 'the row is written over with what was fetched',
        replace: [['values ($1, $2)', 'values ($1, $2) on conflict (id) do update set seen = $2']],
      },
    ],
  },
  {
    name: 'messages of classes of which one knows no key',
    files: service(
      `import PgBoss from 'pg-boss';
  const boss = new PgBoss(process.env.DATABASE_URL!);
  class Message {
    constructor(readonly of: { id: string }) {}
    static options(of: { id: string }): object { return {}; }
    static sendAll(all: Message[]) { return boss.insert(all.map((each) => ({ ...this.options(each.of), name: 'thumbnails', data: each.of }))); }
  }
  class Thumbnail extends Message {
    static options(of: { id: string }): object { return { priority: 1 }; }
  }
  let running = false;
  //  ^^^^^^^ lock-in-process`,
      `app.post('/thumbnails', async (req, res) => {
        if (running) return res.status(409).end();
        running = true;
        try {
          const { rows } = await pool.query('select id from photos where small is null');
          await Thumbnail.sendAll(rows.map((row) => new Thumbnail(row)));
        } finally { running = false; }
        res.end();
      });`,
    ),
    silentWhen: [{ name: 'the queue knows it by its key', replace: [['{ priority: 1 }', '{ singletonKey: of.id }']] }],
  },
  {
    name: 'what stands between taking and releasing',
    files: service(
      `const lock = new Mutex();
  //    ^^^^ lock-in-process`,
      `app.post('/buy/:id', async (req, res) => {
        const release = await lock.acquire();
        try { ${look} ${change} } finally { release(); }
        res.end();
      });`,
    ),
    silentWhen: [
      off,
      {
        name: 'it is released before',
        replace: [[`try { ${look} ${change} } finally { release(); }`, `release(); ${look} ${change}`]],
      },
    ],
  },
  {
    name: 'a lock for each key',
    files: service(
      `const lock = new AsyncLock();
  //    ^^^^ lock-in-process`,
      `app.post('/buy/:id', async (req, res) => {
        await lock.acquire(req.params.id, async () => { ${look} ${change} });
        res.end();
      });`,
    ),
    silentWhen: [off],
  },
  {
    name: 'one at a time, by the function that is called',
    files: service(
      `const one = pLimit(1);
  //    ^^^ lock-in-process`,
      `app.post('/buy/:id', async (req, res) => { await one(async () => { ${look} ${change} }); res.end(); });`,
    ),
    silentWhen: [off, { name: 'several may', replace: [['pLimit(1)', 'pLimit(4)']] }],
  },
  {
    name: 'a semaphore that lets in one, in a field of a provider',
    files: `
      // file: src/app.ts
      import { NestFactory } from '@nestjs/core';
      import { Module, Controller, Post, Body, Injectable } from '@nestjs/common';
      import { Semaphore } from 'async-mutex';
      import { Pool } from 'pg';
      const pool = new Pool();
      @Injectable()
      export class Wallets {
        private readonly turn = new Semaphore(1);
        //               ^^^^ lock-in-process
        async spend(id: string, amount: number) {
          await this.turn.runExclusive(() => this.take(id, amount));
        }
        private async take(id: string, amount: number) {
          const { rows } = await pool.query('select balance from wallets where id = $1', [id]);
          if (rows[0].balance < amount) throw new Error('too little');
          await pool.query('update wallets set balance = $1 where id = $2', [rows[0].balance - amount, id]);
        }
      }
      @Controller('wallets')
      export class WalletsController {
        constructor(private readonly wallets: Wallets) {}
        @Post() spend(@Body() body: { id: string; amount: number }) { return this.wallets.spend(body.id, body.amount); }
      }
      @Module({ controllers: [WalletsController], providers: [Wallets] })
      class AppModule {}
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      ${three}
    `,
    silentWhen: [
      {
        name: 'the database takes it in one step',
        replace: [
          ["const { rows } = await pool.query('select balance from wallets where id = $1', [id]);", ''],
          ["if (rows[0].balance < amount) throw new Error('too little');", ''],
          ['rows[0].balance - amount', 'amount'],
        ],
      },
    ],
  },
  {
    name: 'a change that only one makes, of what was looked up before it',
    files: service(
      `const lock = new Mutex();
  //    ^^^^ lock-in-process
  async function take(id: string) {
    const { rows } = await pool.query('select stock, version from items where id = $1', [id]);
    const { rowCount } = await pool.query('update items set stock = $1 where id = $2 and open = true', [rows[0].stock - 1, id]);
    return rowCount;
  }`,
      `app.post('/buy/:id', async (req, res) => {
        const taken = await lock.runExclusive(async () => { const done = await take(req.params.id); if (!done) return null; return done; });
        res.json(taken);
      });`,
    ),
    silentWhen: [off],
  },
  {
    name: 'locks in a map, one for each user',
    files: service(
      `const locks = new Map<string, Mutex>();
  //    ^^^^^ lock-in-process`,
      `app.post('/buy/:id', async (req, res) => {
        let lock = locks.get(req.params.id);
        if (lock === undefined) { lock = new Mutex(); locks.set(req.params.id, lock); }
        await lock.runExclusive(async () => { ${look} ${change} });
        res.end();
      });`,
    ),
    silentWhen: [off],
  },
  {
    name: 'a wrapper that whoever wants a turn hands its work to',
    files: `
      // file: src/turns.ts
      import { Mutex } from 'async-mutex';
      const mutex = new Mutex();
      //    ^^^^^ lock-in-process
      export async function inTurn<T>(work: () => Promise<T>): Promise<T> { return mutex.runExclusive(work); }
      // file: src/app.ts
      import express from 'express';
      import { Pool } from 'pg';
      import { inTurn } from './turns.ts';
      const pool = new Pool();
      const app = express();
      app.post('/buy/:id', async (req, res) => {
        await inTurn(async () => { ${look} ${change} });
        res.end();
      });
      app.listen(3000);
    `,
    expect: [
      { severity: 'warning', situation: 'assumed', says: ['With 2 instances two can be behind `mutex` at once'] },
    ],
    silentWhen: [off],
  },
  {
    name: 'a chain of promises',
    files: service(
      `let tail: Promise<unknown> = Promise.resolve();
  //  ^^^^ lock-in-process
  function inTurn(work: () => Promise<unknown>) { const next = tail.then(() => work()); tail = next.catch(() => undefined); return next; }`,
      `app.post('/buy/:id', async (req, res) => { await inTurn(async () => { ${look} ${change} }); res.end(); });`,
    ),
    silentWhen: [off, { name: 'nothing is written', replace: [[change, '']] }],
  },
  {
    name: 'a mark around an import that a route starts',
    files: service(
      `let isRunning = false;
  //  ^^^^^^^^^ lock-in-process`,
      `app.post('/import', async (req, res) => {
        if (isRunning) return res.status(409).end();
        isRunning = true;
        try { for (const item of req.body) await pool.query('insert into items (name) values ($1)', [item.name]); } finally { isRunning = false; }
        res.end();
      });`,
    ),
    expect: [
      { severity: 'error', says: ['`isRunning` lets each instance run this at once', 'each row is written 3 times'] },
    ],
    silentWhen: [
      {
        name: 'no request leads there',
        replace: [["app.post('/import', async (req, res)", 'export const load = (async (req, res)']],
      },
      { name: 'nobody asks for it', replace: [['if (isRunning) return res.status(409).end();', '']] },
      { name: 'the rows are left as they are', replace: [['values ($1)', 'values ($1) on conflict do nothing']] },
    ],
  },
  {
    name: 'a mark in a field, around mail',
    files: `
      // file: src/app.ts
      import express from 'express';
      import nodemailer from 'nodemailer';
      const transport = nodemailer.createTransport({});
      class Newsletter {
        private sending = false;
        //      ^^^^^^^ lock-in-process
        async send(readers: string[]) {
          if (this.sending) return false;
          this.sending = true;
          try { for (const to of readers) await transport.sendMail({ to, text: 'news' }); } finally { this.sending = false; }
          return true;
        }
      }
      const newsletter = new Newsletter();
      const app = express();
      app.post('/newsletter', async (req, res) => { res.json(await newsletter.send(req.body)); });
      app.listen(3000);
      ${three}
    `,
    expect: [{ says: ['each mail goes out 3 times'] }],
    silentWhen: [
      {
        name: 'each request has its own',
        replace: [
          ['await newsletter.send', 'await new Newsletter().send'],
          ['const newsletter = new Newsletter();', ''],
        ],
      },
    ],
  },
  {
    name: 'a mark that is taken away when the promise ends',
    files: service(
      `const state = { syncing: false };
  //    ^^^^^ lock-in-process
  async function sync(items: { id: string }[]) { for (const { id } of items) await pool.query('insert into copies (id) values ($1)', [id]); }`,
      `app.post('/sync', (req, res) => {
        if (state.syncing) { res.status(202).end(); return; }
        state.syncing = true;
        sync(req.body).finally(() => { state.syncing = false; });
        res.status(202).end();
      });`,
    ),
    expect: [{ says: ['`syncing`'] }],
    silentWhen: [{ name: 'it stays set', replace: [['.finally(() => { state.syncing = false; })', '']] }],
  },
];

checkRule(rule, [...silent, ...found]);
