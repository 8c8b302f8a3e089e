import { flexibleLimiter } from '../pieces/flexible-limiter.ts';
import { redisClient } from '../pieces/redis-connection.ts';
import type { SnippetTemplate } from '../template.ts';

export const rateLimitHono: SnippetTemplate = {
  id: 'rate-limit-hono',
  title: 'Rate limit per API key, counted in Redis (Hono)',
  description: 'A limit per API key that all instances count together; needs Node',
  prefix: 'scale-rate-limit-hono',
  pattern: 'rate-limiting',
  problems: ['one customer takes all capacity', 'quota per API key', 'limit is not shared', 'too many requests'],
  tradeoffs:
    'It needs a long-lived process with a connection to Redis: at the edge use the platform’s own limiter. It goes behind the check of the key, because keys that somebody makes up would each have a count of their own.',
  languages: ['typescript', 'javascript'],
  rules: ['ratelimit-memory-store'],
  packages: { hono: '^4.13.0', 'rate-limiter-flexible': '^11.4.0', redis: '^5.12.0' },
  placement: 'inline',
  frameworks: ['hono'],
  files: [],
  client: redisClient,
  slots: [
    { name: 'name', initial: 'limitKeys' },
    { name: 'limit', initial: '600' },
    { name: 'seconds', initial: '60' },
    { name: 'header', initial: 'x-api-key', choices: ['authorization'] },
    { name: 'prefix', initial: 'limit:api' },
  ],
  text: `import { createHash } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible';
import { createClient } from 'redis';

${flexibleLimiter}
/** «limit» requests in «seconds» s for one API key, counted once for all instances. Goes behind the check of the key. */
export const «name» = createMiddleware(async (context, next) => {
  // Redis is shown a name for the key, and never the key.
  const key = createHash('sha256').update(context.req.header('«header»') ?? '').digest('hex');
  try {
    const left = await limiter.consume(key);
    await next();
    for (const [name, value] of Object.entries(headersOf(left))) context.header(name, value);
    return;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = String(Math.ceil(refusal.msBeforeNext / 1000));
    return context.json({ error: 'Too many requests.' }, 429, { ...headersOf(refusal), 'Retry-After': seconds });
  }
});
`,
};
