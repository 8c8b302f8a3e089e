import { rule } from '../../src/rules/queues/bullmq-redis-evicts.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

interface Parts {
  readonly command?: string;
  readonly code?: string;
  readonly mark?: boolean;
  readonly environment?: string;
  readonly more?: string;
}

const queue = `
  import { Queue } from 'bullmq';
  export const mails = new Queue('mails', { connection: { url: process.env.QUEUE_URL } });`;
const evicting = 'redis-server --maxmemory 256mb --maxmemory-policy allkeys-lru';

/** A shop that hands mails to a queue, and the Redis that its environment names. */
function shop({ command = evicting, code = queue, mark = false, environment, more = '' }: Parts): string {
  const carets = mark ? `\n  #            ${'^'.repeat(command.length)} bullmq-redis-evicts` : '';
  return `
  // file: src/app.ts
  import express from 'express';
${code}
  const app = express();
  app.post('/orders', async (request, response) => {
    await mails.add('receipt', request.body);
    response.end();
  });
  app.listen(3000);
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      environment:
        QUEUE_URL: ${environment ?? 'redis://jobs:6379'}
    jobs:
      image: redis:7
      command: ${command}${carets}
${more}
`;
}

const silent: readonly RuleCase[] = [
  {
    name: 'nothing is thrown away',
    gate: 'none',
    files: shop({ command: 'redis-server --maxmemory 256mb --maxmemory-policy noeviction' }),
  },
  {
    name: 'the default, which throws nothing away',
    gate: 'none',
    files: shop({ command: 'redis-server --appendonly yes' }),
  },
  {
    name: 'no limit that it could reach',
    gate: 'guard',
    files: shop({ command: 'redis-server --maxmemory-policy allkeys-lru' }),
  },
  {
    name: 'a limit of nothing, which is none',
    gate: 'guard',
    files: shop({ command: 'redis-server --maxmemory 0 --maxmemory-policy allkeys-lru' }),
  },
  {
    name: 'the queue has a Redis of its own',
    gate: 'none',
    files: shop({ command: 'redis-server', more: `    cache:\n      image: redis:7\n      command: ${evicting}` }),
  },
  {
    name: 'a cache alone',
    gate: 'none',
    files: shop({
      code: `
  import { Redis } from 'ioredis';
  const redis = new Redis(process.env.QUEUE_URL);
  const mails = { add: (key, value) => redis.set(key, value, 'EX', 60) };`,
    }),
  },
  {
    name: 'a channel of messages',
    gate: 'none',
    files: shop({
      code: `
  import { Redis } from 'ioredis';
  const redis = new Redis(process.env.QUEUE_URL);
  const mails = { add: (channel, value) => redis.publish(channel, value) };`,
    }),
  },
  {
    name: 'a queue of the database',
    gate: 'none',
    files: shop({
      code: `
  import PgBoss from 'pg-boss';
  const mails = new PgBoss(process.env.DATABASE_URL);`,
    }),
  },
  { name: 'the address is another one', gate: 'none', files: shop({ environment: 'rediss://jobs.example.com:6379' }) },
  {
    name: 'another store with a policy of its own',
    gate: 'none',
    files: shop({}).replace('image: redis:7', 'image: memcached:1'),
  },
  { name: 'an example', gate: 'scope', files: shop({}).replace('compose.yaml', 'examples/compose.yaml') },
];

