import { checkRules, type RuleCase } from './check-rule.ts';
import { keptRules } from './kept-rules.ts';

/** A sign-in in two steps, in three instances that a deploy replaces one by one. */
const signIn = (head: string, begin: string, finish: string, instances = 3) => `
      // file: src/app.ts
      import express from 'express';
      import { randomInt, randomUUID } from 'node:crypto';
      ${head}
      const app = express();
      app.post('/begin', (req, res) => {
        ${begin}
        res.end();
      });
      app.post('/finish', (req, res) => {
        ${finish}
        res.end();
      });
      app.listen(3000);
      # file: k8s/deployment.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: shop
      spec:
        replicas: ${instances}
        template:
          spec:
            containers:
              - name: shop
                image: registry.example.com/shop:1
                command: [node, src/app.ts]
`;

const mark = (name: string) => `\n            ${'^'.repeat(name.length)} auth-challenge-in-memory`;
const map = (name: string, marked = true) => `const ${name} = new Map();${marked ? mark(name) : ''}`;
const put = (name: string) => `${name}.set(req.body.email, String(randomInt(1_000_000)));`;
const check = (name: string) =>
  `if (${name}.get(req.body.email) !== req.body.code) return res.status(401).end(); ${name}.delete(req.body.email);`;

const silent: readonly RuleCase[] = [
  {
    name: 'a code that the answer carries, signed',
    files: signIn(
      "import jwt from 'jsonwebtoken';",
      'res.json(jwt.sign({ code: randomInt(10) }, process.env.KEY));',
      'jwt.verify(req.body.token, process.env.KEY);',
    ),
    gate: 'none',
  },
  {
    name: 'codes that nobody checks',
    files: signIn(map('codes', false), put('codes'), 'console.log(req.body.code);'),
    gate: 'role',
  },
  {
    name: 'codes that are there from the start',
    files: signIn(
      "const codes = new Map([['a@example.net', '1234']]);",
      'console.log(req.body.email);',
      check('codes'),
    ),
    gate: 'none',
  },
  {
    name: 'short addresses called codes, told by where they stand',
    files: signIn(
      'const codes = new Map();\n            ^^^^^ state-module-collection',
      'codes.set(req.body.id, req.body.url);',
      'res.redirect(codes.get(req.body.id));',
    ),
    silentWhen: [{ name: 'nothing is put in', replace: [['codes.set(req.body.id, req.body.url);', '']] }],
  },
  {
    name: 'codes in a store that instances share',
    files: signIn(
      "import Redis from 'ioredis';\n      const codes = new Redis();",
      'codes.set(req.body.email, String(randomInt(10)));',
      'codes.del(req.body.email);',
    ),
    gate: 'none',
  },
  {
    name: 'codes in memory only without the shared store',
    files: signIn(
      `import Redis from 'ioredis';\n      const redis = process.env.REDIS_URL ? new Redis(process.env.REDIS_URL) : null;\n      const codes = new Map();`,
      `if (redis) redis.set(req.body.email, '1'); else ${put('codes')}`,
      `if (redis) redis.del(req.body.email); else { ${check('codes')} }`,
    ),
    gate: 'guard',
  },
  {
    name: 'a map of one request',
    files: signIn('', `const codes = new Map(); ${put('codes')}`, 'console.log(req.body.code);'),
    gate: 'none',
  },
  {
    name: 'copies of tokens that stand in a database',
    files: signIn(
      "import { Pool } from 'pg';\n      const pool = new Pool();\n      const tokens = new Map();",
      "pool.query('select * from tokens where id = $1', [req.body.id]).then(({ rows }) => tokens.set(req.body.id, rows[0]));",
      'if (!tokens.has(req.body.id)) return res.status(401).end();',
    ),
    gate: 'role',
  },
  {
    name: 'codes of a test',
    files: signIn(map('codes', false), put('codes'), check('codes'))
      .replace('src/app.ts', 'test/app.test.ts')
      .replace('src/app.ts', 'other.ts'),
    gate: 'scope',
  },
  {
    name: 'sessions, told by where they stand',
    files: signIn(
      'const sessions = new Map();\n            ^^^^^^^^ state-module-collection',
      'const id = randomUUID(); sessions.set(id, req.body.user); res.json(id);',
      'if (!sessions.has(req.body.id)) return res.status(401).end();',
    ),
    silentWhen: [{ name: 'nothing is put in', replace: [['sessions.set(id, req.body.user);', '']] }],
  },
];

const unput = (text: string) => [{ name: 'nothing is put in', replace: [[text, '']] as const }];

