import { redisClient, redisConnection } from '../pieces/redis-connection.ts';
import type { SnippetTemplate } from '../template.ts';

export const sessionStoreSnippet: SnippetTemplate = {
  id: 'session-store-express',
  title: 'Sessions that all instances share (Express)',
  description: 'Sessions in Redis, with a cookie that is safe behind a balancer',
  prefix: 'scale-session',
  pattern: 'stateless',
  problems: ['users are signed out', 'session is lost at a deploy', 'sticky sessions'],
  tradeoffs:
    'One request to Redis more for each request with a session. While Redis is down nobody is signed in, because a session is never guessed. Put checks of health before it: a Redis that hangs holds what asks for a session.',
  languages: ['typescript', 'javascript'],
  rules: ['session-memory-store', 'session-file-store'],
  packages: { 'connect-redis': '^9.0.0', express: '^5.1.0', 'express-session': '^1.18.0', redis: '^5.12.0' },
  placement: 'inline',
  frameworks: ['express'],
  files: [],
  client: redisClient,
  slots: [
    { name: 'name', initial: 'sessions' },
    { name: 'hours', initial: '12' },
    { name: 'site', initial: 'lax', choices: ['strict', 'none'] },
  ],
  text: `import { RedisStore } from 'connect-redis';
import session from 'express-session';
import { createClient } from 'redis';

${redisConnection}
const key = process.env.SESSION_SECRET;
// One made at each start would sign everybody out at a deploy, and differ from instance to instance.
if (!key) throw new Error('Set SESSION_SECRET, the same for all instances.');

/** Sessions of all instances. Behind a balancer the application needs app.set('trust proxy', 1), or the cookie is not kept to HTTPS. */
export const «name» = session({
  store: new RedisStore({ client: redis, prefix: 'session:' }),
  secret: key,
  resave: false,
  saveUninitialized: false,
  cookie: { httpOnly: true, secure: 'auto', sameSite: '«site»', maxAge: «hours» * 3_600_000 },
});
`,
};
