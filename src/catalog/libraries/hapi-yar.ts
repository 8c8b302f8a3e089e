import type { Library } from '../types.ts';
import { option, sharedByOption } from './wording.ts';

/**
 * Keeps small sessions in the cookie and larger ones in the server's cache, which is memory unless a cache is named.
 * Only `maxCookieSize: 0`, which moves every session to the server, is a use that is certain to be memory.
 */
export const hapiYar: Library = {
  id: 'hapi-yar',
  title: '@hapi/yar',
  packages: ['@hapi/yar'],
  types: [],
  uses: [
    {
      call: {
        kind: 'given',
        methods: ['register'],
        argument: option(0, 'plugin'),
        modules: ['@hapi/yar'],
        name: 'default',
      },
      role: 'session',
      options: option(0, 'options'),
      shared: { ...sharedByOption(['cache.cache']), onlyWhen: { options: ['maxCookieSize'], values: [0] } },
    },
  ],
  effects: [],
  citation: {
    title: '@hapi/yar: options',
    url: 'https://github.com/hapijs/yar/blob/master/API.md',
    quote: 'Defaults to 1K. Set to zero to always use server-side storage.',
  },
};
