import { checkRules, type RuleCase } from './check-rule.ts';
import { keptRules } from './kept-rules.ts';

/** A webhook of three instances. */
const hook = (head: string, handler: string, more = '') => `
      // file: src/app.ts
      import express from 'express';
      import { ship } from './ship';
      ${head}
      const app = express();
      app.post('/webhook', async (req, res) => {
        ${handler}
      });
      ${more}
      app.listen(3000);
      // file: src/ship.ts
      import { Pool } from 'pg';
      const pool = new Pool();
      export const ship = async (order) => pool.query('insert into parcels (order_id) values ($1)', [order]);
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          deploy: { replicas: 3 }
`;

const mark = (name: string) => `\n            ${'^'.repeat(name.length)} state-dedupe-in-memory`;
const set = (name: string, marked = true) => `const ${name} = new Set();${marked ? mark(name) : ''}`;
const skip = (name: string, key = 'req.body.id') =>
  `if (${name}.has(${key})) return res.end(); ${name}.add(${key}); await ship(req.body.order); res.end();`;

const silent: readonly RuleCase[] = [
  {
    name: 'marks within one batch',
    files: hook(
      '',
      `const seen = new Set(); for (const row of req.body.rows) { if (seen.has(row.id)) continue; seen.add(row.id); await ship(row.id); } res.end();`,
    ),
    gate: 'none',
  },
  {
    name: 'a mark that the process sets while it starts',
    files: hook(
      set('seen', false),
      'if (seen.has(req.body.id)) return res.end(); await ship(req.body.order); res.end();',
      "seen.add('first');",
    ),
    gate: 'moment',
  },
  {
    name: 'marks of what was logged',
    files: hook(
      set('warned', false),
      'if (!warned.has(req.body.id)) { warned.add(req.body.id); console.warn(req.body.id); } res.end();',
    ),
    gate: 'role',
  },
  {
    name: 'a mark whose only effect is one line of the log',
    files: hook(
      set('seen', false),
      "if (!seen.has(req.body.id)) { seen.add(req.body.id); console.info('first time', req.body.ids[0]); } await ship(req.body.order); res.end();",
    ),
    gate: 'role',
  },
  {
    name: 'marks that go when the work is done',
    files: hook(
      set('handled', false),
      'try { handled.add(req.body.id); await ship(req.body.order); } finally { handled.delete(req.body.id); } res.end();',
    ),
    gate: 'role',
  },
  {
    name: 'objects that are annotated',
    files: hook('const handled = new WeakSet();', skip('handled', 'req.body')),
    gate: 'role',
  },
  {
    name: 'marks in memory only where there is no shared store',
    files: hook(
      `import Redis from 'ioredis';\n      const redis = process.env.REDIS_URL ? new Redis(process.env.REDIS_URL) : null;\n      const handled = new Set();`,
      `if (redis) { if (!(await redis.set(req.body.id, '1', 'NX'))) return res.end(); await ship(req.body.order); } else { if (handled.has(req.body.id)) return res.end(); handled.add(req.body.id); await ship(req.body.order); } res.end();`,
    ),
    gate: 'guard',
  },
  {
    name: 'marks of a page in the browser',
    files: `
      // file: src/page.tsx
      'use client';
      const seen = new Set();
      export function Page({ id }) { if (!seen.has(id)) { seen.add(id); fetch('/seen/' + id); } return <p>{id}</p>; }`,
    gate: 'scope',
  },
  {
    name: 'marks of one object for each request',
    files: hook(
      `class Once {\n        private readonly handled = new Set<string>();\n        first(id: string) { if (this.handled.has(id)) return false; this.handled.add(id); return true; }\n      }`,
      'const once = new Once(); for (const row of req.body.rows) if (once.first(row.id)) await ship(row.id); res.end();',
    ),
    gate: 'lifetime',
  },
  {
    name: 'what was seen, kept to be shown, told by where it stands',
    files: hook(
      'const seen = new Map();\n            ^^^^ state-module-collection',
      'seen.set(req.body.id, req.body.text); res.end();',
      "app.get('/seen/:id', (req, res) => { res.json(seen.get(req.params.id)); });",
    ),
    silentWhen: [{ name: 'nothing is put in', replace: [['seen.set(req.body.id, req.body.text);', '']] }],
  },
];

