import type { Library } from '../types.ts';
import { argument, called, constructed, sharedByOption } from './wording.ts';

export const koaGenericSession: Library = {
  id: 'koa-generic-session',
  title: 'koa-generic-session',
  packages: ['koa-generic-session'],
  types: [],
  uses: [
    {
      call: called(['koa-generic-session'], 'default'),
      role: 'session',
      options: argument(0),
      shared: {
        ...sharedByOption(['store'], { stores: [constructed(['koa-generic-session'], 'MemoryStore')] }),
        fileStores: [
          {
            call: constructed(['koa-generic-session-file'], 'default'),
            folder: { names: ['sessionDirectory'], usual: 'sessions' },
          },
        ],
      },
    },
  ],
  effects: [],
  citation: {
    title: 'koa-generic-session: store',
    url: 'https://github.com/koajs/generic-session#options',
    quote:
      "Warning: koa-generic-session's MemoryStore is not designed for a production environment, as it will leak memory, and will not scale past a single process.",
  },
};
