import type { Library } from '../types.ts';
import { argument, called, option } from './wording.ts';

/** Packages that sign cookies with a secret that they are given. */
export const cookieSigning: Library = {
  id: 'cookie-signing',
  title: 'Signed cookies',
  packages: ['cookie-parser', '@fastify/cookie'],
  types: [],
  uses: [
    {
      call: called(['cookie-parser'], 'default'),
      role: 'signature',
      options: null,
      secret: { arguments: [argument(0)], guards: 'signed cookies' },
    },
    {
      call: {
        kind: 'given',
        methods: ['register'],
        argument: argument(0),
        modules: ['@fastify/cookie'],
        name: 'default',
      },
      role: 'signature',
      options: argument(1),
      secret: { arguments: [option(1, 'secret')], guards: 'signed cookies' },
    },
  ],
  effects: [],
  citation: { title: 'cookie-parser', url: 'https://github.com/expressjs/cookie-parser#readme' },
};
