import type { Library } from '../types.ts';
import { argument, constructed, neverShared } from './wording.ts';

const modules = ['lru-cache', 'quick-lru', '@isaacs/ttlcache'];

export const lruCache: Library = {
  id: 'lru-cache',
  title: 'lru-cache',
  packages: modules,
  types: [
    {
      type: 'lru-cache.cache',
      madeBy: [constructed(modules, 'LRUCache'), constructed(modules, 'TTLCache'), constructed(modules, 'default')],
      declaredAs: [
        { modules, name: 'LRUCache' },
        { modules, name: 'default' },
      ],
    },
  ],
  uses: ['LRUCache', 'TTLCache', 'default'].map((name) => ({
    call: constructed(modules, name),
    role: 'cache',
    options: argument(0),
    shared: neverShared,
    cache: { drops: ['del', 'reset'], age: { options: ['ttl', 'maxAge'], unit: 'milliseconds' } },
  })),
  effects: [],
  citation: { title: 'lru-cache', url: 'https://github.com/isaacs/node-lru-cache#readme' },
};
