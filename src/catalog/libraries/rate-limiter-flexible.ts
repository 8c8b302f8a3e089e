import type { Library, UsePattern } from '../types.ts';
import { alwaysShared, argument, constructed, neverShared } from './wording.ts';

const modules = ['rate-limiter-flexible'];

const limiter: Pick<UsePattern, 'role' | 'options' | 'limit'> = {
  role: 'rate-limiter',
  options: argument(0),
  limit: {
    count: ['points'],
    defaultCount: null,
    windowMilliseconds: [],
    windowSeconds: ['duration'],
    defaultWindowMilliseconds: null,
    asked: { methods: ['consume'], key: 0 },
    queuedBy: { modules, name: 'RateLimiterQueue' },
  },
};

const sharedLimiters = [
  'RateLimiterRedis',
  'RateLimiterRedisNonAtomic',
  'RateLimiterValkey',
  'RateLimiterValkeyGlide',
  'RateLimiterMemcache',
  'RateLimiterMongo',
  'RateLimiterMySQL',
  'RateLimiterPostgres',
  'RateLimiterPrisma',
  'RateLimiterDrizzle',
  'RateLimiterDynamo',
  'RateLimiterEtcd',
  // It bounds the time of another one, which says for itself where it counts, and has an insurance as those have.
  'RLWrapperTimeouts',
];

export const rateLimiterFlexible: Library = {
  id: 'rate-limiter-flexible',
  title: 'rate-limiter-flexible',
  packages: modules,
  types: [],
  uses: [
    {
      ...limiter,
      call: constructed(modules, 'RateLimiterMemory'),
      shared: { ...neverShared, standsInBy: ['insuranceLimiter'] },
    },
    {
      ...limiter,
      call: constructed([...modules.map((name) => `${name}/lib/RateLimiterMemory.js`)], 'default'),
      shared: { ...neverShared, standsInBy: ['insuranceLimiter'] },
    },
    ...sharedLimiters.map((name) => ({ ...limiter, call: constructed(modules, name), shared: alwaysShared })),
  ],
  effects: [],
  citation: {
    title: 'rate-limiter-flexible',
    url: 'https://github.com/animir/node-rate-limiter-flexible#readme',
    quote:
      'It works with Valkey, Redis, Prisma, DynamoDB, process Memory, Cluster or PM2, Memcached, MongoDB, MySQL, SQLite, and PostgreSQL.',
  },
};
