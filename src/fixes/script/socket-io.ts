import type { Refusal } from '../../findings/fix.ts';
import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { socketAdapter, socketAdapterOverIoredis } from '../../patterns/stores/socket-adapter.ts';
import { askedVersion } from '../packages.ts';
import { refusalAt } from '../refusal.ts';
import type { StoreRecipe } from '../shared-store.ts';
import { byIoredis, connectionOf } from './connection.ts';
import { type ScriptStore, scriptStoreEdits } from './store.ts';

/** While Redis is down a message reaches the sockets of its own instance alone. */
const store: ScriptStore = {
  connectionFor: connectionOf,
  moduleFor: (node) => ({
    template: connectionOf(node) === byIoredis ? socketAdapterOverIoredis : socketAdapter,
    factory: 'createSocketAdapter',
    slots: {},
  }),
  option: 'adapter',
  argumentsOf: () => [],
  further: () => ({}),
};

export const socketIo: StoreRecipe = {
  library: 'socket-io',
  isNamed: false,
  madeAtLoad: 'needs-environment',
  packagesFor: (node) => {
    const server = askedVersion(node, 'socket.io');
    if (server !== null && (server[0] < 4 || (server[0] === 4 && server[1] < 3))) {
      return `socket.io ${server.join('.')} is asked for here: update it to 4.8 first, for adapters that are still kept up.`;
    }
    const connection = connectionOf(node).packagesFor(node);
    return typeof connection === 'string' ? connection : { ...connection, '@socket.io/redis-adapter': '^8.3.0' };
  },
  refuses,
  write: (site) => scriptStoreEdits(store, site),
};

/** Two servers that speak over the same channels would hear one another. */
function refuses(graph: ProgramGraph, use: LibraryUse): Refusal | null {
  const another = graph.uses.find(
    (each) => each.library.id === use.library.id && each.pattern.role === 'socket-server' && each.id !== use.id,
  );
  return another === undefined
    ? null
    : refusalAt(graph, 'Another server of sockets is made here, and both would speak over the same channels.', {
        file: another.file,
        span: another.fact.calleeSpan,
      });
}
