import type { CodeTemplate } from '../template.ts';

/** The module that fixes put beside the code they mend, once for each program. */
export const sharedRedis: CodeTemplate = {
  id: 'shared-redis',
  title: 'The Redis that all instances share',
  description: 'Connects to REDIS_URL; without it one instance alone may run in production',
  prefix: 'scale-shared-redis',
  languages: ['typescript', 'javascript'],
  rules: ['session-memory-store', 'ratelimit-memory-store'],
  packages: { redis: '^5.12.0' },
  slots: [{ name: 'options', initial: '{ url, commandOptions: { timeout: 500 } }' }],
  text: `import { createClient } from 'redis';

let shared‹: ReturnType<typeof connect> | undefined›;

/**
 * The Redis that all instances share, at REDIS_URL: one connection for each. Without it an instance keeps things in its own
 * memory, which is right for exactly one: in production ALLOW_SINGLE_INSTANCE=1 must say so.
 */
export function connectSharedRedis() {
  const url = process.env.REDIS_URL;
  if (!url) {
    if (process.env.NODE_ENV === 'production' && process.env.ALLOW_SINGLE_INSTANCE !== '1') {
      throw new Error('Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1 while exactly one instance runs.');
    }
    return null;
  }
  shared ??= connect(url);
  return shared;
}

function connect(url‹: string›) {
  // Half a second without an answer is an error; waiting for Redis to come back would hold every request.
  const client = createClient(«options»);
  client.on('error', (error) => console.error('Redis:', error));
  client.connect().catch((error) => console.error('Redis:', error));
  return client;
}
`,
};
