import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rateLimitPerIp } from '../../src/patterns/code/rate-limit-per-ip.ts';
import {
  oldestRateLimitStore,
  passingRateLimitStore,
  rateLimitStore,
} from '../../src/patterns/stores/rate-limit-store.ts';
import { sharedRedis } from '../../src/patterns/stores/shared-redis.ts';
import { codeOf } from '../../src/patterns/template.ts';
import { freePort, isRedisInstalled, type RedisServer, redisServer } from './redis-server.ts';

const installed = isRedisInstalled();
const skipping = installed ? '' : ' (SKIPPED: there is no redis-server on this machine)';

/** Packages as the service finds them, where they are not those of the same name here. */
type Installed = Readonly<Record<string, string>>;

/** A service whose limiter is made by an import, before the body of its entry loads the environment. */
const withStore = {
  'shared-redis.js': codeOf(sharedRedis, 'javascript'),
  'rate-limit-store.js': codeOf(rateLimitStore, 'javascript'),
  'limiter.js': `import { rateLimit } from 'express-rate-limit';
import { createRateLimitStore } from './rate-limit-store.js';
export const signInLimiter = rateLimit({ windowMs: 60_000, limit: 5, standardHeaders: 'draft-8', passOnStoreError: true, store: createRateLimitStore('limit:sign-in:') });
`,
};

/** What the fix writes for versions without `passOnStoreError`. */
const olderLimiter = `import rateLimit from 'express-rate-limit';
import { createRateLimitStore } from './rate-limit-store.js';
export const signInLimiter = rateLimit({ windowMs: 60_000, max: 5, standardHeaders: true, skipFailedRequests: true, store: createRateLimitStore('limit:sign-in:') });
`;
const withOldestStore = {
  'shared-redis.js': codeOf(sharedRedis, 'javascript'),
  'rate-limit-store.js': codeOf(oldestRateLimitStore, 'javascript'),
  'limiter.js': olderLimiter,
};
const withPassingStore = {
  ...withOldestStore,
  'rate-limit-store.js': codeOf(passingRateLimitStore, 'javascript'),
};
const sixth: Installed = { 'express-rate-limit': 'express-rate-limit-6', 'rate-limit-redis': 'rate-limit-redis-4' };
const seventh: Installed = { ...sixth, 'express-rate-limit': 'express-rate-limit-7' };

const withSnippet = { 'limiter.js': codeOf(rateLimitPerIp, 'javascript') };

const entry = `import express from 'express';
import { signInLimiter } from './limiter.js';
process.loadEnvFile('service.env');
const app = express();
app.get('/', signInLimiter, (request, response) => response.send('welcome'));
app.get('/wrong', signInLimiter, (request, response) => response.status(401).send('wrong'));
app.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listening'));
`;

let folder: string;
let redis: RedisServer;
let service: ChildProcess | null = null;
let address: string;

beforeEach(async () => {
  // Inside the packages' folder, so that the code finds the real libraries.
  folder = mkdtempSync(resolve('node_modules/.limiter-'));
  redis = await redisServer();
});

afterEach(async () => {
  service?.kill('SIGKILL');
  service = null;
  await redis.stop();
  rmSync(folder, { recursive: true, force: true });
});

function started(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
  packages: Installed = {},
) {
  mkdirSync(join(folder, 'node_modules'));
  for (const [name, installedAs] of Object.entries(packages)) {
    symlinkSync(resolve('node_modules', installedAs), join(folder, 'node_modules', name), 'junction');
  }
  for (const [name, text] of Object.entries({ ...files, 'server.js': entry, 'package.json': '{"type":"module"}' })) {
    writeFileSync(join(folder, name), text);
  }
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, 'service.env'), lines.join(''));
  return freePort().then((port) => {
    address = `http://127.0.0.1:${port}/`;
    // The snippet stands for code whose environment is there from the start.
    const own = 'rate-limit-store.js' in files ? {} : environment;
    service = spawn(process.execPath, ['server.js', String(port)], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...own },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return service;
  });
}

