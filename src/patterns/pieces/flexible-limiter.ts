import { redisConnection } from './redis-connection.ts';

/** What makes a limiter of rate-limiter-flexible, as `limiter`, behind the imports. */
export const flexibleLimiter = `${redisConnection}
const limits = { keyPrefix: '«prefix»', points: «limit», duration: «seconds» };
const limiter = new RLWrapperTimeouts({
  limiter: new RateLimiterRedis({ ...limits, storeClient: redis, useRedisPackage: true }),
  timeoutMs: 500,
  // While Redis is down, or hangs, each instance counts for itself, so that requests pass and are still limited.
  insuranceLimiter: new RateLimiterMemory(limits),
});
`;
