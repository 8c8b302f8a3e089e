import type { Library } from '../types.ts';
import { made, namedArgument, sharedByOption } from './wording.ts';

/** The limits themselves stand in texts such as `5 per minute`, on each route. */
export const flaskLimiter: Library = {
  id: 'flask-limiter',
  title: 'Flask-Limiter',
  packages: ['flask_limiter', 'flask-limiter'],
  types: [],
  uses: [
    {
      call: made(['flask_limiter', 'flask_limiter.extension'], 'Limiter'),
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
            options: ['default_limits', 'application_limits', 'global_limits'],
            settings: ['RATELIMIT_DEFAULT', 'RATELIMIT_APPLICATION', 'RATELIMIT_GLOBAL'],
          },
          asked: ['limiter', 'check'],
        },
      },
      shared: {
        ...sharedByOption(['storage_uri', 'storage'], { values: ['memory://'] }),
        settings: ['RATELIMIT_STORAGE_URI', 'RATELIMIT_STORAGE_URL'],
        // Of `ConfigVars`, which was `C` before version 2.
        settingConstants: ['STORAGE_URI', 'STORAGE_URL'],
      },
    },
  ],
  effects: [],
  citation: {
    title: 'Flask-Limiter: configuring a storage backend',
    url: 'https://flask-limiter.readthedocs.io/en/stable/#configuring-a-storage-backend',
  },
};
