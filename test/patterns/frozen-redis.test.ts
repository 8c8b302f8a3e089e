import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { idempotencyKey } from '../../src/patterns/recipes/idempotency.ts';
import { leader } from '../../src/patterns/recipes/leader.ts';
import { jobs } from '../../src/patterns/recipes/queue.ts';
import { claimedRun } from '../../src/patterns/stores/claimed-run.ts';
import { rateLimitStore } from '../../src/patterns/stores/rate-limit-store.ts';
import { sharedRedis } from '../../src/patterns/stores/shared-redis.ts';
import { codeOf } from '../../src/patterns/template.ts';
import { startNode, startNodeService } from './node-programs.ts';
import { isRedisInstalled, type RedisServer, redisServer } from './redis-server.ts';
import { snippetText } from './snippet-rows.ts';

const skipping = isRedisInstalled() ? '' : ' (SKIPPED: there is no redis-server on this machine)';

const running: { stop: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

/** What waits for Redis, each with how it is used and what comes of it while Redis hangs. */
const uses = [
  ['lock', 'withLock', "await withLock('sum', async () => undefined)", /error: Redis did not answer in time/],
  ['cache-aside', 'cached', "await cached('one', 60, async () => 'loaded')", /gives "loaded"/],
  ['leader', 'whileLeading', 'await lead()', /gives "nobody leads"/],
  ['limit-express', 'signInLimiter', 'await asked(signInLimiter)', /gives 200/],
  ['limit-koa', 'limitOrders', 'await koa()', /gives "passed"/],
  ['limit-hono', 'limitKeys', 'await hono()', /gives 200/],
  ['limit-store', 'createRateLimitStore', "await store('limit:')", /error: Redis did not answer in time/],
  ['idempotency', 'idempotencyKey', 'await asked(idempotencyKey)', /gives 503/],
  ['claimed-run', 'claimRun', "await claimRun('nightly')", /gives false/],
] as const;

const modules = {
  'package.json': '{ "type": "module" }',
  'shared-redis.js': codeOf(sharedRedis, 'javascript'),
  'lock.js': snippetText('lock', 'javascript'),
  'cache-aside.js': snippetText('cache-aside', 'javascript'),
  'leader.js': codeOf(leader, 'javascript', { seconds: '3' }),
  'limit-express.js': snippetText('rate-limit-per-ip', 'javascript'),
  'limit-koa.js': snippetText('rate-limit-koa', 'javascript'),
  'limit-hono.js': snippetText('rate-limit-hono', 'javascript'),
  'limit-store.js': codeOf(rateLimitStore, 'javascript'),
  'idempotency.js': codeOf(idempotencyKey, 'javascript'),
  'claimed-run.js': codeOf(claimedRun, 'javascript'),
};

/** Uses each once while Redis answers, says so, and uses each again when it is told that Redis hangs. */
const program = `import { once } from 'node:events';
import express from 'express';
import { Hono } from 'hono';
${uses.map(([file, name]) => `import { ${name} } from './${file}.js';`).join('\n')}

console.error = () => {};
let number = 0;
async function asked(middleware) {
  const app = express();
  app.use((request, response, next) => {
    response.locals.userId = 'ada';
    next();
  }, middleware, (request, response) => response.json({}));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const headers = { 'Idempotency-Key': String(number++) };
  const { status } = await fetch('http://127.0.0.1:' + server.address().port, { headers });
  server.close();
  return status;
}
async function koa() {
  let said = 'refused';
  await limitOrders({ state: {}, ip: '::1', set() {} }, async () => { said = 'passed'; });
  return said;
}
async function hono() {
  const app = new Hono();
  app.get('/', limitKeys, (context) => context.text('ok'));
  return (await app.request('/')).status;
}
async function lead() {
  let said = 'nobody leads';
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 800);
  await whileLeading('work' + number++, async () => {
    said = 'leads';
    stop.abort();
  }, stop.signal);
  return said;
}
async function store(prefix) {
  const made = createRateLimitStore(prefix);
  made.init({ windowMs: 60_000 });
  await made.increment('one');
}
const uses = { ${uses.map(([file, , call]) => `'${file}': async () => ${call}`).join(',\n')} };
async function round() {
  for (const [name, use] of Object.entries(uses)) {
    const started = performance.now();
    const late = new Promise((resolve) => setTimeout(resolve, 4000, 'hangs'));
    const said = await Promise.race([late, use().then((got) => 'gives ' + JSON.stringify(got), (error) => 'error: ' + error.message)]);
    console.log(name + ' ' + said + ' in ' + Math.round(performance.now() - started));
  }
  console.log('round');
}
await round();
process.on('SIGUSR2', round);
`;

async function up(): Promise<RedisServer> {
  const redis = await redisServer();
  await redis.start();
  running.push(redis);
  return redis;
}

describe.skipIf(skipping !== '')(`a Redis that hangs${skipping}`, () => {
  it('holds nobody who waits for it', { timeout: 60_000 }, async () => {
    const redis = await up();
    const service = startNode({ ...modules, 'main.js': program }, 'main.js', { REDIS_URL: redis.url });
    running.push(service);
    const rounds = () => service.said().split('round\n').length - 1;
    await expect.poll(rounds, { timeout: 20_000 }).toBe(1);
    const before = service.said();
    expect(before).not.toMatch(/hangs|error/);
    redis.freeze();
    service.process.kill('SIGUSR2');
    await expect.poll(rounds, { timeout: 40_000 }).toBe(2);
    const after = service.said().slice(before.length).split('\n');
    for (const [name, , , expected] of uses) {
      const line = after.find((each) => each.startsWith(`${name} `)) ?? '';
      expect(line).toMatch(expected);
      expect(Number(/\d+$/.exec(line)?.[0])).toBeLessThan(2500);
    }
  });
});

/** A server that takes connections and says nothing. */
async function silentServer(): Promise<{ readonly url: string }> {
  const server: Server = createServer(() => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  running.push({ stop: async () => server.close() });
  const address = server.address();
  return { url: `redis://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` };
}

describe(`a queue’s producer${skipping}`, () => {
  const files = {
    'package.json': modules['package.json'],
    'queue-producer.js': snippetText('queue-producer', 'javascript'),
    'jobs.js': codeOf(jobs, 'javascript'),
    'service.js': `import express from 'express';
import { router } from './queue-producer.js';
import { handOver, jobOf } from './jobs.js';
const app = express();
app.use(express.json());
app.get('/', (request, response) => response.end());
app.use(router);
app.post('/jobs', async (request, response) => {
  const id = await handOver(request.body).catch(() => null);
  response.status(id === null ? 503 : 202).json({ job: id, known: id !== null && (await jobOf(id)) !== null });
});
app.listen(Number(process.env.PORT), '127.0.0.1');
`,
  };
  const post = async (url: string, path: string) => {
    const started = performance.now();
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    return { status: answer.status, body: await answer.json(), took: performance.now() - started };
  };

  it.each(['is down', 'hangs'])('answers 503 where Redis %s from the start', { timeout: 30_000 }, async (how) => {
    const url = how === 'hangs' ? (await silentServer()).url : 'redis://127.0.0.1:1';
    const service = await startNodeService(files, 'service.js', { REDIS_URL: url });
    running.push(service);
    for (const path of ['/reports', '/jobs']) {
      const { status, took } = await post(service.url, path);
      expect(status).toBe(503);
      expect(took).toBeLessThan(4000);
    }
  });

  it.skipIf(skipping !== '')(
    'hands over when Redis is there, under ids that nobody guesses',
    { timeout: 60_000 },
    async () => {
      const redis = await redisServer();
      running.push(redis);
      const service = await startNodeService(files, 'service.js', { REDIS_URL: redis.url });
      running.push(service);
      expect((await post(service.url, '/reports')).status).toBe(503);
      await redis.start();
      await expect.poll(async () => (await post(service.url, '/jobs')).status, { timeout: 20_000 }).toBe(202);
      const { body } = await post(service.url, '/reports');
      expect(body.job).toMatch(/^[\da-f]{8}-/);
      const told = await fetch(`${service.url}${body.status}`);
      expect(await told.json()).toMatchObject({ state: 'waiting' });
      expect((await fetch(`${service.url}/reports/1`)).status).toBe(404);
      redis.freeze();
      const late = await post(service.url, '/reports');
      expect(late.status).toBe(503);
      expect(late.took).toBeLessThan(6000);
    },
  );
});