const kept = { name: 'nothing is thrown away', replace: [['allkeys-lru', 'noeviction']] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'all keys',
    files: shop({ mark: true }),
    expect: [
      {
        severity: 'error',
        situation: 'always',
        confidence: 'high',
        says: ['jobs vanish or run twice', '`allkeys-lru`', 'lie in `jobs`', '`--maxmemory-policy noeviction`'],
      },
    ],
    silentWhen: [kept, { name: 'there is no queue', replace: [["from 'bullmq'", "from './queues.ts'"]] }],
  },
  {
    name: 'keys that end, as locks do',
    files: shop({ mark: true, command: 'redis-server --maxmemory 1gb --maxmemory-policy volatile-ttl' }),
    expect: [{ says: ['such as locks and results of jobs', '`volatile-ttl`'] }],
    silentWhen: [{ name: 'nothing is thrown away', replace: [['volatile-ttl', 'noeviction']] }],
  },
  {
    name: 'a list of words',
    files: shop({ mark: true, command: '["redis-server", "--maxmemory=64mb", "--maxmemory-policy=allkeys-lfu"]' }),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'nothing is thrown away', replace: [['allkeys-lfu', 'noeviction']] }],
  },
  {
    name: 'through a shell',
    files: shop({ mark: true, command: `sh -c "exec ${evicting}"` }),
    expect: [{ severity: 'error' }],
    silentWhen: [kept],
  },
  {
    name: 'a file of settings may set the limit',
    files: shop({ mark: true, command: 'redis-server /etc/redis.conf --maxmemory-policy allkeys-random' }),
    expect: [{ severity: 'note', confidence: 'medium' }],
    silentWhen: [{ name: 'nothing is thrown away', replace: [['allkeys-random', 'noeviction']] }],
  },
  {
    name: 'a worker',
    files: shop({
      mark: true,
      code: `
  import { Queue, Worker } from 'bullmq';
  const connection = { host: 'jobs', port: 6379 };
  const mails = new Queue('mails', { connection });
  new Worker('mails', async (job) => job.data, { connection });`,
    }),
    expect: [{ severity: 'error' }],
    silentWhen: [kept],
  },
  {
    name: 'a client that was made before',
    files: shop({
      mark: true,
      code: `
  import { Queue } from 'bullmq';
  import { Redis } from 'ioredis';
  const connection = new Redis(process.env.QUEUE_URL, { maxRetriesPerRequest: null });
  const mails = new Queue('mails', { connection });`,
    }),
    silentWhen: [kept],
  },
  {
    name: 'the package before',
    files: shop({
      mark: true,
      code: `\n  import Queue from 'bull';\n  const mails = new Queue('mails', process.env.QUEUE_URL);`,
    }),
    silentWhen: [kept],
  },
  {
    name: 'Valkey',
    files: shop({ mark: true, command: 'valkey-server --maxmemory 256mb --maxmemory-policy allkeys-lru' }).replace(
      'image: redis:7',
      'image: valkey/valkey:8',
    ),
    silentWhen: [kept],
  },
  {
    name: 'Celery',
    files: `
  # file: tasks.py
  import os
  from celery import Celery
  app = Celery("shop", broker=os.environ["BROKER_URL"])
  @app.task
  def send(mail):
      return mail
  # file: compose.yaml
  services:
    worker:
      build: .
      command: celery -A tasks worker
      environment:
        BROKER_URL: redis://jobs:6379/0
    jobs:
      image: redis:7
      command: ${evicting}
      #        ${'^'.repeat(evicting.length)} bullmq-redis-evicts`,
    expect: [{ severity: 'error', says: ['lie in `jobs`'] }],
    silentWhen: [kept],
  },
  {
    name: 'Kubernetes',
    files: `
  // file: src/app.ts
  import { Worker } from 'bullmq';
  new Worker('mails', async (job) => job.data, { connection: { url: process.env.QUEUE_URL } });
  # file: Dockerfile
  FROM node:24
  CMD ["node", "src/app.ts"]
  # file: deploy.yaml
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: worker }
  spec:
    selector: { matchLabels: { app: worker } }
    template:
      metadata: { labels: { app: worker } }
      spec:
        containers:
          - name: worker
            image: worker
            env: [{ name: QUEUE_URL, value: 'redis://jobs:6379' }]
  ---
  apiVersion: apps/v1
  kind: StatefulSet
  metadata: { name: jobs }
  spec:
    selector: { matchLabels: { app: jobs } }
    template:
      metadata: { labels: { app: jobs } }
      spec:
        containers:
          - name: redis
            image: redis:7
            args: ["--maxmemory", "256mb", "--maxmemory-policy", "allkeys-lru"]
            #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bullmq-redis-evicts
  ---
  apiVersion: v1
  kind: Service
  metadata: { name: jobs }
  spec: { selector: { app: jobs }, ports: [{ port: 6379 }] }`,
    silentWhen: [kept],
  },
];

checkRule(rule, [...silent, ...found]);
