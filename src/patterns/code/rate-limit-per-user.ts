import { expressLimiter, limiterHead, limiterStore } from '../pieces/redis-limiter.ts';
import type { SnippetTemplate } from '../template.ts';

export const rateLimitPerUser: SnippetTemplate = {
  ...expressLimiter,
  id: 'rate-limit-per-user',
  title: 'Rate limit per user, counted in Redis (Express)',
  description: 'A limit per signed-in user, by address for everybody else',
  prefix: 'scale-rate-limit-user',
  problems: ['one user takes all capacity', 'limit is not shared', 'fair use'],
  tradeoffs: 'It needs authentication in front of it; before that only a limit by address helps.',
  slots: [
    { name: 'name', initial: 'orderLimiter' },
    { name: 'minutes', initial: '1' },
    { name: 'limit', initial: '1000' },
    { name: 'user', initial: 'userId' },
    { name: 'prefix', initial: 'limit:orders:' },
  ],
  text: `${limiterHead('ipKeyGenerator, rateLimit')}
/** «limit» requests in «minutes» min for one user, counted once for all instances. Goes behind authentication. */
export const «name» = rateLimit({
  windowMs: «minutes» * 60_000,
  limit: «limit»,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  keyGenerator: (request, response) => {
    const user = response.locals.«user»;
    return user === undefined ? ipKeyGenerator(request.ip ?? '') : \`user:\${user}\`;
  },
${limiterStore}
});
`,
};
