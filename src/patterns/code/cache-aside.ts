import { redisInTime } from '../pieces/in-time.ts';
import { redisClient, redisConnection } from '../pieces/redis-connection.ts';
import type { SnippetTemplate } from '../template.ts';

export const cacheAside: SnippetTemplate = {
  id: 'cache-aside',
  title: 'Cache-aside with single-flight (node-redis)',
  description: 'Reads through Redis; one request of an instance loads what is missing',
  prefix: 'scale-cache-aside',
  pattern: 'caching',
  problems: ['same query again and again', 'database is busy with reads', 'cache stampede', 'thundering herd'],
  tradeoffs:
    'What is read can be as old as its lifetime says, also where it is forgotten behind a write, because a load may be under way. Not for balances, rights and stock.',
  languages: ['typescript', 'javascript'],
  rules: ['cache-local-incoherent', 'cache-unbounded-local', 'read-hot-uncached'],
  packages: { redis: '^5.12.0' },
  placement: 'inline',
  frameworks: [],
  files: [],
  client: redisClient,
  slots: [
    { name: 'name', initial: 'cached' },
    { name: 'prefix', initial: 'cache:' },
  ],
  text: `import { createClient } from 'redis';

${redisConnection}
${redisInTime}
/** What this instance is loading just now, which others who ask for it wait for. */
const underWay = new Map‹<string, Promise<string>>›();

/**
 * What Redis holds under a key, or what \`load\` gives, which is then kept for about so many seconds. Values are what JSON
 * gives back as it was; null stands for nothing. While Redis is down everything is loaded.
 */
export async function «name»‹<Value>›(key‹: string›, seconds‹: number›, load‹: () => Promise<Value>›)‹: Promise<Value>› {
  const kept = await inTime(redis.get(\`«prefix»\${key}\`)).catch(() => null);
  if (kept !== null) return JSON.parse(kept);
  let loading = underWay.get(key);
  if (loading === undefined) {
    loading = loadAndKeep(key, seconds, load).finally(() => underWay.delete(key));
    underWay.set(key, loading);
  }
  return JSON.parse(await loading);
}

/** Whoever changes what is cached calls it, once the change is committed. */
export async function forget(key‹: string›) {
  await inTime(redis.del(\`«prefix»\${key}\`));
}

async function loadAndKeep(key‹: string›, seconds‹: number›, load‹: () => Promise<unknown>›)‹: Promise<string>› {
  const written = JSON.stringify((await load()) ?? null);
  // A tenth more or less, so that what was loaded together does not end together.
  const lifetime = Math.max(1, Math.round(seconds * (0.9 + Math.random() * 0.2)));
  const kept = redis.set(\`«prefix»\${key}\`, written, { expiration: { type: 'EX', value: lifetime } });
  await inTime(kept).catch(() => null);
  return written;
}
`,
};
