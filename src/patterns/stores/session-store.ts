import type { CodeTemplate } from '../template.ts';

export const sessionStore: CodeTemplate = {
  id: 'session-store',
  title: 'Session store that all instances share',
  description: 'Sessions in Redis, or in memory where one instance alone runs',
  prefix: 'scale-session-store',
  languages: ['typescript', 'javascript'],
  rules: ['session-memory-store'],
  packages: { 'connect-redis': '^9.0.0', 'express-session': '^1.18.0' },
  slots: [
    { name: 'redis', initial: './shared-redis.js' },
    { name: 'session', initial: 'session' },
  ],
  text: `import { RedisStore } from 'connect-redis';
import «session» from 'express-session';
import { connectSharedRedis } from '«redis»';

/** Sessions of all instances. While Redis is down nobody is signed in: a session is never guessed. */
export function createSessionStore()‹: session.Store› {
  const client = connectSharedRedis();
  return client === null ? new session.MemoryStore() : new RedisStore({ client, prefix: 'session:' });
}
`,
};
