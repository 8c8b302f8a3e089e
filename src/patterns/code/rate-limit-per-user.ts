import type { CodeTemplate } from '../template.ts';

export const rateLimitPerUser: CodeTemplate = {
  id: 'rate-limit-per-user',
  title: 'Rate limit per user, counted in Redis',
  description: 'A limit per signed-in user, by address for everybody else',
  prefix: 'scale-rate-limit-user',
  languages: ['typescript', 'javascript'],
  rules: ['ratelimit-memory-store'],
  packages: { 'express-rate-limit': '^8.6.0', 'rate-limit-redis': '^6.0.0', redis: '^5.12.0' },
  slots: [
    { name: 'name', initial: 'orderLimiter' },
    { name: 'minutes', initial: '1' },
    { name: 'limit', initial: '1000' },
    { name: 'user', initial: 'userId' },
    { name: 'prefix', initial: 'limit:orders:' },
  ],
  text: `import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';
import { createClient } from 'redis';

const redis = createClient({ url: process.env.REDIS_URL, commandOptions: { timeout: 500 } });
redis.on('error', (error) => console.error('Redis:', error));
void redis.connect();

/** «limit» requests in «minutes» min for one user, counted once for all instances. Goes behind authentication. */
export const «name» = rateLimit({
  windowMs: «minutes» * 60_000,
  limit: «limit»,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  passOnStoreError: true,
  keyGenerator: (request, response) => {
    const user = response.locals.«user»;
    return user === undefined ? ipKeyGenerator(request.ip ?? '') : \`user:\${user}\`;
  },
  store: new RedisStore({
    prefix: '«prefix»',
    sendCommand: (...command‹: string[]›) => redis.sendCommand(command),
  }),
});
`,
};
