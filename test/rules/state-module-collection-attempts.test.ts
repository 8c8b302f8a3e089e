import { describe, expect, it } from 'vitest';
import { findingsIn } from './findings-of-rules.ts';
import { readMarkedFiles } from './marked-files.ts';

/** Answers to a quiz by question, with how many were given; `asks` is what a request does with that number. */
const quiz = (asks: string) => `
  // file: src/app.ts
  import express from 'express';
  const answers = {};
  const app = express();
  app.post('/questions/:id', (req, res) => {
    if (!answers[req.params.id]) answers[req.params.id] = { given: '', attempts: 0 };
    answers[req.params.id].attempts++;
    res.end();
  });
  app.get('/questions/:id', (req, res) => {
    ${asks}
  });
  app.listen(3000);
`;

describe('a number of attempts among the entries', () => {
  it.each([
    [
      'compared with a bound, is a limit',
      'if (answers[req.params.id].attempts > 3) return res.status(429).end(); res.end();',
      'With 2 instances 3 requests are really up to 6',
    ],
    [
      'that only goes into an answer, is none',
      'res.json({ share: 1 / answers[req.params.id].attempts });',
      'With 2 instances, entries kept in',
    ],
  ])('%s', (_, asks, said) => {
    const [found] = findingsIn(readMarkedFiles(quiz(asks)).files);
    expect(found?.message).toContain(said);
  });
});

/** How often each address has spoken, counted where sockets or requests speak; who is known moves to the end. */
const spoken = (name: string, entry: string) => `
  // file: src/moved.ts
  export function moveToEnd(map, key) {
    const found = map.get(key);
    if (found === undefined) return undefined;
    map.delete(key);
    map.set(key, found);
    return found;
  }
  // file: src/app.ts
  import express from 'express';
  import { Server } from 'socket.io';
  import { moveToEnd } from './moved';
  const ${name} = { chat: new Map(), draw: new Map() };
  const visits = new Map();
  const app = express();
  const server = new Server(app.listen(3000));
  function isTooOften(kind, address) {
    const map = ${name}[kind];
    const found = moveToEnd(map, address);
    const state = found ?? { count: 0 };
    if (!found) map.set(address, state);
    state.count++;
    return state.count > 20;
  }
  app.get('/visits/:id', (req, res) => res.json(moveToEnd(visits, req.params.id)));
  ${entry}
`;
const socket = `server.on('connection', (socket) => {
    socket.on('say', (kind) => { if (isTooOften(kind, socket.handshake.address)) socket.disconnect(true); });
  });`;
const request = `app.post('/say/:kind', (req, res) => res.status(isTooOften(req.params.kind, req.ip) ? 429 : 200).end());`;

describe('a limit of what one client may say', () => {
  it.each([
    ['costs little where only sockets say it', 'rateLimits', socket, 'note'],
    ['holds for all where requests say it', 'rateLimits', request, 'warning'],
    ['is grave where sockets guess', 'loginAttempts', socket, 'warning'],
  ])('%s, and names the object that holds all of its maps', (_, name, entry, severity) => {
    const found = findingsIn(readMarkedFiles(spoken(name, entry)).files).filter(
      ({ ruleId }) => ruleId === 'ratelimit-handrolled',
    );
    expect(found.map((each) => each.severity)).toEqual([severity]);
    expect(found[0]?.message).toContain('are really up to 40');
    expect(found[0]?.related[0]?.file).toBe('src/app.ts');
  });
});

/** Tries of a sign-in, counted by a middleware that `registration` puts before the routes. */
const tries = (registration: string, more = '') => `
  // file: src/app.ts
  import express from 'express';
  ${more}
  const attempts = new Map();
  const app = express();
  function slow(req, res, next) {
    const made = attempts.get(req.ip) ?? 0;
    if (made > 5) return res.status(429).end();
    attempts.set(req.ip, made + 1);
    next();
  }
  ${registration}
  app.post('/login', (req, res) => res.end());
  app.listen(3000);
`;

