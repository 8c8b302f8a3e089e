import type { Library } from '../types.ts';
import { alwaysShared, argument, option } from './wording.ts';

export const fastifySecureSession: Library = {
  id: 'fastify-secure-session',
  title: '@fastify/secure-session',
  packages: ['@fastify/secure-session'],
  types: [],
  uses: [
    {
      call: {
        kind: 'given',
        methods: ['register'],
        argument: argument(0),
        modules: ['@fastify/secure-session'],
        name: 'default',
      },
      role: 'session',
      options: argument(1),
      secret: { arguments: [option(1, 'key', 'secret')], guards: 'session cookies' },
      shared: alwaysShared,
    },
  ],
  effects: [],
  citation: {
    title: '@fastify/secure-session',
    url: 'https://github.com/fastify/fastify-secure-session#readme',
    quote: 'Create a secure stateless cookie session for Fastify.',
  },
};
