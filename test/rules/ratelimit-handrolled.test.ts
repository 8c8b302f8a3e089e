import { checkRules, type RuleCase } from './check-rule.ts';
import { keptRules } from './kept-rules.ts';

const deployed = (replicas: number) => `
      # file: compose.yaml
      services:
        shop:
          build: .
          command: node src/app.ts
          deploy: { replicas: ${replicas} }
`;

/** An application of four instances with one route that comes past what is counted. */
const shop = (head: string, handler: string, route = "app.post('/login',", instances = 4) => `
      // file: src/app.ts
      import express from 'express';
      ${head}
      const app = express();
      ${route} (req, res, next) => {
        ${handler}
      });
      app.listen(3000);${deployed(instances)}`;

const mark = (name: string) => `\n            ${'^'.repeat(name.length)} ratelimit-handrolled`;
const map = (name: string, marked = true) => `const ${name} = new Map();${marked ? mark(name) : ''}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a count that nobody is refused by',
    files: shop(
      'const hits = new Map();\n            ^^^^ state-module-collection',
      'hits.set(req.ip, (hits.get(req.ip) ?? 0) + 1); if (hits.get(req.ip) > 5) console.warn(req.ip); res.end();',
    ),
    silentWhen: [{ name: 'nothing is counted', replace: [['hits.set(req.ip, (hits', 'console.log((hits']] }],
  },
  {
    name: 'a limit of what the program asks of another service',
    files: shop(
      'const calls = new Map();',
      "const host = 'maps.example.net'; const made = calls.get(host) ?? 0; calls.set(host, made + 1); if (made > 5) await new Promise((done) => setTimeout(done, 1000)); res.end();",
      "app.get('/map', async",
    ),
    gate: 'role',
  },
  {
    name: 'a limit for each message of one socket',
    files: `
      // file: src/app.ts
      import { Server } from 'socket.io';
      const server = new Server(3000);
      server.on('connection', (socket) => {
        let count = 0;
        socket.on('say', () => { count += 1; if (count > 20) socket.disconnect(true); });
      });`,
    gate: 'none',
  },
  {
    name: 'a map that each request makes',
    files: shop(
      '',
      'const hits = new Map(); for (const row of req.body) { const made = hits.get(row.id) ?? 0; if (made > 5) return res.status(429).end(); hits.set(row.id, made + 1); } res.end();',
    ),
    gate: 'none',
  },
  {
    name: 'a limiter in code of the browser',
    files: `
      // file: src/page.tsx
      'use client';
      const hits = new Map();
      export function Page() {
        const send = (to: string) => { const made = hits.get(to) ?? 0; if (made > 5) throw new Error('429'); hits.set(to, made + 1); };
        return <button onClick={() => send('a')} />;
      }`,
    gate: 'scope',
  },
  {
    name: 'a limiter that only a test asks',
    files: `
      // file: test/limits.test.ts
      import express from 'express';
      const hits = new Map();
      const app = express();
      app.post('/login', (req, res) => {
        const made = hits.get(req.ip) ?? 0;
        if (made > 5) return res.status(429).end();
        hits.set(req.ip, made + 1);
        res.end();
      });
      app.listen(3000);`,
    gate: 'scope',
  },
  {
    name: 'a bound on how much is open at once, told by where it stands',
    files: `
      // file: src/app.ts
      import express from 'express';
      const open = new Map();
            ^^^^ state-module-collection
      const app = express();
      app.get('/stream', (req, res) => {
        const count = open.get(req.ip) ?? 0;
        if (count >= 5) return res.status(429).end();
        open.set(req.ip, count + 1);
        req.on('close', () => open.set(req.ip, (open.get(req.ip) ?? 1) - 1));
      });
      app.listen(3000);`,
    silentWhen: [{ name: 'nothing is counted', replace: [['open.set(req.ip', 'console.log(req.ip']] }],
  },
  {
    name: 'a limiter that counts in memory only without the shared store',
    files: shop(
      `import Redis from 'ioredis';
      const redis = process.env.REDIS_URL ? new Redis(process.env.REDIS_URL) : null;
      const hits = new Map();`,
      `if (redis) {
          const made = await redis.incr(req.ip);
          if (made > 5) return res.status(429).end();
        } else {
          const made = hits.get(req.ip) ?? 0;
          if (made > 5) return res.status(429).end();
          hits.set(req.ip, made + 1);
        }
        res.end();`,
      "app.post('/login', async",
    ),
    gate: 'guard',
  },
  {
    name: 'how often a job was tried, which bounds no client',
    files: `
      // file: src/worker.ts
      import { Worker } from 'bullmq';
      const tries = new Map();
            ^^^^^ state-module-collection
      new Worker('mails', async (job) => {
        const made = tries.get(job.data.to) ?? 0;
        if (made > 5) throw new Error('gave up');
        tries.set(job.data.to, made + 1);
      });
      new Worker('notes', async (job) => {
        const made = tries.get(job.data.to) ?? 0;
        if (made > 5) throw new Error('gave up');
      });`,
    silentWhen: [{ name: 'nothing is counted', replace: [['tries.set(job.data.to, made + 1);', '']] }],
  },
  {
    name: 'a stock that is sold out, which is no limit of tries',
    files: `
      // file: src/app.ts
      import express from 'express';
      const sold = new Map();
            ^^^^ state-module-collection
      const app = express();
      app.post('/orders/:sku', (req, res) => {
        const count = sold.get(req.params.sku) ?? 0;
        if (count >= 5) return res.status(409).end();
        sold.set(req.params.sku, count + 1);
        res.end();
      });
      app.listen(3000);`,
    silentWhen: [{ name: 'nothing is sold', replace: [['sold.set(req.params.sku, count + 1);', '']] }],
  },
];

const uncounted = (put: string) => [{ name: 'nothing is counted', replace: [[put, '']] as const }];

const window = 'hits.set(req.ip, { count: 1, resetAt: Date.now() + 60_000 }); return next();';

const flagged: readonly RuleCase[] = [
  {
    name: 'a number under an address, before a sign-in',
    files: shop(
      map('hits'),
      'const made = hits.get(req.ip) ?? 0; if (made >= 5) return res.status(429).end(); hits.set(req.ip, made + 1); res.end();',
    ),
    expect: [
      {
        severity: 'error',
        situation: 'many',
        says: [
          '5 sign-in tries are really up to 20: each of 4 instances (compose.yaml:',
          ') counts in its own memory.',
        ],
        symbol: 'hits',
      },
    ],
    silentWhen: uncounted('hits.set(req.ip, made + 1);'),
  },
  {
    name: 'a count and the end of its window, in a middleware before everything',
    files: shop(
      map('hits'),
      `const entry = hits.get(req.ip);
        if (!entry || entry.resetAt < Date.now()) { ${window} }
        entry.count++;
        if (entry.count > 100) return res.status(429).end();
        next();`,
      'app.use(',
    ),
    expect: [
      { severity: 'note', says: ['100 requests are really up to 400', 'It stands before most routes as a guard'] },
    ],
    silentWhen: uncounted(window),
  },
  {
    name: 'a middleware before the only route, which takes a password',
    files: `${shop(
      map('hits'),
      'const made = hits.get(req.ip) ?? 0; if (made >= 5) return res.status(429).end(); hits.set(req.ip, made + 1); next();',
      'app.use(',
    ).replace('app.listen', "app.post('/login', (req, res) => res.end());\n      app.listen")}`,
    expect: [{ severity: 'warning', says: ['5 requests are really up to 20'] }],
    silentWhen: uncounted('hits.set(req.ip, made + 1);'),
  },
  {
    name: 'times in a window, by their number',
    files: shop(
      map('times'),
      `const recent = (times.get(req.ip) ?? []).filter((at) => Date.now() - at < 60_000);
        if (recent.length >= 3) return res.status(429).end();
        recent.push(Date.now());
        times.set(req.ip, recent);
        res.end();`,
      "app.post('/contact',",
    ),
    expect: [{ severity: 'warning', says: ['3 requests are really up to 12'] }],
    silentWhen: uncounted('times.set(req.ip, recent);'),
  },
  {
    name: 'a class whose method says whether somebody may come, asked by a handler',
    files: shop(
      `class Limiter {
        private readonly hits = new Map<string, number>();
                         ^^^^ ratelimit-handrolled
        constructor(private readonly most: number) {}
        allows(key: string) {
          const made = (this.hits.get(key) ?? 0) + 1;
          this.hits.set(key, made);
          return made <= this.most;
        }
      }
      const resets = new Limiter(3);`,
      'if (!resets.allows(req.ip)) return res.status(429).end(); res.end();',
      "app.post('/password/reset',",
    ),
    expect: [{ severity: 'error', says: ['password reset tries'], symbol: 'Limiter.hits' }],
    silentWhen: uncounted('this.hits.set(key, made);'),
  },
  {
    name: 'a window that is filtered under a name, in a class without a name for it',
    files: shop(
      `class Window {
        private readonly seen = new Map<string, number[]>();
                         ^^^^ ratelimit-handrolled
        check(key: string, most: number) {
          if (!this.seen.has(key)) this.seen.set(key, []);
          const times = this.seen.get(key) ?? [];
          const recent = times.filter((at) => at > Date.now() - 60_000);
          recent.push(Date.now());
          this.seen.set(key, recent);
          return recent.length > most ? { limited: true } : { limited: false };
        }
      }
      const window = new Window();`,
      'const found = window.check(req.ip, 20); if (found.limited) return res.status(429).end(); res.end();',
      "app.get('/prices',",
    ),
    expect: [{ severity: 'warning', says: ['20 requests are really up to 80'] }],
    silentWhen: [{ name: 'nobody asks it', replace: [['window.check(req.ip, 20)', '{ limited: false }']] }],
  },
  {
    name: 'a bound from the environment',
    files: shop(
      `const most = Number(process.env.MOST_TRIES ?? 10);\n      ${map('attempts')}`,
      'const made = attempts.get(req.ip) ?? 0; if (made >= most) throw new Error("too often"); attempts.set(req.ip, made + 1); res.end();',
      "app.post('/pay',",
    ),
    expect: [{ severity: 'error', says: ['10 payment tries by default are really up to 40'] }],
    silentWhen: uncounted('attempts.set(req.ip, made + 1);'),
  },
  {
    name: 'the last time, so that somebody waits for the next one',
    files: shop(
      map('lately'),
      'const at = lately.get(req.ip) ?? 0; if (Date.now() - at < 60_000) return res.status(429).end(); lately.set(req.ip, Date.now()); res.end();',
      "app.post('/codes',",
      2,
    ),
    expect: [{ severity: 'warning', says: ['The limit of requests is really up to 2 times what it says.'] }],
    silentWhen: uncounted('lately.set(req.ip, Date.now());'),
  },
  {
    name: 'a plain object, and a status that is chosen by the count',
    files: shop(
      `const hits = {};${mark('hits')}`,
      'hits[req.ip] = (hits[req.ip] ?? 0) + 1; res.status(hits[req.ip] > 20 ? 429 : 200).end();',
      "app.get('/prices',",
    ),
    expect: [{ says: ['requests'] }],
    silentWhen: uncounted('hits[req.ip] = (hits[req.ip] ?? 0) + 1;'),
  },
  {
    name: 'a handler of files, which answers by an object with a status',
    files: `
      // file: package.json
      { "name": "shop", "dependencies": { "next": "15.0.0" }, "scripts": { "start": "next start" } }
      // file: app/api/contact/route.ts
      const buckets = new Map<string, { count: number; until: number }>();
            ^^^^^^^ ratelimit-handrolled
      export async function POST(request: Request) {
        const key = request.headers.get('x-forwarded-for') ?? '';
        const bucket = buckets.get(key);
        if (bucket && bucket.until > Date.now()) {
          if (bucket.count >= 5) return new Response('slow down', { status: 429 });
          bucket.count += 1;
        } else buckets.set(key, { count: 1, until: Date.now() + 60_000 });
        return new Response('ok');
      }`,
    expect: [{ says: ['5 requests are really up to 10'] }],
    silentWhen: uncounted('buckets.set(key, { count: 1, until: Date.now() + 60_000 });'),
  },
  {
    name: 'two bounds, of which none is told',
    files: shop(
      map('hits'),
      'const made = hits.get(req.ip) ?? 0; if (made >= (0, 5) || made >= 50) return res.status(429).end(); if (made > 7) return res.status(429).end(); hits.set(req.ip, made + 1); res.end();',
    ),
    expect: [{ severity: 'error', says: ['The limit of sign-in tries is really up to 4 times what it says.'] }],
    silentWhen: uncounted('hits.set(req.ip, made + 1);'),
  },
  {
    name: 'one declared instance, which is a note',
    files: shop(
      map('hits'),
      'const made = hits.get(req.ip) ?? 0; if (made >= 5) return res.status(429).end(); hits.set(req.ip, made + 1); res.end();',
      undefined,
      1,
    ),
    expect: [{ severity: 'note', situation: 'one' }],
    silentWhen: uncounted('hits.set(req.ip, made + 1);'),
  },
];

checkRules(keptRules, [...silent, ...flagged]);
