import { redisInTime } from '../pieces/in-time.ts';
import { redisClient, redisConnection } from '../pieces/redis-connection.ts';
import type { SnippetTemplate } from '../template.ts';

export const lock: SnippetTemplate = {
  id: 'lock',
  title: 'Lock that all instances share (node-redis)',
  description: 'One instance at a time does the work; the lock ends by itself',
  prefix: 'scale-lock',
  pattern: 'stateless',
  problems: ['two instances do the same', 'race between instances', 'mutex across processes'],
  tradeoffs:
    'It saves work, and is no proof: it ends while work takes longer than its time, and a Redis that fails over can forget it. What must never happen twice needs a unique key or a version in the database as well.',
  languages: ['typescript', 'javascript'],
  rules: ['lock-in-process', 'cron-in-process'],
  packages: { redis: '^5.12.0' },
  placement: 'inline',
  frameworks: [],
  files: [],
  client: redisClient,
  slots: [
    { name: 'name', initial: 'withLock' },
    { name: 'seconds', initial: '30' },
  ],
  text: `import { randomUUID } from 'node:crypto';
import { createClient } from 'redis';

${redisConnection}
${redisInTime}
/** Takes a lock away if it is still this one: after its time somebody else may have it. */
const release = \`if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0\`;

/**
 * Does work while no other instance does work under the same name, and says whether it did: false is for whoever comes
 * while it is taken. The lock ends after «seconds» s, so that an instance that dies does not keep it, and so it does not
 * protect work that takes longer. While Redis is down it throws, and nobody works.
 */
export async function «name»(name‹: string›, work‹: () => Promise<void>›)‹: Promise<boolean>› {
  const key = \`lock:\${name}\`;
  const token = randomUUID();
  const taken = await inTime(redis.set(key, token, { NX: true, PX: «seconds» * 1000 }));
  if (taken !== 'OK') return false;
  try {
    await work();
    return true;
  } finally {
    const given = inTime(redis.eval(release, { keys: [key], arguments: [token] }));
    await given.catch((error) => console.error('A lock ends by its time alone:', error));
  }
}
`,
};
