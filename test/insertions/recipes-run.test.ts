import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idempotencyKey } from '../../src/patterns/recipes/idempotency.ts';
import { leader } from '../../src/patterns/recipes/leader.ts';
import { outbox, outboxRelay } from '../../src/patterns/recipes/outbox.ts';
import { leaderPython } from '../../src/patterns/recipes/python/leader.ts';
import { codeOf } from '../../src/patterns/template.ts';
import { endOf, startNode, startNodeService } from '../patterns/node-programs.ts';
import { folderWith, missingModules, python, type RunningProgram, startProgram } from '../patterns/python-programs.ts';
import { isRedisInstalled, type RedisServer, redisServer } from '../patterns/redis-server.ts';

const services = '../../scripts/prove/services.mjs';
const { stores, missingOf } = (await import(services)) as {
  readonly stores: Readonly<Record<string, (options: object) => Promise<{ url: string; stop: () => Promise<void> }>>>;
  readonly missingOf: (programs: readonly string[], modules: readonly string[]) => readonly string[];
};
const noPostgres = missingOf(['postgres'], []).length > 0;
const noRedis = !isRedisInstalled();
const packageJson = '{ "type": "module" }';

describe.skipIf(noRedis)(`on two instances with one Redis${noRedis ? ' (SKIPPED: no redis-server)' : ''}`, () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await redisServer();
    await redis.start();
  });

  afterAll(() => redis.stop());

  test('a request that is repeated under its key is done once, and answered alike', async () => {
    const files = {
      'package.json': packageJson,
      'idempotency-key.js': codeOf(idempotencyKey, 'javascript'),
      'service.js': `import express from 'express';
import { idempotencyKey } from './idempotency-key.js';
const app = express();
app.use(express.json());
// What signs in: a token that was refreshed is the same user's.
app.use((request, response, next) => {
  response.locals.userId = request.get('Authorization')?.split(' ')[0];
  next();
});
let count = 0;
app.post('/orders', idempotencyKey, async (request, response) => {
  count++;
  await new Promise((resolve) => setTimeout(resolve, request.body.slow ?? 0));
  if (request.body.throws === 'before') throw new Error('The store hangs.');
  response.status(request.body.fails ? 500 : 201).json({ item: request.body.item, at: process.pid, count });
  if (request.body.throws === 'behind') throw new Error('The log is full.');
});
app.listen(Number(process.env.PORT), '127.0.0.1');
`,
    };
    const environment = { REDIS_URL: redis.url };
    const both = await Promise.all([1, 2].map(() => startNodeService(files, 'service.js', environment)));
    const post = async (at: number, key: string | null, body: object, who: string | null = 'one first-token') => {
      const headers = {
        'Content-Type': 'application/json',
        ...(who === null ? {} : { Authorization: who }),
        ...(key === null ? {} : { 'Idempotency-Key': key }),
      };
      const answer = await fetch(`${both[at]?.url}/orders`, { method: 'POST', headers, body: JSON.stringify(body) });
      return {
        status: answer.status,
        replayed: answer.headers.get('Idempotent-Replayed'),
        body: await answer.json().catch(() => null),
      };
    };
    try {
      const first = await post(0, 'a', { item: 'tea' });
      expect(first).toMatchObject({ status: 201, replayed: null });
      expect(await post(1, 'a', { item: 'tea' })).toEqual({ ...first, replayed: 'true' });
      expect((await post(1, 'a', { item: 'coffee' })).status).toBe(422);
      expect(await post(1, 'a', { item: 'tea' }, 'one fresh-token')).toEqual({ ...first, replayed: 'true' });
      expect((await post(1, 'a', { item: 'tea' }, 'two first-token')).replayed).toBeNull();
      expect((await post(1, 'a', { item: 'tea' }, null)).status).toBe(401);
      expect((await post(1, null, { item: 'tea' })).status).toBe(400);
      const [slow, second] = await Promise.all([
        post(0, 'b', { item: 'tea', slow: 600 }),
        new Promise((resolve) => setTimeout(resolve, 200)).then(() => post(1, 'b', { item: 'tea', slow: 600 })),
      ]);
      expect([slow.status, second.status]).toEqual([201, 409]);
      expect((await post(0, 'c', { fails: true })).status).toBe(500);
      expect((await post(1, 'c', { fails: true })).replayed).toBeNull();
      // What is thrown before the answer leaves the key free, and what is thrown behind it ends no process.
      const failed = [await post(0, 'e', { throws: 'before' })];
      await expect.poll(async () => (await post(1, 'e', { throws: 'before' })).status).toBe(500);
      failed.push(await post(0, 'f', { item: 'tea', throws: 'behind' }));
      expect(failed.map(({ status }) => status)).toEqual([500, 500]);
      expect(await post(0, 'g', { item: 'tea' })).toMatchObject({ status: 201 });
      expect(both.map(({ process }) => process.exitCode)).toEqual([null, null]);
      await redis.stop();
      expect((await post(0, 'd', { item: 'tea' })).status).toBe(503);
      await redis.start();
    } finally {
      for (const each of both) each.process.kill('SIGKILL');
    }
  }, 30_000);

  const work = `const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
await whileLeading('nightly', async (signal) => {
  console.log('leads');
  while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 50));
  console.log('led');
}, stop.signal);
process.exit(0);
`;

  test('one instance leads, and the other takes over when it is killed', async () => {
    const files = {
      'package.json': packageJson,
      'leader.js': codeOf(leader, 'javascript', { seconds: '2' }),
      'job.js': `import { whileLeading } from './leader.js';\n${work}`,
    };
    await leads(() => startNode(files, 'job.js', { REDIS_URL: redis.url }));
  }, 30_000);

  const noPython = missingModules(['redis']).length > 0;
  test.skipIf(noPython)(
    'the same in Python',
    async () => {
      const folder = folderWith({
        'leader.py': codeOf(leaderPython, 'python', { seconds: '2' }),
        'job.py': `import signal, threading
from leader import lead
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
def work(lost):
    print("leads", flush=True)
    lost.wait()
    print("led", flush=True)
lead("python", work, stop)
`,
      });
      await leads(() => startProgram(python, folder.path, ['job.py'], { REDIS_URL: redis.url }));
      folder.remove();
    },
    30_000,
  );
});