const unmarked = (name: string, key = 'req.body.id') => [
  { name: 'nothing is marked', replace: [[`${name}.add(${key});`, '']] as const },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'ids of events that were processed',
    files: hook(set('processed'), skip('processed')),
    expect: [
      { severity: 'error', says: ['another instance does it again', 'in one step that fails where it is set already'] },
    ],
    silentWhen: unmarked('processed'),
  },
  {
    name: 'one declared instance',
    files: hook(set('processed'), skip('processed')).replace('replicas: 3', 'replicas: 1'),
    expect: [{ severity: 'note', situation: 'one' }],
    silentWhen: unmarked('processed'),
  },
  {
    name: 'keys of requests that may come twice, with what was answered',
    files: hook(
      `const idempotency = new Map();${mark('idempotency')}`,
      "const key = req.get('Idempotency-Key'); if (idempotency.has(key)) return res.status(409).end(); idempotency.set(key, Date.now()); await ship(req.body.order); res.end();",
    ),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'nothing is marked', replace: [['idempotency.set(key, Date.now());', '']] }],
  },
  {
    name: 'a field of the one object, asked by its own method',
    files: hook(
      `class Inbox {\n        private readonly handledIds = new Set<string>();\n                         ^^^^^^^^^^ state-dedupe-in-memory\n        take(id: string) { if (this.handledIds.has(id)) return false; this.handledIds.add(id); return true; }\n      }\n      const inbox = new Inbox();`,
      'if (!inbox.take(req.body.id)) return res.status(409).end(); await ship(req.body.order); res.end();',
    ),
    expect: [{ symbol: 'Inbox.handledIds' }],
    silentWhen: [{ name: 'nothing is marked', replace: [['this.handledIds.add(id);', '']] }],
  },
  {
    name: 'tokens that were used once',
    files: hook(
      set('usedTokens'),
      'if (usedTokens.has(req.body.token)) return res.status(401).end(); usedTokens.add(req.body.token); await ship(req.body.order); res.end();',
    ),
    expect: [{ says: ['a token used on one can be used again on another'] }],
    silentWhen: unmarked('usedTokens', 'req.body.token'),
  },
  {
    name: 'nonces that were used once',
    files: hook(
      set('usedNonces'),
      "if (usedNonces.has(req.body.nonce)) throw new Error('replayed'); usedNonces.add(req.body.nonce); await ship(req.body.order); res.end();",
    ),
    expect: [{ says: ['a code used on one can be used again on another'] }],
    silentWhen: unmarked('usedNonces', 'req.body.nonce'),
  },
  {
    name: 'a plain object of marks, and nothing known of how many run',
    files: hook(
      `const delivered = {};${mark('delivered')}`,
      'if (delivered[req.body.id]) return res.status(409).end(); delivered[req.body.id] = true; await ship(req.body.order); res.end();',
    ).replace('deploy: { replicas: 3 }', ''),
    expect: [{ severity: 'warning', situation: 'assumed' }],
    silentWhen: [{ name: 'nothing is marked', replace: [['delivered[req.body.id] = true;', '']] }],
  },
  {
    name: 'marks of mails that were sent, asked by a consumer of a queue',
    files: `
      // file: src/worker.ts
      import { Worker } from 'bullmq';
      import nodemailer from 'nodemailer';
      const mailer = nodemailer.createTransport({});
      const delivered = new Set();
            ^^^^^^^^^ state-dedupe-in-memory
      new Worker('mails', async (job) => {
        if (delivered.has(job.data.id)) return;
        delivered.add(job.data.id);
        await mailer.sendMail({ to: job.data.to });
      });`,
    silentWhen: [{ name: 'nothing is marked', replace: [['delivered.add(job.data.id);', '']] }],
  },
  {
    name: 'marks with the time at which they end',
    files: hook(
      `const replayed = new Map();${mark('replayed')}`,
      'const until = replayed.get(req.body.id); if (until !== undefined && until > Date.now()) return res.status(400).end(); replayed.set(req.body.id, Date.now() + 60_000); await ship(req.body.order); res.end();',
    )
      .replaceAll('replayed', 'replays')
      .replace('^^^^^^^^', '^^^^^^^'),
    silentWhen: [{ name: 'nothing is marked', replace: [['replays.set(req.body.id, Date.now() + 60_000);', '']] }],
  },
  {
    name: 'a set that is asked and filled by two functions of one module',
    files: hook(
      `${set('seen')}\n      const isNew = (id) => { if (seen.has(id)) return false; seen.add(id); return true; };`,
      'if (!isNew(req.body.id)) return res.status(409).end(); await ship(req.body.order); res.end();',
    ),
    silentWhen: [{ name: 'nothing is marked', replace: [['seen.add(id);', '']] }],
  },
];

checkRules(keptRules, [...silent, ...flagged]);
