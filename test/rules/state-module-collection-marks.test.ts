import { checkRules, type RuleCase } from './check-rule.ts';
import { fieldRules, moduleRules } from './kept-rules.ts';

/** Marks by which a process spares itself work, beside marks that somebody is refused by. */
const silent: readonly RuleCase[] = [
  {
    name: 'times until which a write to a shared store is not repeated',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import Redis from 'ioredis';
      const redis = new Redis();
      const lately = new Map<string, number>();
      function isDue(site: string, now: number) {
        for (const [other, at] of lately) if (now - at > 60_000) lately.delete(other);
        if (lately.has(site)) return false;
        lately.set(site, now);
        return true;
      }
      function note(site: string) {
        if (!isDue(site, Date.now())) return;
        redis.zadd('failing-sites', Date.now() + 3_600_000, site);
      }
      const app = express();
      app.post('/events/:site', (req, res) => { note(req.params.site); res.end(); });
      app.listen(3000);
    `,
  },
  {
    name: 'marks that are found out on the way by everybody who asks for them',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const streaming = new Set<string>();
      async function load(host: string) {
        const answer = await fetch(host);
        if (answer.headers.get('x-streams') === 'yes') streaming.add(host);
        follow(host);
      }
      function follow(host: string, forced = false) {
        if (forced) streaming.add(host);
        if (streaming.has(host)) console.log('following', host);
      }
      const app = express();
      app.post('/hosts', async (req, res) => { await load(req.body.host); res.end(); });
      app.post('/followed', (req, res) => { follow(req.body.host, true); res.end(); });
      app.listen(3000);
    `,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'times by which the caller of the asking function refuses',
    expect: [{ says: ['the limit of requests is really up to 2 times as high'] }],
    silentWhen: [{ name: 'nobody is refused', replace: [['return res.status(429).end()', 'return res.end()']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      const lately = new Map<string, number>();
            ^^^^^^ ratelimit-handrolled
      function isDue(address: string) {
        const at = lately.get(address);
        if (at !== undefined && Date.now() - at < 1000) return false;
        lately.set(address, Date.now());
        return true;
      }
      const app = express();
      app.post('/orders', (req, res) => {
        if (!isDue(req.ip)) return res.status(429).end();
        res.end();
      });
      app.listen(3000);
    `,
  },
  {
    name: 'marks that keep a mail from being sent again',
    silentWhen: [
      { name: 'nothing is sent', replace: [['await mailer.sendMail({ to: address })', 'console.log(address)']] },
    ],
    files: `
      // file: src/app.ts
      import express from 'express';
      import nodemailer from 'nodemailer';
      const mailer = nodemailer.createTransport({});
      const reminded = new Set<string>();
            ^^^^^^^^ state-module-collection
      async function remind(address: string) {
        if (reminded.has(address)) return;
        reminded.add(address);
        await mailer.sendMail({ to: address });
      }
      const app = express();
      app.post('/reminders/:address', async (req, res) => { await remind(req.params.address); res.end(); });
      app.listen(3000);
    `,
  },
  {
    name: 'marks that one route sets and another one asks',
    silentWhen: [
      {
        name: 'the asking route sets them, too',
        replace: [['res.json(allowed.has', 'allowed.add(req.params.address); res.json(allowed.has']],
      },
    ],
    files: `
      // file: src/app.ts
      import express from 'express';
      const allowed = new Set<string>();
            ^^^^^^^ state-module-collection
      const app = express();
      app.post('/doors/:address', (req, res) => { allowed.add(req.params.address); res.end(); });
      app.get('/doors/:address', (req, res) => { res.json(allowed.has(req.params.address)); });
      app.listen(3000);
    `,
  },
  {
    name: 'tokens that were used once, which another instance lets in again',
    expect: [
      {
        says: ['a token used on one can be used again on another'],
        related: ['src/app.ts:8', 'src/app.ts:12', 'src/app.ts:12', 'src/app.ts:7'],
      },
    ],
    silentWhen: [{ name: 'nothing is noted', replace: [['spentTokens.add(', 'console.log(']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      import jwt from 'jsonwebtoken';
      const spentTokens = new Set<string>();
            ^^^^^^^^^^^ state-dedupe-in-memory
      const secret = process.env.SECRET ?? '';
      function enter(token: string) {
        jwt.verify(token, secret);
        if (spentTokens.has(token)) return false;
        spentTokens.add(token);
        return true;
      }
      const app = express();
      app.post('/enter', (req, res) => { res.json(enter(req.body.token)); });
      app.post('/partner', (req, res) => {
        if (spentTokens.has(req.body.token)) return res.status(403).end();
        spentTokens.add(req.body.token);
        res.end();
      });
      app.listen(3000);
    `,
  },
  {
    name: 'what was revoked, which another instance still lets in',
    expect: [{ says: ['what one instance refuses, another lets in'] }],
    silentWhen: [{ name: 'nothing asks', replace: [['revoked.has(req.body.token)', 'req.body.token']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      const revoked = new Set<string>();
            ^^^^^^^ auth-challenge-in-memory
      const app = express();
      app.post('/leave', (req, res) => { revoked.add(req.body.token); res.end(); });
      app.post('/orders', (req, res) => {
        if (revoked.has(req.body.token)) return res.status(401).end();
        res.end();
      });
      app.listen(3000);
    `,
  },
];

checkRules(moduleRules, [...silent, ...flagged]);

checkRules(fieldRules, [
  {
    name: 'until when a secret that the database does not know is not looked up again, in a service for tokens',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import pg from 'pg';
      import { addMinutes } from 'date-fns';
      const pool = new pg.Pool();
      class TokenService {
        private askAgainAt = new Map<string, Date>();
        async find(secret: string) {
          if (this.isSpared(secret)) return undefined;
          return this.ask(secret);
        }
        private isSpared(secret: string) {
          const at = this.askAgainAt.get(secret);
          return at !== undefined && at > new Date();
        }
        private async ask(secret: string) {
          const { rows } = await pool.query('SELECT * FROM tokens WHERE secret = $1', [secret]);
          if (rows.length === 0) this.askAgainAt.set(secret, addMinutes(new Date(), 5));
          return rows[0];
        }
      }
      const tokens = new TokenService();
      const app = express();
      app.get('/me', async (req, res) => { res.json(await tokens.find(req.headers.authorization)); });
      app.listen(3000);
    `,
  },
]);