async function leads(start: () => RunningProgram): Promise<void> {
  const [one, two] = [start(), start()];
  const saidBy = async (program: RunningProgram, word: string): Promise<void> => {
    await expect.poll(() => program.said(), { timeout: 8000, interval: 50 }).toContain(word);
  };
  await expect.poll(() => [one, two].filter((each) => each.said().includes('leads')).length, { timeout: 8000 }).toBe(1);
  const [leading, waiting] = one.said().includes('leads') ? [one, two] : [two, one];
  // Longer than the lease: it is renewed.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(waiting.said()).not.toContain('leads');
  leading.process.kill('SIGKILL');
  await saidBy(waiting, 'leads');
  waiting.process.kill('SIGTERM');
  expect((await endOf(waiting)).said).toContain('led');
}

describe.skipIf(noPostgres)(`an outbox with one PostgreSQL${noPostgres ? ' (SKIPPED: no postgres)' : ''}`, () => {
  test('two relays send each message, none is lost with one that is killed, and what is rolled back is never sent', async () => {
    const { url, stop } = (await stores['postgres']?.({})) ?? { url: '', stop: async () => undefined };
    const files = {
      'package.json': packageJson,
      'outbox.js': codeOf(outbox, 'javascript'),
      'relay.js': codeOf(outboxRelay, 'javascript').replace(
        "console.log('To send:', id, topic, payload);",
        'await new Promise((resolve) => setTimeout(resolve, 4));\n  // What takes messages is away for a while.\n  if (payload.number % 100 === 0 && performance.now() < 2500) throw new Error("away");\n  console.log(`sent ${payload.number}`);',
      ),
      'fill.js': `import { Pool } from 'pg';
import { keepMessage } from './outbox.js';
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
await pool.query('create table outbox (id bigint generated always as identity primary key, topic text not null, payload jsonb not null, created_at timestamptz not null default now(), attempts int not null default 0, next_at timestamptz not null default now(), sent_at timestamptz)');
for (let number = 0; number < 400; number++) {
  const client = await pool.connect();
  await client.query('begin');
  await keepMessage(client, 'orders', { number });
  await client.query(number % 4 === 3 ? 'rollback' : 'commit');
  client.release();
}
await pool.end();
`,
    };
    const environment = { DATABASE_URL: url };
    try {
      expect(await endOf(startNode(files, 'fill.js', environment))).toMatchObject({ code: 0 });
      const [killed, other] = [startNode(files, 'relay.js', environment), startNode(files, 'relay.js', environment)];
      await expect.poll(() => killed.said().split('sent').length, { timeout: 8000, interval: 10 }).toBeGreaterThan(60);
      killed.process.kill('SIGKILL');
      const sent = () =>
        [...`${killed.said()}\n${other.said()}`.matchAll(/sent (\d+)/g)].map(([, number]) => Number(number));
      await expect.poll(() => new Set(sent()).size, { timeout: 15_000 }).toBe(300);
      expect(sent().some((number) => number % 4 === 3)).toBe(false);
      // What the dead one had in hand comes twice, and nothing else.
      expect(sent().length - 300).toBeLessThanOrEqual(50);
      other.process.kill('SIGTERM');
      expect((await endOf(other)).code).toBe(0);
    } finally {
      await stop();
    }
  }, 60_000);
});
