import type { Library } from '../types.ts';
import { argument, called, constructed, option, sharedByOption } from './wording.ts';

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
      shared: sharedByOption(['store'], {
        stores: [
          constructed(['express-session'], 'MemoryStore'),
          // A factory: `const MemoryStore = require('memorystore')(session)` gives the class to construct.
          called(['memorystore'], 'default'),
          constructed(['memorystore'], 'default'),
        ],
      }),
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
