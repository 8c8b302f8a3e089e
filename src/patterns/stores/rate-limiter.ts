import type { CodeTemplate } from '../template.ts';

/** For rate-limiter-flexible: it is asked as before, and counts elsewhere. */
export const rateLimiter: CodeTemplate = {
  id: 'rate-limiter',
  title: 'Rate limiter that all instances share',
  description: 'Counts in Redis, or in memory where one instance alone runs',
  prefix: 'scale-rate-limiter',
  languages: ['typescript', 'javascript'],
  rules: ['ratelimit-memory-store'],
  packages: { 'rate-limiter-flexible': '^11.4.0' },
  slots: [
    { name: 'redis', initial: './shared-redis.js' },
    { name: 'connect', initial: 'connectSharedRedis' },
    { name: 'client', initial: 'storeClient: client, useRedisPackage: true' },
  ],
  text: `import { RateLimiterMemory, RateLimiterRedis‹, type IRateLimiterOptions, type RateLimiterAbstract› } from 'rate-limiter-flexible';
import { «connect» } from '«redis»';

/** One count for all instances. While Redis is down each counts for itself, so that requests pass and are still limited. */
export function createRateLimiter(options‹: IRateLimiterOptions›)‹: RateLimiterAbstract› {
  const client = «connect»();
  if (client === null) return new RateLimiterMemory(options);
  const insuranceLimiter = new RateLimiterMemory(options);
  return new RateLimiterRedis({ ...options, «client», insuranceLimiter });
}
`,
};