describe("a limiter of the program's own", () => {
  const foundIn = (files: string) =>
    findingsIn(readMarkedFiles(files).files).find(({ ruleId }) => ruleId === 'ratelimit-handrolled');

  it.each([
    ["if (process.env.SLOW_GUESSES === 'true') app.use(slow);", 'SLOW_GUESSES'],
    ['const limits = { active: false }; if (limits.active) app.use(slow);', 'limits.active'],
  ])('is a note behind a setting that is off by default: %s', (registration, setting) => {
    const found = foundIn(tries(registration));
    expect(found?.severity).toBe('note');
    expect(found?.message).toContain(`It counts only where \`${setting}\` is set, which it is not by default`);
  });

  it.each([['app.use(slow);'], ["if (process.env.SLOW_GUESSES !== 'false') app.use(slow);"]])(
    'is told as on where it is: %s',
    (registration) => {
      const found = foundIn(tries(registration));
      expect(found?.severity).toBe('warning');
      expect(found?.message).not.toContain('by default');
    },
  );

  it('is filled by a request rather than by a listener, which may never hear anything', () => {
    const found = foundIn(`
      // file: src/app.ts
      import express from 'express';
      import { Worker } from 'bullmq';
      const attempts = new Map();
      new Worker('tries', async (job) => { attempts.set(job.data.ip, job.data.made); });
      const app = express();
      app.use((req, res, next) => {
        const made = attempts.get(req.ip) ?? 0;
        if (made > 5) return res.status(429).end();
        attempts.set(req.ip, made + 1);
        next();
      });
      app.listen(3000);
    `);
    expect(found?.related.map(({ message }) => message).join()).not.toContain('Worker');
    expect(found?.related[0]?.range.start.line).toBe(8);
  });
});

/** Times of requests in a sliding window, which are asked and put back by one function. */
const sliding = (body: string) => `
  // file: src/app.ts
  import express from 'express';
  import { load } from './loading';
  const hits = new Map();
  const app = express();
  app.use(async (req, res, next) => {
    const now = Date.now();
    ${body}
    next();
  });
  app.listen(3000);
  // file: src/loading.ts
  export const load = async (key) => (await fetch('https://records.example.net/' + key)).json();
`;

describe('times in a sliding window', () => {
  const refusal = 'if (recent.length >= 100) return res.status(429).end();';
  const collections = (body: string) =>
    findingsIn(readMarkedFiles(sliding(body)).files).filter(({ ruleId }) => ruleId === 'ratelimit-handrolled');

  it.each([
    [
      'filtered, put back, and then added to',
      `const recent = (hits.get(req.ip) ?? []).filter((hit) => hit > now - 60000); hits.set(req.ip, recent); ${refusal} recent.push(now);`,
    ],
    [
      'filtered, added to, and then put back',
      `const recent = (hits.get(req.ip) ?? []).filter((hit) => hit > now - 60000); ${refusal} recent.push(now); hits.set(req.ip, recent);`,
    ],
    [
      'put back with one more',
      `const recent = (hits.get(req.ip) ?? []).filter((hit) => hit > now - 60000); ${refusal} hits.set(req.ip, [...recent, now]);`,
    ],
  ])('are a limit where they are %s', (_, body) => {
    expect(collections(body).map(({ message }) => message.split(':')[0])).toEqual([
      'With 2 instances 100 requests are really up to 200',
    ]);
  });

  it.each([
    [
      'what was found is only put back',
      'const recent = hits.get(req.ip); hits.delete(req.ip); hits.set(req.ip, recent);',
    ],
    [
      'what was found, or loaded, is put in',
      'const recent = hits.get(req.ip) ?? (await load(req.ip)); hits.set(req.ip, recent.filter(Boolean));',
    ],
  ])('are none where %s', (_, body) => {
    expect(collections(body)).toEqual([]);
  });
});
