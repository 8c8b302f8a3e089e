import type { Library } from '../types.ts';
import { made, namedArgument, sharedByOption } from './wording.ts';

/** The limits themselves stand in texts such as `5 per minute`, on each route. */
export const slowapi: Library = {
  id: 'slowapi',
  title: 'SlowAPI',
  packages: ['slowapi'],
  types: [],
  uses: [
    {
      call: made(['slowapi', 'slowapi.extension'], 'Limiter'),
      role: 'rate-limiter',
      options: namedArgument(),
      limit: {
        count: [],
        defaultCount: null,
        windowMilliseconds: [],
        defaultWindowMilliseconds: null,
        decorates: {
          methods: ['limit', 'shared_limit'],
          rate: 0,
          everywhere: {
            options: ['default_limits', 'application_limits'],
            settings: ['RATELIMIT_DEFAULT', 'RATELIMIT_APPLICATION'],
            by: ['SlowAPIMiddleware', 'SlowAPIASGIMiddleware', 'slowapi.middleware'],
          },
          asked: ['limiter', '_check_request_limit'],
        },
      },
      shared: {
        ...sharedByOption(['storage_uri', 'storage'], { values: ['memory://'] }),
        settings: ['RATELIMIT_STORAGE_URL'],
      },
    },
  ],
  effects: [],
  citation: { title: 'SlowAPI: examples', url: 'https://slowapi.readthedocs.io/en/latest/examples/' },
};
