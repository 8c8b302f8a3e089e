import type { Library } from '../types.ts';
import { called, namedArgument, neverShared } from './wording.ts';

const modules = ['cachetools'];
const names = ['Cache', 'FIFOCache', 'LFUCache', 'LRUCache', 'RRCache', 'TLRUCache', 'TTLCache'];

export const cachetools: Library = {
  id: 'cachetools',
  title: 'cachetools',
  packages: modules,
  types: [
    {
      type: 'cachetools.cache',
      madeBy: names.map((name) => called(modules, name)),
      declaredAs: [],
    },
  ],
  uses: names.map((name) => ({
    call: called(modules, name),
    role: 'cache',
    options: namedArgument(),
    shared: neverShared,
    cache: { drops: [], age: { options: ['ttl'], unit: 'seconds' } },
  })),
  effects: [],
  citation: {
    title: 'cachetools',
    url: 'https://cachetools.readthedocs.io/en/stable/',
    quote: 'This module provides various memoizing collections and decorators',
  },
};
