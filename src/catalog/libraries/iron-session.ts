import type { Library } from '../types.ts';
import { alwaysShared, argument, called, option } from './wording.ts';

export const ironSession: Library = {
  id: 'iron-session',
  title: 'iron-session',
  packages: ['iron-session'],
  types: [],
  uses: [
    {
      call: called(['iron-session'], 'getIronSession'),
      role: 'session',
      options: argument(2),
      shared: alwaysShared,
      secret: { arguments: [option(2, 'password')], guards: 'session cookies' },
    },
  ],
  effects: [],
  citation: {
    title: 'iron-session',
    url: 'https://github.com/vvo/iron-session#readme',
    quote:
      'The session data is stored in signed and encrypted cookies which are decoded by your server code in a stateless fashion.',
  },
};
