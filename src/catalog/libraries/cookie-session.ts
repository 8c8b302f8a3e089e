import type { Library } from '../types.ts';
import { alwaysShared, argument, called, option } from './wording.ts';

export const cookieSession: Library = {
  id: 'cookie-session',
  title: 'cookie-session',
  packages: ['cookie-session'],
  types: [],
  uses: [
    {
      call: called(['cookie-session'], 'default'),
      role: 'session',
      options: argument(0),
      shared: alwaysShared,
      secret: { arguments: [option(0, 'keys', 'secret')], guards: 'session cookies' },
    },
  ],
  effects: [],
  citation: {
    title: 'cookie-session',
    url: 'https://github.com/expressjs/cookie-session#readme',
    quote: 'This module stores the session data on the client within a cookie.',
  },
};
