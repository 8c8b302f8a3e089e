import type { Library, UsePattern } from '../types.ts';
import { argument, constructed, made, sharedByOption } from './wording.ts';

const modules = ['express-rate-limit'];

const limiter: Omit<UsePattern, 'call'> = {
  role: 'rate-limiter',
  options: argument(0),
  shared: sharedByOption(['store'], {
    stores: [constructed(modules, 'MemoryStore'), constructed(['precise-memory-rate-limit'], 'default')],
  }),
  limit: {
    count: ['limit', 'max'],
    defaultCount: 5,
    windowMilliseconds: ['windowMs'],
    defaultWindowMilliseconds: 60_000,
    skip: ['skip'],
    byAddress: {
      unless: ['keyGenerator'],
      trusts: [{ kind: 'setting', name: 'trust proxy' }],
      remedy: "`app.set('trust proxy', 1)` for one",
    },
  },
};

export const expressRateLimit: Library = {
  id: 'express-rate-limit',
  title: 'express-rate-limit',
  packages: modules,
  types: [],
  uses: [
    { ...limiter, call: made(modules, 'default') },
    { ...limiter, call: made(modules, 'rateLimit') },
  ],
  effects: [],
  citation: {
    title: 'express-rate-limit: stores',
    url: 'https://express-rate-limit.mintlify.app/reference/stores',
    quote: "By default, the built-in memory-store is used. This one does not synchronize it's state across instances.",
  },
};
