import { redisAddress, redisRemark } from '../pieces/redis-address.ts';
import type { CodeTemplate } from '../template.ts';

const head: Omit<CodeTemplate, 'id' | 'prefix' | 'packages' | 'slots' | 'text'> = {
  title: 'The Redis that all instances share',
  description: 'Connects to REDIS_URL; without it one instance alone may run in production',
  languages: ['typescript', 'javascript'],
  rules: ['session-memory-store', 'ratelimit-memory-store', 'socketio-no-adapter', 'pubsub-in-memory'],
};

/** The module that fixes put beside the code they mend, once for each program. */
export const sharedRedis: CodeTemplate = {
  ...head,
  id: 'shared-redis',
  prefix: 'scale-shared-redis',
  packages: { redis: '^5.12.0' },
  slots: [{ name: 'options', initial: '{ url, commandOptions: { timeout: 500 } }' }],
  text: `import { createClient } from 'redis';

let shared‹: ReturnType<typeof connect> | undefined›;

${redisRemark}
export function connectSharedRedis() {
${redisAddress}
  shared ??= connect(url);
  return shared;
}

function connect(url‹: string›) {
  // A command that cannot be sent within half a second fails; waiting for Redis to come back would hold every request.
  const client = createClient(«options»);
  client.on('error', (error) => console.error('Redis:', error));
  client.connect().catch((error) => console.error('Redis:', error));
  return client;
}
`,
};

/** The same for programs, and for libraries, that speak through ioredis. */
export const sharedIoredis: CodeTemplate = {
  ...head,
  id: 'shared-ioredis',
  prefix: 'scale-shared-ioredis',
  packages: { ioredis: '^5.11.0' },
  slots: [],
  text: `import { Redis } from 'ioredis';

let shared‹: Redis | undefined›;

${redisRemark}
export function connectSharedIoredis()‹: Redis | null› {
${redisAddress}
  shared ??= connect(url);
  return shared;
}

function connect(url‹: string›)‹: Redis› {
  // A command that cannot be sent within half a second fails; waiting for Redis to come back would hold every request.
  const client = new Redis(url, { connectTimeout: 500, commandTimeout: 500, maxRetriesPerRequest: 1 });
  client.on('error', (error‹: Error›) => console.error('Redis:', error));
  return client;
}
`,
};
