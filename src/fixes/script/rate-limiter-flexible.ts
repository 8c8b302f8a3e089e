import { rateLimiter } from '../../patterns/stores/rate-limiter.ts';
import type { StoreRecipe } from '../shared-store.ts';
import { byIoredis, connectionOf } from './connection.ts';
import { placeOfCall, storeModules } from './store-modules.ts';

/** The limiter itself is another, made by a function of ours; while Redis is down each instance counts for itself. */
export const rateLimiterFlexible: StoreRecipe = {
  library: 'rate-limiter-flexible',
  isNamed: true,
  madeAtLoad: 'needs-environment',
  packagesFor: (node) => connectionOf(node).packagesFor(node),
  write: async (site) => {
    const connection = connectionOf(site.node);
    const isIoredis = connection === byIoredis;
    const slots = {
      connect: connection.factory,
      client: isIoredis ? 'storeClient: client' : 'storeClient: client, useRedisPackage: true',
    };
    const store = { template: rateLimiter, factory: 'createRateLimiter', slots };
    const modules = await storeModules(placeOfCall(site), { connection, store });
    // The compiler is loaded only now, when somebody has chosen the fix.
    const { sharedLimiterEdits } = await import('./shared-limiter.ts');
    return {
      changes: [{ file: site.use.file, edits: sharedLimiterEdits(site, modules) }],
      created: modules.created,
      names: [],
    };
  },
};
