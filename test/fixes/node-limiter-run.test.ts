import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRedisInstalled, type RedisServer, redisServer } from '../patterns/redis-server.ts';
import { applyFix, type Files } from './apply.ts';
import { type NodeProgram, nodeProgram } from './node-program.ts';

const installed = isRedisInstalled();
const skipping = installed ? '' : ' (SKIPPED: there is no redis-server on this machine)';

const manifest = (dependencies: Readonly<Record<string, string>>): string =>
  `${JSON.stringify({ name: 'shop', type: 'module', main: 'server.js', dependencies }, null, 2)}\n`;

const byFastify: Files = {
  'package.json': manifest({ fastify: '^5.2.0', '@fastify/rate-limit': '^11.0.0' }),
  'server.js': `import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';

const app = Fastify();
await app.register(rateLimit, { max: 6, timeWindow: 60_000 });
app.get('/', async () => 'welcome');
await app.listen({ port: Number(process.env.PORT) });
console.log('listening');
`,
};

const byLimiter: Files = {
  'package.json': manifest({ express: '^5.1.0', 'rate-limiter-flexible': '^11.0.0' }),
  'server.js': `import express from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';

const app = express();
const visits = new RateLimiterMemory({ points: 6, duration: 60 });
app.get('/', async (request, response) => {
  try {
    await visits.consume(request.ip);
    response.send('welcome');
  } catch {
    response.status(429).end();
  }
});
app.listen(Number(process.env.PORT), () => console.log('listening'));
`,
};

const byLimiterOverIoredis: Files = {
  ...byLimiter,
  'package.json': manifest({ express: '^5.1.0', 'rate-limiter-flexible': '^11.0.0', ioredis: '^5.4.0' }),
};

/** Each lets six requests of an address pass. */
const programs = [
  ['@fastify/rate-limit', byFastify],
  ['rate-limiter-flexible', byLimiter],
  ['rate-limiter-flexible over ioredis', byLimiterOverIoredis],
] as const;

let redis: RedisServer;
let program: NodeProgram | null = null;

beforeEach(async () => {
  redis = await redisServer();
});

afterEach(async () => {
  program?.end();
  program = null;
  await redis.stop();
});

/** How many of some requests, in turn to each address, are let pass. */
async function passed(addresses: readonly string[], count: number): Promise<number> {
  let all = 0;
  for (let number = 0; number < count; number++) {
    const { status } = await fetch(addresses[number % addresses.length] ?? '');
    if (status === 200) all++;
  }
  return all;
}

async function two(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  if (program === null) return [];
  return [await program.start('server.js', environment), await program.start('server.js', environment)];
}

describe(`limits of two instances${skipping}`, () => {
  it.skipIf(!installed).each(programs)(
    'are one after the fix, and two before it: %s',
    { timeout: 60_000 },
    async (_, files) => {
      await redis.start();
      program = nodeProgram(files);
      expect(await passed(await two({ REDIS_URL: redis.url }), 16)).toBe(12);
      program.end();
      const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
      program = nodeProgram(after);
      expect(await passed(await two({ REDIS_URL: redis.url }), 16)).toBe(6);
    },
  );

  it.skipIf(!installed).each(programs)(
    'let requests pass while Redis is down: %s',
    { timeout: 60_000 },
    async (_, files) => {
      await redis.start();
      const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
      program = nodeProgram(after);
      const addresses = await two({ REDIS_URL: redis.url });
      expect(await passed(addresses, 4)).toBe(4);
      await redis.stop();
      expect(await passed(addresses, 6)).toBe(6);
    },
  );

  it.each(programs)('stay in memory in development, and stop production: %s', { timeout: 60_000 }, async (_, files) => {
    const { after } = await applyFix(files, 'ratelimit-memory-store', 'ratelimit-shared-store');
    program = nodeProgram(after);
    expect(await passed([await program.start('server.js', {})], 8)).toBe(6);
    const alone = { NODE_ENV: 'production', ALLOW_SINGLE_INSTANCE: '1' };
    expect(await passed([await program.start('server.js', alone)], 8)).toBe(6);
    const said = await program.complaint('server.js', { NODE_ENV: 'production' });
    expect(said).toContain('Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1');
  });
});