const flagged: readonly RuleCase[] = [
  {
    name: 'a code that is sent, checked and taken out',
    files: signIn(map('codes'), put('codes'), check('codes')),
    expect: [
      {
        severity: 'error',
        situation: 'many',
        says: ['may reach an instance that never saw the code', 'with a time after which they end'],
        symbol: 'codes',
      },
    ],
    silentWhen: unput(put('codes')),
  },
  {
    name: 'one instance that a deploy replaces',
    files: signIn(map('otps'), put('otps'), check('otps'), 1),
    expect: [{ severity: 'warning', situation: 'one-at-deploy' }],
    silentWhen: unput(put('otps')),
  },
  {
    name: 'a challenge to sign, with its end',
    files: signIn(
      map('challenges'),
      'challenges.set(req.body.key, { text: randomUUID(), expiresAt: Date.now() + 60_000 });',
      'const found = challenges.get(req.body.key); if (!found || found.expiresAt < Date.now()) return res.status(400).end();',
    ),
    expect: [{ severity: 'error' }],
    silentWhen: unput('challenges.set(req.body.key, { text: randomUUID(), expiresAt: Date.now() + 60_000 });'),
  },
  {
    name: 'verifiers of a sign-in elsewhere, in a field of the one object',
    files: signIn(
      `class Flow {\n        private readonly verifiers = new Map<string, string>();\n                         ^^^^^^^^^ auth-challenge-in-memory\n        begin(state: string) { this.verifiers.set(state, randomUUID()); }\n        end(state: string) { const found = this.verifiers.get(state); this.verifiers.delete(state); return found; }\n      }\n      const flow = new Flow();`,
      'flow.begin(req.body.state);',
      'if (!flow.end(req.body.state)) return res.status(400).end();',
    ),
    expect: [{ symbol: 'Flow.verifiers' }],
    silentWhen: unput('this.verifiers.set(state, randomUUID());'),
  },
  {
    name: 'states of a sign-in elsewhere, by the key under which they stand',
    files: signIn(
      map('openIdAuthSession'),
      'const state = randomUUID(); openIdAuthSession.set(state, { back: req.body.back }); res.json(state);',
      'const found = openIdAuthSession.get(req.body.state); if (!found) return res.status(400).end(); openIdAuthSession.delete(req.body.state);',
    ),
    silentWhen: unput('openIdAuthSession.set(state, { back: req.body.back });'),
  },
  {
    name: 'tickets for a socket, under keys that chance made',
    files: signIn(
      map('tickets'),
      'const ticket = randomUUID(); tickets.set(ticket, { user: req.body.user }); res.json(ticket);',
      'const found = tickets.get(req.body.ticket); tickets.delete(req.body.ticket); if (!found) return res.status(401).end();',
    ),
    silentWhen: unput('tickets.set(ticket, { user: req.body.user });'),
  },
  {
    name: 'tokens that a refresh asks for',
    files: signIn(
      `const refreshTokens = new Set();${mark('refreshTokens')}`,
      'const token = randomUUID(); refreshTokens.add(token); res.json(token);',
      'if (!refreshTokens.has(req.body.token)) return res.status(401).end();',
    ),
    expect: [{ says: ['a token is unknown to the other instances'] }],
    silentWhen: unput('refreshTokens.add(token);'),
  },
  {
    name: 'what was revoked and is asked before all',
    files: signIn(
      `const revoked = new Set();${mark('revoked')}`,
      'revoked.add(req.body.jti);',
      'if (revoked.has(req.body.jti)) return res.status(401).end();',
    ),
    expect: [{ says: ['what one instance refuses, another lets in'] }],
    silentWhen: unput('revoked.add(req.body.jti);'),
  },
  {
    name: 'entries whose members say what they are',
    files: signIn(
      map('waiting'),
      'waiting.set(req.body.email, { otp: randomInt(1_000_000), expires: Date.now() + 60_000 });',
      'const found = waiting.get(req.body.email); if (found?.otp !== req.body.otp) return res.status(401).end(); waiting.delete(req.body.email);',
    ),
    silentWhen: unput('waiting.set(req.body.email, { otp: randomInt(1_000_000), expires: Date.now() + 60_000 });'),
  },
  {
    name: 'a plain object',
    files: signIn(
      `const pins = {};${mark('pins')}`,
      'pins[req.body.phone] = randomInt(10_000);',
      'if (pins[req.body.phone] !== req.body.pin) return res.status(401).end(); delete pins[req.body.phone];',
    ),
    silentWhen: unput('pins[req.body.phone] = randomInt(10_000);'),
  },
  {
    name: 'handlers of files in a folder for each',
    files: `
      // file: package.json
      { "name": "shop", "dependencies": { "next": "15.0.0" }, "scripts": { "start": "next start" } }
      // file: lib/codes.ts
      export const codes = new Map<string, string>();
                   ^^^^^ auth-challenge-in-memory
      // file: app/api/send/route.ts
      import { codes } from '../../../lib/codes';
      export async function POST(request: Request) {
        const { email } = await request.json();
        codes.set(email, String(Math.random()).slice(2, 8));
        return new Response('sent');
      }
      // file: app/api/check/route.ts
      import { codes } from '../../../lib/codes';
      export async function POST(request: Request) {
        const { email, code } = await request.json();
        if (codes.get(email) !== code) return new Response('no', { status: 401 });
        codes.delete(email);
        return new Response('ok');
      }`,
    expect: [{ severity: 'warning', situation: 'assumed' }],
    silentWhen: unput('codes.set(email, String(Math.random()).slice(2, 8));'),
  },
];

checkRules(keptRules, [...silent, ...flagged]);
