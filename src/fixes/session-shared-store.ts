import { sessionStore } from '../patterns/stores/session-store.ts';
import { askedVersion } from './packages.ts';
import { storeFix } from './shared-store.ts';

/** Sessions of express-session move to Redis; without REDIS_URL one instance keeps them in memory as before. */
export const sessionSharedStore = storeFix({
  id: 'session-shared-store',
  rule: 'session-memory-store',
  library: 'express-session',
  title: 'Keep sessions in Redis, where all instances find them',
  templateFor: () => sessionStore,
  factory: 'createSessionStore',
  option: 'store',
  argumentsOf: () => [],
  madeAtLoad: 'needs-environment',
  further: () => ({}),
  packagesFor: (node) => {
    const store = askedVersion(node, 'connect-redis');
    if (store !== null && store[0] < 8) {
      return `connect-redis ${store[0]} is asked for here, which is made in another way: update it to 9 first.`;
    }
    const redis = askedVersion(node, 'redis');
    if (redis === null || redis[0] >= 5) return { redis: '^5.12.0', 'connect-redis': '^9.0.0' };
    // connect-redis 9 asks for redis 5; the one before works with 4.
    if (redis[0] === 4) return { redis: '^4.7.0', 'connect-redis': '^8.1.0' };
    return `redis ${redis[0]} is asked for here, which no maintained session store speaks: update it to 5 first.`;
  },
  slotsFor: (graph, use) => {
    const imports = graph.facts.get(use.file)?.code?.imports ?? [];
    const taken = imports.find((each) => each.module === 'express-session' && !each.typeOnly);
    // Programs compiled without esModuleInterop import the module as a whole, in either form.
    return { session: taken?.imported === '*' ? '* as session' : 'session' };
  },
});
