import { expressSession } from './script/express-session.ts';
import { storeFix } from './shared-store.ts';

/** Sessions move to Redis; without REDIS_URL one instance keeps them in memory as before. */
export const sessionSharedStore = storeFix({
  id: 'session-shared-store',
  rule: 'session-memory-store',
  title: 'Keep sessions in Redis, where all instances find them',
  recipes: [expressSession],
});
