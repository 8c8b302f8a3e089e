import type { Library } from '../types.ts';
import { alwaysShared, argument, constructed } from './wording.ts';

const modules = ['rate-limit-redis'];

export const rateLimitRedis: Library = {
  id: 'rate-limit-redis',
  title: 'rate-limit-redis',
  packages: modules,
  types: [],
  uses: ['RedisStore', 'default'].map((name) => ({
    call: constructed(modules, name),
    role: 'store',
    options: argument(0),
    shared: alwaysShared,
  })),
  effects: [],
  citation: {
    title: 'rate-limit-redis',
    url: 'https://github.com/express-rate-limit/rate-limit-redis#readme',
    quote: 'A redis store for the express-rate-limit middleware.',
  },
};
