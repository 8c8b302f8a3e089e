import { redisClient, redisConnection } from './redis-connection.ts';
import { scriptHash, sendCommandVia } from './script-hash.ts';

/** What every snippet with express-rate-limit has in common. */
export const expressLimiter = {
  pattern: 'rate-limiting',
  languages: ['typescript', 'javascript'],
  rules: ['ratelimit-memory-store'],
  packages: { 'express-rate-limit': '^8.6.0', 'rate-limit-redis': '^6.0.0', redis: '^5.12.0' },
  placement: 'inline',
  frameworks: ['express'],
  files: [],
  client: redisClient,
} as const;

/** The head of a snippet with a limiter: its imports and its connection. */
export function limiterHead(imports: string): string {
  return `import { createHash } from 'node:crypto';
import { ${imports} } from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';
import { createClient } from 'redis';

${redisConnection}
${scriptHash}`;
}

/** Options that every limiter ends with. */
export const limiterStore = `  // While Redis is down requests pass, so that the limiter never takes the service down with it.
  passOnStoreError: true,
  store: new RedisStore({
    // Each limiter needs a prefix of its own, or their counts run together.
    prefix: '«prefix»',
    ${sendCommandVia('redis', '    ')}
  }),`;
