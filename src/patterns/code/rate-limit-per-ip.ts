import type { CodeTemplate } from '../template.ts';

export const rateLimitPerIp: CodeTemplate = {
  id: 'rate-limit-per-ip',
  title: 'Rate limit per IP, counted in Redis',
  description: 'A limit per client address that all instances count together',
  prefix: 'scale-rate-limit-ip',
  languages: ['typescript', 'javascript'],
  rules: ['ratelimit-memory-store'],
  packages: { 'express-rate-limit': '^8.6.0', 'rate-limit-redis': '^6.0.0', redis: '^5.12.0' },
  slots: [
    { name: 'name', initial: 'signInLimiter' },
    { name: 'minutes', initial: '1' },
    { name: 'limit', initial: '5' },
    { name: 'prefix', initial: 'limit:sign-in:' },
  ],
  text: `import { rateLimit } from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';
import { createClient } from 'redis';

const redis = createClient({ url: process.env.REDIS_URL, commandOptions: { timeout: 500 } });
redis.on('error', (error) => console.error('Redis:', error));
void redis.connect();

/** «limit» requests in «minutes» min for one address, counted once for all instances. */
export const «name» = rateLimit({
  windowMs: «minutes» * 60_000,
  limit: «limit»,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  // While Redis is down requests pass, so that the limiter never takes the service down with it.
  passOnStoreError: true,
  store: new RedisStore({
    // Each limiter needs a prefix of its own, or their counts run together.
    prefix: '«prefix»',
    sendCommand: (...command‹: string[]›) => redis.sendCommand(command),
  }),
});
`,
};
