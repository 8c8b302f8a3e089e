import type { Library } from '../types.ts';
import { argument, sharedByOption } from './wording.ts';

const modules = ['@fastify/rate-limit', 'fastify-rate-limit'];

export const fastifyRateLimit: Library = {
  id: 'fastify-rate-limit',
  title: '@fastify/rate-limit',
  packages: modules,
  types: [],
  uses: [
    {
      call: { kind: 'given', methods: ['register'], argument: argument(0), modules, name: 'default' },
      role: 'rate-limiter',
      options: argument(1),
      shared: sharedByOption(['redis', 'store']),
      limit: {
        count: ['max'],
        defaultCount: 1000,
        windowMilliseconds: ['timeWindow'],
        defaultWindowMilliseconds: 60_000,
        onlyWhereAsked: { options: ['global'], values: [false] },
        ownOfRoute: 'config.rateLimit',
        byAddress: {
          unless: ['keyGenerator'],
          trusts: [{ kind: 'option', name: 'trustProxy' }],
          remedy: '`Fastify({ trustProxy: 1 })` for one',
        },
      },
    },
  ],
  effects: [],
  citation: {
    title: '@fastify/rate-limit: options',
    url: 'https://github.com/fastify/fastify-rate-limit#options',
    quote:
      'By default, this plugin uses an in-memory store, but if an application runs on multiple servers, an external store will be needed.',
  },
};
