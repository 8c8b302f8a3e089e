import type { CountsAddress } from '../caller-addresses.ts';
import type { Library, UsePattern } from '../types.ts';
import { argument, called, constructed, option, sharedByOption } from './wording.ts';

const modules = ['@nestjs/throttler'];

const shared = sharedByOption(['storage'], { stores: [constructed(modules, 'ThrottlerStorageService')] });

const countedBy: UsePattern['countedBy'] = {
  class: { modules, name: 'ThrottlerGuard' },
  method: 'handleRequest',
  counts: 'storageService',
  skippedBy: { modules, name: 'SkipThrottle' },
};

/** The module takes its options, or a factory that gives them. */
const limiters: readonly Omit<UsePattern, 'versions' | 'limit'>[] = [
  { call: called(modules, 'ThrottlerModule.forRoot'), role: 'rate-limiter', options: argument(0), shared, countedBy },
  {
    call: called(modules, 'ThrottlerModule.forRootAsync'),
    role: 'rate-limiter',
    options: option(0, 'useFactory'),
    shared,
    countedBy,
  },
];

/** `*` is the only item of a list: options of version 5 and later are a list of limits, or hold one. */
const count = ['limit', '*.limit', 'throttlers.*.limit'];
const skip = ['skipIf'];
const overruledBy = { modules, name: 'Throttle' };
/** https://docs.nestjs.com/security/rate-limiting#proxies */
const byAddress: CountsAddress = {
  unless: ['getTracker', '*.getTracker', 'throttlers.*.getTracker', 'generateKey', '*.generateKey'],
  chosenBy: ['getTracker', 'generateKey'],
  trusts: [
    { kind: 'setting', name: 'trust proxy' },
    { kind: 'option', name: 'trustProxy' },
  ],
  remedy: "`app.set('trust proxy', 1)` for one",
};
const window = ['ttl', '*.ttl', 'throttlers.*.ttl'];

export const nestjsThrottler: Library = {
  id: 'nestjs-throttler',
  title: '@nestjs/throttler',
  packages: modules,
  types: [],
  uses: limiters.flatMap((limiter) => [
    {
      ...limiter,
      versions: '>=5',
      limit: {
        count,
        defaultCount: null,
        windowMilliseconds: window,
        defaultWindowMilliseconds: null,
        skip,
        overruledBy,
        byAddress,
      },
    },
    {
      ...limiter,
      versions: '<5',
      limit: {
        count,
        defaultCount: null,
        windowMilliseconds: [],
        windowSeconds: window,
        defaultWindowMilliseconds: null,
        skip,
        overruledBy,
        byAddress,
      },
    },
  ]),
  effects: [],
  citation: {
    title: 'NestJS: rate limiting, storages',
    url: 'https://docs.nestjs.com/security/rate-limiting#storages',
    quote:
      'The built in storage is an in memory cache that keeps track of the requests made until they have passed the TTL set by the global options.',
  },
};
