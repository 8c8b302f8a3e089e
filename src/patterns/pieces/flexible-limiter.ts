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

/** What tells clients how many requests are left, and for how long, with every answer. */
function headersOf({ remainingPoints, msBeforeNext }‹: RateLimiterRes›) {
  return {
    'RateLimit-Policy': '"«prefix»";q=«limit»;w=«seconds»',
    RateLimit: \`"«prefix»";r=\${remainingPoints};t=\${Math.ceil(msBeforeNext / 1000)}\`,
  };
}
`;
