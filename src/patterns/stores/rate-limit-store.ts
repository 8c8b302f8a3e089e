import { scriptHash, sendCommandVia } from '../pieces/script-hash.ts';
import type { CodeTemplate } from '../template.ts';

export const rateLimitStore: CodeTemplate = {
  id: 'rate-limit-store',
  title: 'Rate limit store that all instances share',
  description: 'Counts in Redis, or in memory where one instance alone runs',
  prefix: 'scale-rate-limit-store',
  languages: ['typescript', 'javascript'],
  rules: ['ratelimit-memory-store'],
  packages: { 'rate-limit-redis': '^6.0.0', 'express-rate-limit': '^8.6.0' },
  slots: [{ name: 'redis', initial: './shared-redis.js' }],
  text: `import { createHash } from 'node:crypto';
import { MemoryStore‹, type Options, type Store› } from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';
import { connectSharedRedis } from '«redis»';

/**
 * One count for all instances. Each limiter needs a prefix of its own, or their counts run together. Which store it is
 * shows when the program has loaded, because a limiter is often made before the environment is.
 */
export function createRateLimitStore(prefix‹: string›)‹: Store› {
  let options‹: Options | undefined›;
  let store‹: Store | undefined›;
  const chosen = ()‹: Store› => {
    if (store === undefined) {
      store = storeWith(prefix);
      if (options !== undefined) void store.init?.(options);
    }
    return store;
  };
  // Where no store is allowed the program stops as it starts, and not at its first request.
  setImmediate(chosen);
  return {
    prefix,
    init: (given‹: Options›) => {
      options = given;
    },
    get: async (key‹: string›) => chosen().get?.(key),
    increment: async (key‹: string›) => chosen().increment(key),
    decrement: async (key‹: string›) => chosen().decrement(key),
    resetKey: async (key‹: string›) => chosen().resetKey(key),
  };
}

function storeWith(prefix‹: string›)‹: Store› {
  const client = connectSharedRedis();
  if (client === null) return new MemoryStore();
  return new RedisStore({
    prefix,
    ${sendCommandVia('client', '    ')}
  });
}

${scriptHash}`,
};
