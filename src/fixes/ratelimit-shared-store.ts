import { rateLimitStore } from '../patterns/stores/rate-limit-store.ts';
import { limiterPrefix } from './limiter-prefix.ts';
import { askedVersion } from './packages.ts';
import { storeFix } from './shared-store.ts';

/** Limits of express-rate-limit are counted in Redis; while it is down requests pass, so the limiter never stops the service. */
export const ratelimitSharedStore = storeFix({
  id: 'ratelimit-shared-store',
  rule: 'ratelimit-memory-store',
  library: 'express-rate-limit',
  title: 'Count in Redis, once for all instances',
  template: rateLimitStore,
  factory: 'createRateLimitStore',
  option: 'store',
  argumentsOf: (graph, use) => [`'${limiterPrefix(graph, use)}'`],
  // The store looks at the environment when the program has loaded.
  madeAtLoad: 'works',
  // Older versions do not know the option; there an error of the store fails the request.
  further: (node) => ((askedVersion(node, 'express-rate-limit')?.[0] ?? 8) >= 8 ? { passOnStoreError: 'true' } : {}),
  packagesFor: (node) => {
    const limiter = askedVersion(node, 'express-rate-limit');
    const redis = askedVersion(node, 'redis');
    if (redis !== null && redis[0] < 4) return `redis ${redis[0]} is asked for here: update it to 5 first.`;
    if (limiter !== null && limiter[0] < 6) {
      return `express-rate-limit ${limiter[0]} is asked for here: update it to 8 first, for stores that are still kept up.`;
    }
    const current = limiter === null || limiter[0] > 8 || (limiter[0] === 8 && limiter[1] >= 6);
    return { redis: '^5.12.0', 'rate-limit-redis': current ? '^6.0.0' : '^4.3.1' };
  },
  slotsFor: () => ({}),
});
