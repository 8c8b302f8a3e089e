import { scriptHash, sendCommandVia } from '../pieces/script-hash.ts';
import type { CodeTemplate } from '../template.ts';

const head: Omit<CodeTemplate, 'text'> = {
  id: 'rate-limit-store',
  title: 'Rate limit store that all instances share',
  description: 'Counts in Redis, or in memory where one instance alone runs',
  prefix: 'scale-rate-limit-store',
  languages: ['typescript', 'javascript'],
  rules: ['ratelimit-memory-store'],
  packages: { 'rate-limit-redis': '^6.0.0', 'express-rate-limit': '^8.6.0' },
  slots: [{ name: 'redis', initial: './shared-redis.js' }],
};

const get = `
    get: async (key‹: string›) => chosen().get?.(key),`;

/** The limiter's option lets requests pass while Redis is down. */
const increment = `
    increment: async (key‹: string›) => chosen().increment(key),`;

/** Limiters without such an option fail the request with the store, so the store does not fail. */
const passing = `
    increment: async (key‹: string›) => {
      const counting = chosen();
      try {
        return await counting.increment(key);
      } catch (error) {
        // While Redis is down requests pass: each is the first of its window.
        console.error('A request passes uncounted:', error);
        return { totalHits: 1, resetTime: new Date(Date.now() + (options?.windowMs ?? 0)) };
      }
    },`;

function textWith(members: string): string {
  return `import { createHash } from 'node:crypto';
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
  const shared = {
    prefix,
    init: (given‹: Options›) => {
      options = given;
    },${members}
    decrement: async (key‹: string›) => {
      const counting = chosen();
      try {
        await counting.decrement(key);
      } catch (error) {
        // The request is answered by now, and an error would end the program: the count stays one too high.
        console.error('A count is not taken back:', error);
      }
    },
    resetKey: async (key‹: string›) => chosen().resetKey(key),
  };
  return shared;
}

function storeWith(prefix‹: string›)‹: Store› {
  const client = connectSharedRedis();
  if (client === null) return new MemoryStore();
  return new RedisStore({
    prefix,
    ${sendCommandVia('client', '    ')}
  });
}

${scriptHash}`;
}

/** For express-rate-limit from 7.4 on, beside its option `passOnStoreError`. */
export const rateLimitStore: CodeTemplate = { ...head, text: textWith(get + increment) };

/** From 6.11 to 7.3, where the store itself lets requests pass. */
export const passingRateLimitStore: CodeTemplate = { ...head, text: textWith(get + passing) };

/** From 6.2 to 6.10, whose stores give no counts out. */
export const oldestRateLimitStore: CodeTemplate = { ...head, text: textWith(passing) };
