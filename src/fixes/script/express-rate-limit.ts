import type { PackageNode } from '../../link/program-graph.ts';
import { oldestRateLimitStore, passingRateLimitStore, rateLimitStore } from '../../patterns/stores/rate-limit-store.ts';
import type { CodeTemplate } from '../../patterns/template.ts';
import { limiterPrefix } from '../limiter-prefix.ts';
import { askedVersion } from '../packages.ts';
import type { StoreRecipe } from '../shared-store.ts';
import { byRedis } from './connection.ts';
import { type ScriptStore, scriptStoreEdits } from './store.ts';

/** While Redis is down requests pass, so that the limiter never stops the service. */
const store: ScriptStore = {
  connectionFor: () => byRedis,
  moduleFor: (node) => ({ template: templateFor(node), factory: 'createRateLimitStore', slots: {} }),
  option: 'store',
  argumentsOf: (graph, use) => [`'${limiterPrefix(graph, use)}'`],
  // Older versions do not know the option; there the store itself lets requests pass.
  further: (node) => (isAtLeast(node, 7, 4) ? { passOnStoreError: 'true' } : {}),
};

export const expressRateLimit: StoreRecipe = {
  library: 'express-rate-limit',
  isNamed: true,
  // The store looks at the environment when the program has loaded.
  madeAtLoad: 'works',
  packagesFor: (node) => {
    const limiter = askedVersion(node, 'express-rate-limit');
    const redis = byRedis.packagesFor(node);
    if (typeof redis === 'string') return redis;
    if (limiter !== null && !isAtLeast(node, 6, 2)) {
      return `express-rate-limit ${limiter.join('.')} is asked for here: update it to 8 first, for stores that are still kept up.`;
    }
    return { ...redis, 'rate-limit-redis': isAtLeast(node, 8, 6) ? '^6.0.0' : '^4.3.1' };
  },
  write: (site) => scriptStoreEdits(store, site),
};

function templateFor(node: PackageNode): CodeTemplate {
  if (isAtLeast(node, 7, 4)) return rateLimitStore;
  return isAtLeast(node, 6, 11) ? passingRateLimitStore : oldestRateLimitStore;
}

/** Whether every version that the manifest allows is that one or later; one that it does not name is the newest. */
function isAtLeast(node: PackageNode, major: number, minor: number): boolean {
  const asked = askedVersion(node, 'express-rate-limit');
  return asked === null || asked[0] > major || (asked[0] === major && asked[1] >= minor);
}
