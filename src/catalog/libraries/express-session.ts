import type { CallPattern, FileStore, Library } from '../types.ts';
import { argument, called, constructed, option, sharedByOption } from './wording.ts';

/** Packages that are called with the session's own module give the class of their store. */
function stores(module: string, names: readonly string[], usual: string | null): readonly FileStore[] {
  const calls: readonly CallPattern[] = [called([module], 'default'), constructed([module], 'default')];
  return calls.map((call) => ({ call, folder: { names, usual } }));
}

/**
 * Stores for express-session, and for what takes its stores, that are files of the host. Each as its README tells: the
 * folder of session-file-store is `./sessions`, and connect-sqlite3 makes its database in `.`.
 */
export const sessionFiles: readonly FileStore[] = [
  ...stores('session-file-store', ['path'], 'sessions'),
  ...stores('connect-sqlite3', ['dir'], '.'),
  ...stores('better-sqlite3-session-store', [], null),
];

export const expressSession: Library = {
  id: 'express-session',
  title: 'express-session',
  packages: ['express-session'],
  types: [],
  uses: [
    {
      call: called(['express-session'], 'default'),
      role: 'session',
      options: argument(0),
      secret: { arguments: [option(0, 'secret')], guards: 'session cookies' },
      shared: {
        ...sharedByOption(['store'], {
          stores: [
            constructed(['express-session'], 'MemoryStore'),
            // A factory: `const MemoryStore = require('memorystore')(session)` gives the class to construct.
            called(['memorystore'], 'default'),
            constructed(['memorystore'], 'default'),
          ],
        }),
        fileStores: sessionFiles,
      },
    },
  ],
  effects: [],
  citation: {
    title: 'express-session: the default store',
    url: 'https://github.com/expressjs/session#sessionoptions',
    quote:
      'The default server-side session storage, MemoryStore, is purposely not designed for a production environment. It will leak memory under most conditions, does not scale past a single process, and is meant for debugging and developing.',
  },
};
