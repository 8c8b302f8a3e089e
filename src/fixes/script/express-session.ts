import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { sessionStore } from '../../patterns/stores/session-store.ts';
import { askedVersion } from '../packages.ts';
import type { StoreRecipe } from '../shared-store.ts';
import { byRedis } from './connection.ts';
import { type ScriptStore, scriptStoreEdits } from './store.ts';

/** While Redis is down nobody is signed in: a session is never guessed. */
const store: ScriptStore = {
  connectionFor: () => byRedis,
  moduleFor: (_, graph, use) => ({
    template: sessionStore,
    factory: 'createSessionStore',
    slots: { session: importOf(graph, use) },
  }),
  option: 'store',
  argumentsOf: () => [],
  further: () => ({}),
};

/** Programs compiled without esModuleInterop import the module as a whole, in either form. */
function importOf(graph: ProgramGraph, use: LibraryUse): string {
  const imports = graph.facts.get(use.file)?.code?.imports ?? [];
  const taken = imports.find((each) => each.module === 'express-session' && !each.typeOnly);
  return taken?.imported === '*' ? '* as session' : 'session';
}

export const expressSession: StoreRecipe = {
  library: 'express-session',
  isNamed: false,
  madeAtLoad: 'needs-environment',
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
  write: (site) => scriptStoreEdits(store, site),
};
