import type { Library } from '../types.ts';
import { argument, called, constructed, sharedByOption } from './wording.ts';

const modules = ['hono-rate-limiter'];

export const honoRateLimiter: Library = {
  id: 'hono-rate-limiter',
  title: 'hono-rate-limiter',
  packages: modules,
  types: [],
  uses: [
    {
      call: called(modules, 'rateLimiter'),
      role: 'rate-limiter',
      options: argument(0),
      shared: sharedByOption(['store', 'binding'], { stores: [constructed(modules, 'MemoryStore')] }),
      limit: {
        count: ['limit'],
        defaultCount: 5,
        windowMilliseconds: ['windowMs'],
        defaultWindowMilliseconds: 60_000,
        skip: ['skip'],
      },
    },
  ],
  effects: [],
  citation: {
    title: 'hono-rate-limiter: store',
    url: 'https://github.com/rhinobase/hono-rate-limiter#readme',
    quote: 'By default, the built-in `MemoryStore` will be used.',
  },
};
