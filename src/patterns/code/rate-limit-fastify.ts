import { ioredisClient, ioredisConnection } from '../pieces/redis-connection.ts';
import type { SnippetTemplate } from '../template.ts';

const shared = {
  pattern: 'rate-limiting',
  languages: ['typescript', 'javascript'],
  rules: ['ratelimit-memory-store'],
  packages: { '@fastify/rate-limit': '^11.2.0', fastify: '^5.12.0', ioredis: '^5.11.0' },
  placement: 'inline',
  frameworks: ['fastify'],
  files: [],
  client: ioredisClient,
} as const;

const head = `import rateLimit from '@fastify/rate-limit';
‹import type { FastifyPluginAsync } from 'fastify';
›import { Redis } from 'ioredis';

${ioredisConnection}`;

/** What both registrations begin with, after their own key. */
const options = `      max: «limit»,
      timeWindow: «seconds» * 1000,
      redis,
      nameSpace: '«prefix»',
      // While Redis is down requests pass, so that the limiter never takes the service down with it.
      skipOnError: true,`;

/** Routes behind the limiter, which is registered with more options of its own. */
function behindLimiter(more: string): string {
  return `export function «name»(routes‹: FastifyPluginAsync›)‹: FastifyPluginAsync› {
  return async (app) => {
    // The limiter sees only the routes that are registered once it is there, so they wait for it.
    await app.register(rateLimit, {
${options}${more}
    });
    await app.register(routes);
  };
}
`;
}

export const rateLimitPerIpFastify: SnippetTemplate = {
  ...shared,
  id: 'rate-limit-per-ip-fastify',
  title: 'Rate limit per IP, counted in Redis (Fastify)',
  description: 'A limit per client address that all instances count together',
  prefix: 'scale-rate-limit-ip-fastify',
  problems: ['limit is not shared', 'brute force on sign-in', 'too many requests'],
  tradeoffs:
    'One request to Redis more for each request. Many people can share one address, so leave room for an office; behind a balancer set `trustProxy`, or all clients share one count.',
  slots: [
    { name: 'name', initial: 'limitSignIn' },
    { name: 'limit', initial: '5' },
    { name: 'seconds', initial: '60' },
    { name: 'prefix', initial: 'limit:sign-in:' },
  ],
  text: `${head}
/** «limit» requests in «seconds» s for one address and each of some routes, counted once for all instances: app.register(«name»(routes)). */
${behindLimiter('')}`,
};

export const rateLimitPerUserFastify: SnippetTemplate = {
  ...shared,
  id: 'rate-limit-per-user-fastify',
  title: 'Rate limit per user, counted in Redis (Fastify)',
  description: 'A limit per signed-in user, by address for everybody else',
  prefix: 'scale-rate-limit-user-fastify',
  problems: ['one user takes all capacity', 'limit is not shared', 'fair use'],
  tradeoffs: 'It needs authentication in front of it; before that only a limit by address helps.',
  slots: [
    { name: 'name', initial: 'limitOrders' },
    { name: 'limit', initial: '1000' },
    { name: 'seconds', initial: '60' },
    { name: 'user', initial: 'userId' },
    { name: 'prefix', initial: 'limit:orders:' },
  ],
  text: `${head}
/** «limit» requests in «seconds» s for one user and each of some routes, counted once for all instances: app.register(«name»(routes)). */
${behindLimiter(`
      // Later than the default, because only then is it known who is signed in. What signs in declares the name
      // by app.decorateRequest('«user»'), or each request fails.
      hook: 'preHandler',
      keyGenerator: (request) => {
        const user = request.getDecorator‹<string | undefined>›('«user»');
        return user === undefined ? rateLimit.normalizeIP(request.ip) : \`user:\${user}\`;
      },`)}`,
};
