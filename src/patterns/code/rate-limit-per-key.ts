import { expressLimiter, limiterHead, limiterStore } from '../pieces/redis-limiter.ts';
import type { SnippetTemplate } from '../template.ts';

export const rateLimitPerKey: SnippetTemplate = {
  ...expressLimiter,
  id: 'rate-limit-per-key',
  title: 'Rate limit per API key, counted in Redis (Express)',
  description: 'A limit per API key that all instances count together',
  prefix: 'scale-rate-limit-key',
  problems: ['one customer takes all capacity', 'quota per API key', 'limit is not shared'],
  tradeoffs:
    'It goes behind the check of the key: keys that somebody makes up would each have a count of their own. Quotas of a month are better counted in the database.',
  slots: [
    { name: 'name', initial: 'apiLimiter' },
    { name: 'minutes', initial: '1' },
    { name: 'limit', initial: '600' },
    { name: 'header', initial: 'x-api-key', choices: ['authorization'] },
    { name: 'prefix', initial: 'limit:api:' },
  ],
  text: `${limiterHead('ipKeyGenerator, rateLimit')}
/** «limit» requests in «minutes» min for one API key, counted once for all instances. Goes behind the check of the key. */
export const «name» = rateLimit({
  windowMs: «minutes» * 60_000,
  limit: «limit»,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  keyGenerator: (request) => {
    const key = request.get('«header»');
    // Redis is shown a name for the key, and never the key.
    return key === undefined ? ipKeyGenerator(request.ip ?? '') : createHash('sha256').update(key).digest('hex');
  },
${limiterStore}
});
`,
};