function listening(process: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    process.stdout?.on('data', (said: Buffer) => said.includes('listening') && done());
    process.once('exit', (code) => failed(new Error(`The service ended with ${code}.`)));
  });
}

/** Statuses of requests in turn. */
async function statuses(count: number, path = ''): Promise<readonly number[]> {
  const all: number[] = [];
  for (let number = 0; number < count; number++) all.push((await fetch(address + path)).status);
  return all;
}

/** Asks until a request is counted, and gives the time that may take. */
async function counted(): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const { headers } = await fetch(address);
    if (headers.has('ratelimit')) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error('No request was counted in 15 s.');
}

/** Asks until the second request is counted: older versions tell of requests that nobody counts what they tell of the first. */
async function countedTwice(): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const { headers } = await fetch(address);
    if (headers.get('ratelimit-remaining') === '3') return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error('No second request was counted in 15 s.');
}

describe(`a limiter and its Redis${skipping}`, () => {
  it('are tested where CI is set', () => {
    if (process.env['CI']) expect(installed, 'redis-server must be installed where CI is set').toBe(true);
  });

  const kinds = [
    ['the store that the fix writes', withStore],
    ['the snippet', withSnippet],
  ] as const;

  it.skipIf(!installed).each(kinds)('down at start, then up: %s', { timeout: 60_000 }, async (_, files) => {
    await listening(await started(files, { REDIS_URL: redis.url }));
    expect(await statuses(7)).toEqual([200, 200, 200, 200, 200, 200, 200]);
    await redis.start();
    await counted();
    expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
  });

  it.skipIf(!installed).each(kinds)('up, down, and up again: %s', { timeout: 60_000 }, async (_, files) => {
    await redis.start();
    await listening(await started(files, { REDIS_URL: redis.url }));
    await counted();
    expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
    await redis.stop();
    expect(await statuses(2)).toEqual([200, 200]);
    await redis.start();
    await counted();
    expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
  });
});

describe(`a limiter of a version without passOnStoreError${skipping}`, () => {
  const versions = [
    ['6.7.0', withOldestStore, sixth],
    ['7.0.0', withPassingStore, seventh],
  ] as const;

  it.skipIf(!installed).each(versions)(
    'lets requests pass while Redis is down, and counts again after it: %s',
    { timeout: 60_000 },
    async (_, files, packages) => {
      await redis.start();
      await listening(await started(files, { REDIS_URL: redis.url }, packages));
      await countedTwice();
      expect(await statuses(4)).toEqual([200, 200, 200, 429]);
      await redis.stop();
      expect(await statuses(6)).toEqual([200, 200, 200, 200, 200, 200]);
      // A failed request is taken back, which must not end the program either.
      expect(await statuses(1, 'wrong')).toEqual([401]);
      expect(await statuses(1)).toEqual([200]);
      await redis.start();
      await countedTwice();
      expect(await statuses(4)).toEqual([200, 200, 200, 429]);
    },
  );

  it.each(versions)('counts in memory while it is developed: %s', async (_, files, packages) => {
    await listening(await started(files, { NODE_ENV: 'development' }, packages));
    expect(await statuses(6)).toEqual([200, 200, 200, 200, 200, 429]);
  });
});

describe('a limiter without a Redis', () => {
  it('counts in memory while it is developed', async () => {
    await listening(await started(withStore, { NODE_ENV: 'development' }));
    expect(await statuses(6)).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('stops the program at its start in production, and says what to set', async () => {
    const process = await started(withStore, { NODE_ENV: 'production' });
    let said = '';
    process.stderr?.on('data', (part: Buffer) => {
      said += part.toString();
    });
    const code = await new Promise((done) => process.once('close', done));
    expect(code).toBe(1);
    expect(said).toContain('Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1');
  });
});
