import type { SnippetTemplate } from '../template.ts';

export const redisClientSnippet: SnippetTemplate = {
  id: 'redis-client',
  title: 'The Redis that all instances share (node-redis)',
  description: 'One client a process, that fails fast and connects again by itself',
  prefix: 'scale-redis',
  pattern: 'connections',
  problems: ['too many clients', 'requests hang while Redis is down', 'shared state'],
  tradeoffs:
    'One connection is enough for a process, because commands share it; only what blocks or subscribes needs another one, by duplicate(). One Redis is also one point of failure: use a managed one or Sentinel where that counts.',
  languages: ['typescript', 'javascript'],
  rules: ['db-client-per-request', 'state-module-collection'],
  packages: { redis: '^5.12.0' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'milliseconds', initial: '500' },
    { name: 'name', initial: 'redis' },
  ],
  text: `import { createClient } from 'redis';

const redisUrl = process.env.REDIS_URL;
if (!redisUrl) throw new Error('Set REDIS_URL, to the Redis that all instances share.');

/**
 * One client for the process. While Redis is down a command fails after «milliseconds» ms, so that no request hangs. One that
 * a Redis has taken which then hangs waits for as long as it does: what must not wait puts a time of its own around it.
 */
export const «name» = createClient({
  url: redisUrl,
  commandOptions: { timeout: «milliseconds» },
  socket: {
    connectTimeout: 2000,
    // Instances that lost Redis together do not come back to it all in one moment.
    reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, 5000) * (0.5 + Math.random() / 2),
  },
});

// Without a listener, a connection that breaks ends the process.
«name».on('error', (error) => console.error('Redis:', error));
«name».connect().catch((error) => console.error('Redis:', error));
`,
};
