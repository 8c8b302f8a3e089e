import { ioredisClient, ioredisConnection } from '../pieces/redis-connection.ts';
import type { SnippetTemplate } from '../template.ts';

export const rateLimitNest: SnippetTemplate = {
  id: 'rate-limit-nest',
  title: 'Rate limit per user or IP, counted in Redis (Nest)',
  description: 'A guard to put behind sign-in: per user, by address for everybody else',
  prefix: 'scale-rate-limit-nest',
  pattern: 'rate-limiting',
  problems: ['limit is not shared', 'brute force on sign-in', 'too many requests', 'one user takes all capacity'],
  tradeoffs:
    'One request to Redis more for each request. It limits the routes that name its guard, which stands behind the one that signs in; a global guard would run before those of routes, and know nobody.',
  // Decorators are no JavaScript yet.
  languages: ['typescript'],
  rules: ['ratelimit-memory-store'],
  packages: {
    '@nest-lab/throttler-storage-redis': '^1.2.0',
    '@nestjs/common': '^11.0.0',
    '@nestjs/throttler': '^6.4.0',
    ioredis: '^5.11.0',
  },
  placement: 'file',
  frameworks: ['@nestjs/core'],
  files: [],
  client: ioredisClient,
  slots: [
    { name: 'limit', initial: '100' },
    { name: 'seconds', initial: '60' },
    { name: 'user', initial: 'id' },
  ],
  text: `import { ThrottlerStorageRedisService } from '@nest-lab/throttler-storage-redis';
import { Injectable, Module } from '@nestjs/common';
import { seconds, ThrottlerGuard, ThrottlerModule, type ThrottlerStorage } from '@nestjs/throttler';
import { Redis } from 'ioredis';

${ioredisConnection}
const counted = new ThrottlerStorageRedisService(redis);
const storage: ThrottlerStorage = {
  increment: async (...hit) => {
    try {
      return await counted.increment(...hit);
    } catch (error) {
      // While Redis is down requests pass, so that the limiter never takes the service down with it.
      console.error('A request passes uncounted:', error);
      return { totalHits: 1, timeToExpire: 0, isBlocked: false, timeToBlockExpire: 0 };
    }
  },
};

/**
 * Whom a request counts for: who is signed in, or else where it is from; behind a balancer that takes \`trust proxy\`. It goes
 * on a controller or a route, behind the guard that signs in: @UseGuards(AuthGuard, CallerGuard). As APP_GUARD it would run
 * before all guards of routes, and know no user; it may stand there only behind a sign-in that is an APP_GUARD itself.
 */
@Injectable()
export class CallerGuard extends ThrottlerGuard {
  protected override async getTracker(request: { user?: { «user»?: unknown }; ip: string }): Promise<string> {
    const user = request.user?.«user»;
    return user === undefined ? request.ip : \`user:\${user}\`;
  }
}

/**
 * «limit» requests in «seconds» s for each route that CallerGuard stands before, counted once for all instances; @Throttle()
 * on a route sets another limit. The root module imports it.
 */
@Module({
  imports: [
    ThrottlerModule.forRoot({
      throttlers: [{ limit: «limit», ttl: seconds(«seconds») }],
      storage,
    }),
  ],
})
export class RateLimitModule {}
`,
};
