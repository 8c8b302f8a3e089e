import type { Library } from '../types.ts';
import { sessionFiles } from './express-session.ts';
import { argument, constructed, option, sharedByOption } from './wording.ts';

const modules = ['@fastify/session', 'fastify-session'];

export const fastifySession: Library = {
  id: 'fastify-session',
  title: '@fastify/session',
  packages: modules,
  types: [],
  uses: [
    {
      call: { kind: 'given', methods: ['register'], argument: argument(0), modules, name: 'default' },
      role: 'session',
      options: argument(1),
      secret: { arguments: [option(1, 'secret')], guards: 'session cookies' },
      shared: {
        ...sharedByOption(['store'], {
          stores: [constructed(modules, 'MemoryStore'), constructed(['express-session'], 'MemoryStore')],
        }),
        fileStores: sessionFiles,
      },
    },
  ],
  effects: [],
  citation: {
    title: '@fastify/session: store',
    url: 'https://github.com/fastify/session#store',
    quote:
      'Defaults to a simple in-memory store. The default store should not be used in a production environment because it will leak memory.',
  },
};
