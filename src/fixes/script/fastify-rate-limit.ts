import { limiterPrefix } from '../limiter-prefix.ts';
import type { StoreRecipe } from '../shared-store.ts';
import { byIoredis } from './connection.ts';
import { type ScriptStore, scriptStoreEdits } from './store.ts';

/** The plugin speaks ioredis alone, and counts in memory where it is given none. */
const store: ScriptStore = {
  connectionFor: () => byIoredis,
  moduleFor: null,
  option: 'redis',
  argumentsOf: () => [],
  // While Redis is down requests pass, so that the limiter never stops the service.
  further: (_, graph, use) => ({ nameSpace: `'${limiterPrefix(graph, use)}'`, skipOnError: 'true' }),
};

export const fastifyRateLimit: StoreRecipe = {
  library: 'fastify-rate-limit',
  isNamed: true,
  madeAtLoad: 'needs-environment',
  packagesFor: byIoredis.packagesFor,
  write: (site) => scriptStoreEdits(store, site),
};
