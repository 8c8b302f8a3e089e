import type { Library } from '../types.ts';
import { argument, called, neverShared } from './wording.ts';

/** Redis unless `driver` says memory. */
export const koaRatelimit: Library = {
  id: 'koa-ratelimit',
  title: 'koa-ratelimit',
  packages: ['koa-ratelimit'],
  types: [],
  uses: [
    {
      call: called(['koa-ratelimit'], 'default'),
      role: 'rate-limiter',
      options: argument(0),
      shared: { ...neverShared, onlyWhen: { options: ['driver'], values: ['memory'] } },
      limit: {
        count: ['max'],
        defaultCount: 2500,
        windowMilliseconds: ['duration'],
        defaultWindowMilliseconds: 3_600_000,
      },
    },
  ],
  effects: [],
  citation: {
    title: 'koa-ratelimit: options',
    url: 'https://github.com/koajs/ratelimit#options',
    quote: 'driver: memory or redis [redis]; db: redis connection instance or Map instance (memory)',
  },
};
