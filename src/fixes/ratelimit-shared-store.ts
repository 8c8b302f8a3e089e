import { flaskLimiter, slowapi } from './python/limiter-store.ts';
import { expressRateLimit } from './script/express-rate-limit.ts';
import { fastifyRateLimit } from './script/fastify-rate-limit.ts';
import { nestThrottler } from './script/nest-throttler.ts';
import { rateLimiterFlexible } from './script/rate-limiter-flexible.ts';
import { storeFix } from './shared-store.ts';

/** Limits are counted in Redis; while it is down requests pass, so that the limiter never stops the service. */
export const ratelimitSharedStore = storeFix({
  id: 'ratelimit-shared-store',
  rule: 'ratelimit-memory-store',
  title: 'Count in Redis, once for all instances',
  recipes: [expressRateLimit, fastifyRateLimit, flaskLimiter, nestThrottler, rateLimiterFlexible, slowapi],
});
