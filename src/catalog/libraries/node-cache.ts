import type { Library } from '../types.ts';
import { argument, constructed, neverShared } from './wording.ts';

const modules = ['node-cache'];

export const nodeCache: Library = {
  id: 'node-cache',
  title: 'node-cache',
  packages: modules,
  types: [
    {
      type: 'node-cache.cache',
      madeBy: [constructed(modules, 'default')],
      declaredAs: [{ modules, name: 'default' }],
    },
  ],
  uses: [
    {
      call: constructed(modules, 'default'),
      role: 'cache',
      options: argument(0),
      shared: neverShared,
      cache: { drops: ['del', 'take', 'flushAll'], age: { options: ['stdTTL'], unit: 'seconds' } },
    },
  ],
  effects: [],
  citation: {
    title: 'node-cache',
    url: 'https://github.com/node-cache/node-cache#readme',
    quote: 'Simple and fast NodeJS internal caching.',
  },
};
