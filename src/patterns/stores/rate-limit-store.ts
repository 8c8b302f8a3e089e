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
  text: `import { MemoryStore‹, type Store› } from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';
import { connectSharedRedis } from '«redis»';

const client = connectSharedRedis();

/** One count for all instances. Each limiter needs a prefix of its own, or their counts run together. */
export function createRateLimitStore(prefix‹: string›)‹: Store› {
  if (client === null) return new MemoryStore();
  return new RedisStore({ prefix, sendCommand: (...command‹: string[]›) => client.sendCommand(command) });
}
`,
};
