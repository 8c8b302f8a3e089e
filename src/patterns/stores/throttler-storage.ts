import type { CodeTemplate } from '../template.ts';

const head: Omit<CodeTemplate, 'packages' | 'text'> = {
  id: 'throttler-storage',
  title: 'Storage of limits that all instances share (NestJS)',
  description: 'Counts in Redis, or in memory where one instance alone runs',
  prefix: 'scale-throttler-storage',
  languages: ['typescript', 'javascript'],
  rules: ['ratelimit-memory-store'],
  slots: [{ name: 'redis', initial: './shared-ioredis.js' }],
};

/** `uncounted` is what the guard takes for a request that is not counted. */
function textWith(module: string, uncounted: string): string {
  return `import { ThrottlerStorageRedisService } from '${module}';
import { ThrottlerStorageService‹, type ThrottlerStorage› } from '@nestjs/throttler';
import { connectSharedIoredis } from '«redis»';

/**
 * One count for all instances. While Redis is down requests pass, so that the limiter never stops the service. Which storage
 * it is shows when the program has loaded, because modules are often described before the environment is.
 */
export function createThrottlerStorage()‹: ThrottlerStorage› {
  let storage‹: ThrottlerStorage | undefined›;
  const chosen = ()‹: ThrottlerStorage› => {
    storage ??= chooseStorage();
    return storage;
  };
  // Where no storage is allowed the program stops as it starts, and not at its first request.
  setImmediate(chosen);
  const shared‹: ThrottlerStorage› = {
    increment: async (...hit) => {
      const counting = chosen();
      try {
        return await counting.increment(...hit);
      } catch (error) {
        console.error('A request passes uncounted:', error);
        return ${uncounted};
      }
    },
  };
  return shared;
}

function chooseStorage()‹: ThrottlerStorage› {
  const client = connectSharedIoredis();
  return client === null ? new ThrottlerStorageService() : new ThrottlerStorageRedisService(client);
}
`;
}

/** For @nestjs/throttler from 6 on. */
export const throttlerStorage: CodeTemplate = {
  ...head,
  packages: { '@nest-lab/throttler-storage-redis': '^1.2.0', '@nestjs/throttler': '^6.0.0' },
  text: textWith(
    '@nest-lab/throttler-storage-redis',
    '{ totalHits: 1, timeToExpire: 0, isBlocked: false, timeToBlockExpire: 0 }',
  ),
};

/** For version 5, whose guard blocks by the count alone. */
export const fifthThrottlerStorage: CodeTemplate = {
  ...head,
  packages: { 'nestjs-throttler-storage-redis': '^0.4.4', '@nestjs/throttler': '^5.0.0' },
  text: textWith('nestjs-throttler-storage-redis', '{ totalHits: 1, timeToExpire: 0 }'),
};
