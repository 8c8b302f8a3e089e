import { spawn } from 'node:child_process';
import { createClient } from 'redis';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { freePort, isRedisInstalled } from '../patterns/redis-server.ts';
import { answerTo, applyFix, type Files, findingsOf, reasonAgainst } from './apply.ts';

const rule = 'bullmq-redis-evicts';
const fix = 'redis-refuses-when-full';

const program: Files = {
  'src/app.ts': `import { Queue } from 'bullmq';
import express from 'express';
const mails = new Queue('mails', { connection: { url: process.env.QUEUE_URL } });
const app = express();
app.post('/orders', async (request, response) => {
  await mails.add('receipt', request.body);
  response.end();
});
const server = app.listen(3000);
process.on('SIGTERM', () => server.close());
`,
};

const compose = (command: string, more = '') => `services:
  shop:
    build: .
    command: node src/app.ts
    environment:
      QUEUE_URL: redis://jobs:6379
  jobs:
    image: redis:7
    command: ${command}
${more}`;

const evicting = 'redis-server --maxmemory 4mb --maxmemory-policy allkeys-lru';
const refusing = 'redis-server --maxmemory 4mb --maxmemory-policy noeviction';

async function fixed(text: string, file = 'compose.yaml', further: Files = program): Promise<string> {
  const { after, next } = await applyFix({ ...further, [file]: text }, rule, fix);
  expect(await findingsOf(after, rule)).toEqual([]);
  expect(next).toContain('refuses new jobs');
  return after[file] ?? '';
}

describe('redis-refuses-when-full', () => {
  it.each([
    ['one line, and a comment', `${evicting} # small`, `${refusing} # small`],
    [
      'a list in brackets',
      '["redis-server", "--maxmemory", "4mb", "--maxmemory-policy", "volatile-lru"]',
      '["redis-server", "--maxmemory", "4mb", "--maxmemory-policy", "noeviction"]',
    ],
    [
      'a list of lines',
      "\n      - redis-server\n      - --maxmemory=4mb\n      - --maxmemory-policy\n      - 'allkeys-lfu'",
      "\n      - redis-server\n      - --maxmemory=4mb\n      - --maxmemory-policy\n      - 'noeviction'",
    ],
    [
      'a folded text',
      '>\n      redis-server --maxmemory 4mb\n      --maxmemory-policy allkeys-random',
      '>\n      redis-server --maxmemory 4mb\n      --maxmemory-policy noeviction',
    ],
    [
      'a word with an equals sign',
      'redis-server --maxmemory 4mb --maxmemory-policy=allkeys-lru --save ""',
      'redis-server --maxmemory 4mb --maxmemory-policy=noeviction --save ""',
    ],
  ])('changes the policy in %s', async (_, before, after) => {
    expect(await fixed(compose(before))).toBe(compose(after));
  });

  it('changes the arguments of a container of a cluster', async () => {
    const manifest = (policy: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    spec:
      containers:
        - name: shop
          image: shop
          command: [node, src/app.ts]
          env: [{ name: QUEUE_URL, value: 'redis://jobs:6379' }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: jobs }
spec:
  template:
    metadata: { labels: { app: jobs } }
    spec:
      containers:
        - name: redis
          image: redis:7
          args: ['--maxmemory', '256mb', '--maxmemory-policy', '${policy}']
---
apiVersion: v1
kind: Service
metadata: { name: jobs }
spec: { selector: { app: jobs }, ports: [{ port: 6379 }] }
`;
    expect(await fixed(manifest('allkeys-lru'), 'k8s/shop.yaml')).toBe(manifest('noeviction'));
  });

  it('refuses where something else is kept there', async () => {
    const more =
      '  pages:\n    build: .\n    command: node src/pages.ts\n    environment:\n      CACHE_URL: redis://jobs:6379\n';
    const pages = {
      'src/pages.ts': `import express from 'express';
import { Redis } from 'ioredis';
const redis = new Redis(process.env.CACHE_URL);
const app = express();
app.get('/:page', async (request, response) => response.send(await redis.get(request.params.page)));
app.listen(3001);
`,
    };
    const answer = await answerTo({ ...program, ...pages, 'compose.yaml': compose(evicting, more) }, rule, fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('Something else than the queue') });
  });

  it('refuses a command that another Redis has as well', async () => {
    const text = `x-redis: &redis\n  image: redis:7\n  command: ${evicting}\n${compose('').replace(
      '    image: redis:7\n    command: \n',
      '    <<: *redis\n  cache:\n    <<: *redis\n',
    )}`;
    expect(await answerTo({ ...program, 'compose.yaml': text }, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('anchor'),
    });
  });

  it('refuses a policy that a variable says', async () => {
    const command = 'redis-server --maxmemory 4mb --maxmemory-policy ${POLICY:-allkeys-lru}';
    const reason = await reasonAgainst({ ...program, 'compose.yaml': compose(command) }, rule, fix);
    expect(reason).toContain('does not stand in the command');
  });

  it.skipIf(!isRedisInstalled())('starts a Redis that keeps every job, where jobs were thrown away', async () => {
    const after = await fixed(compose(evicting));
    const before = await filled(compose(evicting));
    expect(before.refused).toBe(false);
    expect(before.kept).toBeLessThan(100);
    expect(await filled(after)).toEqual({ kept: 100, refused: true });
  });
});

/**
 * How many of the first 100 jobs a real Redis, started by the command of a compose file, still has when it is full.
 * One job alone may survive by luck, because Redis takes out the oldest of a few keys that it draws.
 */
async function filled(text: string) {
  const words: readonly string[] = parse(text).services.jobs.command.split(' ').slice(1);
  const port = await freePort();
  const server = spawn('redis-server', [...words, '--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await new Promise<void>((resolve) => {
    server.stdout.on('data', (said: Buffer) => {
      if (said.includes('Ready to accept connections')) resolve();
    });
  });
  const client = createClient({ url: `redis://127.0.0.1:${port}` });
  client.on('error', () => undefined);
  await client.connect();
  let refused = false;
  for (let job = 0; job < 100; job++) await client.set(`job:${job}`, 'a receipt');
  for (let key = 0; key < 600 && !refused; key++) {
    refused = await client.set(`later:${key}`, 'x'.repeat(10_000)).then(
      () => false,
      (error: Error) => error.message.startsWith('OOM'),
    );
  }
  const kept = await client.exists(Array.from({ length: 100 }, (_, job) => `job:${job}`));
  client.destroy();
  server.kill('SIGKILL');
  await ended;
  return { kept, refused };
}
