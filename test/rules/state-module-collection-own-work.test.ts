import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

/** Collections about the work of one process, beside look-alikes that other instances miss. */
const silent: readonly RuleCase[] = [
  {
    name: 'what belongs to the timer of each client, under a name that says so',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const beatTimers = {};
      function beat(client) {
        if (!beatTimers[client.id]) beatTimers[client.id] = { timer: null, seen: Date.now() };
        beatTimers[client.id].timer = setTimeout(() => beat(client), 1000);
      }
      const app = express();
      app.post('/clients/:id', (req, res) => { beat(req.params); res.end(); });
      app.post('/clients/:id/beat', (req, res) => { beatTimers[req.params.id].seen = Date.now(); res.end(); });
      app.listen(3000);
    `,
  },
  {
    name: 'a table whose keys are functions, given by whoever calls',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const due = new Map();
      export const later = (run, wait) => { due.set(run, wait + due.size); };
      const app = express();
      app.post('/reports', (req, res) => { later(() => console.log('report'), 500); res.end(); });
      app.get('/due', (req, res) => { for (const [run, wait] of due) if (wait < 1) run(); res.end(); });
      app.listen(3000);
    `,
  },
  {
    name: 'a batch that is swapped out and handed to a function which writes it, chosen by whoever made the writer',
    gate: 'role',
    files: `
      // file: src/batches.ts
      export function batches<T>(write: (items: T[]) => Promise<void>) {
        let waiting: T[] = [];
        let chain = Promise.resolve();
        const flush = () => {
          const batch = waiting;
          waiting = [];
          chain = chain.then(async () => { await write(batch); });
        };
        const add = (item: T) => {
          waiting.push(item);
          if (waiting.length > 100) flush();
        };
        return { add, flush };
      }
      // file: src/app.ts
      import express from 'express';
      import pg from 'pg';
      import { batches } from './batches';
      const pool = new pg.Pool();
      async function save(visits: { page: string }[]) {
        const known = visits.filter((visit) => visit.page !== '');
        for (const visit of known) await pool.query('INSERT INTO visits (page) VALUES ($1)', [visit.page]);
      }
      const visits = batches<{ page: string }>(save);
      const app = express();
      app.post('/visits/:page', (req, res) => { visits.add({ page: req.params.page }); res.end(); });
      app.post('/flush', (req, res) => { visits.flush(); res.end(); });
      app.listen(3000);
    `,
  },
  {
    name: 'a table filled at the start, which a request puts under another name',
    gate: 'moment',
    files: `
      // file: src/index.ts
      export class Index {
        private readonly entries: Readonly<Record<string, string>>;
        constructor(entries: Record<string, string>) { this.entries = entries; }
        find(id: string) { return this.entries[id]; }
      }
      // file: src/app.ts
      import express from 'express';
      import { Index } from './index';
      async function load() {
        const table: Record<string, string> = {};
        for (const row of await (await fetch('https://rows.internal')).json()) table[row.id] = row.name;
        return table;
      }
      const table = await load();
      let index = new Index(table);
      const app = express();
      app.post('/reload', async (req, res) => { index = new Index(table); res.end(); });
      app.get('/names/:id', (req, res) => res.json(index.find(req.params.id)));
      app.listen(3000);
    `,
  },
  {
    name: 'a table that a timer of each instance fills from where all of them look, asked by requests',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { chain } from './chain';
      const heads: { height: number; hash: string }[] = [];
      async function look() {
        chain.tips((height: number, hash: string) => { heads.push({ height, hash }); });
        setTimeout(look, 2000);
      }
      const app = express();
      app.get('/heads/:height', (req, res) => res.json(heads.find((head) => head.height === Number(req.params.height))));
      app.listen(3000);
      setInterval(look, 60000);
    `,
  },
  {
    name: 'marks of what one function has set up itself, by names that come with it',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const ready = new Set<string>();
      async function prepare(name: string) {
        if (ready.has(name)) return;
        ready.add(name);
        await fetch('https://storage.internal/' + name, { method: 'PUT' });
      }
      const app = express();
      app.post('/files/:bucket', async (req, res) => { await prepare(req.params.bucket); res.end(); });
      app.listen(3000);
    `,
  },
  {
    name: 'kinds of calls that this process has met, asked where they are noted by a name that the program spells out',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const met = new Set<string>();
      const app = express();
      app.post('/ticks/:period', (req, res) => {
        met.add(req.params.period);
        res.json(met.has('hour'));
      });
      app.listen(3000);
    `,
  },
  {
    name: 'a count of what runs now, up at the beginning and down at the end',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const running: Record<string, number> = {};
      const begin = (label: string) => { running[label] = (running[label] ?? 0) + 1; };
      const end = (label: string) => { running[label]--; };
      async function limited(label: string, task: () => Promise<void>) {
        if ((running[label] ?? 0) >= 5) return false;
        begin(label);
        try { await task(); } finally { end(label); }
        return true;
      }
      const app = express();
      app.post('/pictures/:label', async (req, res) => res.json(await limited(req.params.label, async () => {})));
      app.get('/busy/:label', (req, res) => res.json(running[req.params.label]));
      app.listen(3000);
    `,
  },
  {
    name: 'a delay for each kind of work, which grows and starts again',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const shortest = 250;
      const delays: Record<string, number> = { mail: shortest, check: shortest };
      function wake(kind: string) { delays[kind] = shortest; }
      function idle(kind: string) { delays[kind] = Math.min(delays[kind] * 2, 5000); }
      const app = express();
      app.post('/mails', (req, res) => { wake('mail'); res.end(); });
      app.post('/checks', (req, res) => { idle('check'); res.json(delays.check); });
      app.listen(3000);
    `,
  },
  {
    name: 'marks that keep a job of a queue from overlapping on one process',
    gate: 'role',
    files: `
      // file: src/app.ts
      import { Worker } from 'bullmq';
      const running = new Set<string>();
      new Worker('reports', async (job) => {
        const { name } = job;
        if (running.has(name)) return;
        running.add(name);
        try { await Promise.resolve(); } finally { running.delete(name); }
      });
    `,
  },
  {
    name: 'a mark that one timer sets and asks, on every instance for itself',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const alarmed = new Map<string, boolean>();
      setInterval(() => {
        for (const node of ['eu', 'us']) {
          const was = alarmed.get(node) ?? false;
          if (Math.random() > 0.9 && !was) alarmed.set(node, true);
        }
      }, 60_000);
      express().listen(3000);
    `,
  },
  {
    name: 'what one listener of an object keeps for the next one',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { callbacks } from 'model-tracer';
      const models = new Map<string, string>();
      function trace() {
        callbacks.on('start', (event) => models.set(event.run, event.model));
        callbacks.on('end', (event) => { console.log(models.get(event.run)); models.delete(event.run); });
      }
      const app = express();
      app.post('/answers', (req, res) => { trace(); res.end(); });
      app.listen(3000);
    `,
  },
  {
    name: 'what only a listener asks that the same request sets up',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Contract } from 'chain-client';
      const wallets = new Set<string>();
      const app = express();
      app.post('/wallets', async (req, res) => {
        wallets.add(req.body.wallet);
        const contract = new Contract(req.body.address);
        contract.on('Spent', (spender: string) => {
          if (wallets.has(spender)) wallets.delete(spender);
        });
        res.end();
      });
      app.listen(3000);
    `,
  },
  {
    name: 'a table whose keys are classes',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const fields = new Map<Function, string[]>();
      function noteField(kind: Function, name: string) { fields.set(kind, [...(fields.get(kind) ?? []), name]); }
      const app = express();
      app.post('/fields', (req, res) => { noteField(req.body.constructor, req.body.name); res.end(); });
      app.get('/fields', (req, res) => res.json(fields.get(req.query.constructor)));
      app.listen(3000);
    `,
  },
  {
    name: 'results remembered by two keys',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const prices = new Map<string, Map<string, string>>();
      function priceOf(zone: string, size: string) {
        let bySize = prices.get(zone);
        if (!bySize) {
          bySize = new Map();
          prices.set(zone, bySize);
        }
        let price = bySize.get(size);
        if (!price) {
          price = format(zone, size);
          bySize.set(size, price);
        }
        return price;
      }
      function format(zone: string, size: string) { return zone.padEnd(8) + size; }
      const app = express();
      app.get('/prices/:zone/:size', (req, res) => res.send(priceOf(req.params.zone, req.params.size)));
      app.listen(3000);
    `,
  },
  {
    name: 'a list of files that the program ships, read once for each key',
    gate: 'role',
    files: `
      // file: src/app.ts
      import fs from 'node:fs';
      import express from 'express';
      const answers: Record<string, { texts: string[]; right: number }> = {};
      function answersTo(key: string) {
        if (answers[key]) return answers[key];
        const texts: string[] = [];
        let right = -1;
        for (const file of fs.readdirSync('data')) {
          texts.push(fs.readFileSync('data/' + file).toString());
          right = parseInt(file.split('_')[1], 10);
        }
        answers[key] = { texts, right };
        return answers[key];
      }
      const app = express();
      app.get('/answers/:key', (req, res) => res.json(answersTo(req.params.key)));
      app.listen(3000);
    `,
  },
  {
    name: 'entries that only a sweep goes through',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const visits = new Map<string, { until: number }>();
      function sweep(now = Date.now()) {
        for (const [key, visit] of visits.entries()) if (visit.until < now) visits.delete(key);
      }
      setInterval(() => sweep(), 60_000);
      const app = express();
      app.post('/visits', (req, res) => { visits.set(req.body.key, { until: Date.now() + 1000 }); res.end(); });
      app.listen(3000);
    `,
  },
  {
    name: 'an object of one call, in a function that something unknown was handed at the start',
    gate: 'lifetime',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Receiver } from 'resumable';
      function clean(values: Record<string, unknown>, name: string) { values[name] = null; return values; }
      function finish(upload: { id: string }) {
        const tokens: Record<string, unknown> = { upload: upload.id };
        return () => clean(tokens, upload.id);
      }
      new Receiver({ onFinish: finish });
      const app = express();
      app.post('/tokens', (req, res) => res.json(clean(req.body, req.body.name)));
      app.listen(3000);
    `,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'what each client has open, which is a limit',
    files: `
      // file: src/app.ts
      import express from 'express';
      const open = new Map<string, number>();
      //    ^^^^ state-module-collection
      const app = express();
      app.get('/events', (req, res) => {
        const ip = String(req.ip);
        if ((open.get(ip) ?? 0) >= 5) {
          res.status(429).end();
          return;
        }
        open.set(ip, (open.get(ip) ?? 0) + 1);
        res.on('close', () => open.set(ip, (open.get(ip) ?? 0) - 1));
      });
      app.listen(3000);
    `,
    expect: [{ severity: 'note', says: ['each instance lets as many through'] }],
    silentWhen: [{ name: 'nothing is let in by it', replace: [['(open.get(ip) ?? 0) >= 5', 'req.query.full']] }],
  },
  {
    name: 'a stock that one route lowers and another one raises',
    files: `
      // file: src/app.ts
      import express from 'express';
      const stock: Record<string, number> = {};
      //    ^^^^^ state-module-collection
      const app = express();
      app.post('/buy/:sku', (req, res) => { stock[req.params.sku] -= 1; res.json(stock[req.params.sku]); });
      app.post('/fill/:sku', (req, res) => { stock[req.params.sku] += 1; res.end(); });
      app.listen(3000);
    `,
    silentWhen: [
      {
        name: 'no request changes it',
        replace: [
          ['stock[req.params.sku] -= 1; ', ''],
          ['stock[req.params.sku] += 1; ', ''],
        ],
      },
    ],
  },
  {
    name: 'a switch that one route turns and another one asks',
    files: `
      // file: src/app.ts
      import express from 'express';
      const switches = new Map<string, boolean>();
      //    ^^^^^^^^ state-module-collection
      const app = express();
      app.post('/pause', (req, res) => { switches.set('paused', true); res.end(); });
      app.post('/resume', (req, res) => { switches.set('paused', false); res.end(); });
      app.get('/orders', (req, res) => res.json(switches.get('paused')));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'nobody asks', replace: [["switches.get('paused')", 'false']] }],
  },
  {
    name: 'when an assertion was seen, so that it is taken once',
    files: `
      // file: src/app.ts
      import express from 'express';
      const seen = new Map<string, number>();
      //    ^^^^ state-dedupe-in-memory
      function isFresh(id: string, until: Date) {
        if (seen.has(id)) return false;
        seen.set(id, until.getTime());
        return true;
      }
      const app = express();
      app.post('/sign-in', (req, res) => res.json(isFresh(req.body.id, new Date(req.body.until))));
      app.listen(3000);
    `,
    expect: [{ says: ['another instance does it again'] }],
    silentWhen: [
      { name: 'no request leads there', replace: [['isFresh(req.body.id, new Date(req.body.until))', 'true']] },
    ],
  },
  {
    name: 'challenges that a sweep clears and another route checks, on a router that code calls by hand',
    files: `
      // file: src/app.ts
      import { randomBytes } from 'node:crypto';
      import express, { Router } from 'express';
      const challenges = new Map<string, { nonce: string; until: number }>();
      //    ^^^^^^^^^^ auth-challenge-in-memory
      setInterval(() => {
        for (const [key, challenge] of challenges) if (challenge.until < Date.now()) challenges.delete(key);
      }, 60_000);
      const routes = Router();
      routes.post('/challenge', (req, res) => {
        challenges.set(req.body.key, { nonce: randomBytes(8).toString('hex'), until: Date.now() + 1000 });
        res.end();
      });
      routes.post('/verify', (req, res) => res.json(challenges.get(req.body.key)));
      const app = express();
      app.use((req, res, next) => {
        if (req.url.startsWith('/v1')) return routes(req, res, next);
        next();
      });
      app.listen(3000);
    `,
    expect: [{ severity: 'warning', says: ['POST /verify may not find'] }],
    silentWhen: [{ name: 'nobody checks', replace: [['challenges.get(req.body.key)', 'true']] }],
  },
  {
    name: 'sessions of TLS, which come back to any instance',
    files: `
      // file: src/app.js
      const https = require('https');
      const server = https.createServer({}, (req, res) => res.end());
      const tlsSessions = {};
      //    ^^^^^^^^^^^ state-module-collection
      server.on('newSession', (id, data, done) => { tlsSessions[id.toString('hex')] = data; done(); });
      server.on('resumeSession', (id, done) => done(null, tlsSessions[id.toString('hex')]));
      server.listen(443);
    `,
    expect: [{ severity: 'note', says: ['shakes hands anew'] }],
    silentWhen: [{ name: 'nobody comes back', replace: [['resumeSession', 'secureConnection']] }],
  },
  {
    name: 'a token table, told once and not again for the way back into it',
    files: `
      // file: src/app.ts
      import express from 'express';
      const users = new Map<string, string>();
      //    ^^^^^ state-module-collection
      const byUser = new Map<string, string>();
      const app = express();
      app.post('/sign-in', (req, res) => {
        const token = String(req.body.token);
        const user = String(req.body.user);
        users.set(token, user);
        byUser.set(user, token);
        res.end();
      });
      app.get('/me', (req, res) => res.json(users.get(String(req.query.token))));
      app.get('/token', (req, res) => res.json(byUser.get(String(req.query.user))));
      app.listen(3000);
    `,
    silentWhen: [{ name: 'nobody asks', replace: [['users.get(String(req.query.token))', 'null']] }],
  },
  {
    name: 'names of sockets that other sockets ask for in a listener of their own',
    files: `
      // file: src/app.ts
      import { Server } from 'socket.io';
      const names = new Map<string, string>();
      //    ^^^^^ state-module-collection
      const io = new Server(3000);
      io.on('connection', (socket) => {
        names.set(socket.id, String(socket.handshake.query.name));
        socket.on('whisper', (id: string) => socket.emit('name', names.get(id)));
      });
    `,
    silentWhen: [{ name: 'nobody asks', replace: [['names.get(id)', 'id']] }],
  },
];

checkRules(moduleRules, [...silent, ...flagged]);
