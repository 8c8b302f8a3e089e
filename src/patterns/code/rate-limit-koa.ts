import { flexibleLimiter } from '../pieces/flexible-limiter.ts';
import { redisClient } from '../pieces/redis-connection.ts';
import type { SnippetTemplate } from '../template.ts';

export const rateLimitKoa: SnippetTemplate = {
  id: 'rate-limit-koa',
  title: 'Rate limit per user or IP, counted in Redis (Koa)',
  description: 'A limit per signed-in user, by address for everybody else',
  prefix: 'scale-rate-limit-koa',
  pattern: 'rate-limiting',
  problems: ['limit is not shared', 'brute force on sign-in', 'too many requests', 'one user takes all capacity'],
  tradeoffs:
    'One request to Redis more for each request. Behind a balancer set `app.proxy`, or all clients share one count.',
  languages: ['typescript', 'javascript'],
  rules: ['ratelimit-memory-store'],
  packages: { 'rate-limiter-flexible': '^11.4.0', koa: '^3.3.0', redis: '^5.12.0' },
  placement: 'inline',
  frameworks: ['koa'],
  files: [],
  client: redisClient,
  slots: [
    { name: 'name', initial: 'limitOrders' },
    { name: 'limit', initial: '100' },
    { name: 'seconds', initial: '60' },
    { name: 'user', initial: 'userId' },
    { name: 'prefix', initial: 'limit:orders' },
  ],
  text: `‹import type { Context, Next } from 'koa';
›import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, RLWrapperTimeouts } from 'rate-limiter-flexible';
import { createClient } from 'redis';

${flexibleLimiter}
/** «limit» requests in «seconds» s for one user, by address for everybody else, counted once for all instances. */
export async function «name»(context‹: Context›, next‹: Next›) {
  const user = context.state.«user»;
  try {
    context.set(headersOf(await limiter.consume(user === undefined ? context.ip : \`user:\${user}\`)));
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    context.set({ ...headersOf(refusal), 'Retry-After': String(Math.ceil(refusal.msBeforeNext / 1000)) });
    context.status = 429;
    context.body = { error: 'Too many requests.' };
    return;
  }
  await next();
}
`,
};
