import { expressLimiter, limiterHead, limiterStore } from '../pieces/redis-limiter.ts';
import type { SnippetTemplate } from '../template.ts';

export const rateLimitPerIp: SnippetTemplate = {
  ...expressLimiter,
  id: 'rate-limit-per-ip',
  title: 'Rate limit per IP, counted in Redis (Express)',
  description: 'A limit per client address that all instances count together',
  prefix: 'scale-rate-limit-ip',
  problems: ['limit is not shared', 'brute force on sign-in', 'too many requests'],
  tradeoffs:
    'One request to Redis more for each request. Many people can share one address, so leave room for an office; behind a balancer set `trust proxy`, or all clients share one count.',
  slots: [
    { name: 'name', initial: 'signInLimiter' },
    { name: 'minutes', initial: '1' },
    { name: 'limit', initial: '5' },
    { name: 'prefix', initial: 'limit:sign-in:' },
  ],
  text: `${limiterHead('rateLimit')}
/** «limit» requests in «minutes» min for one address, counted once for all instances. */
export const «name» = rateLimit({
  windowMs: «minutes» * 60_000,
  limit: «limit»,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
${limiterStore}
});
`,
};
