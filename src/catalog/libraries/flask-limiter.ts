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
        byAddress: {
          unless: [],
          givenOneOf: ['flask_limiter.util', 'flask_limiter'].map((module) => ({
            modules: [module],
            name: 'get_remote_address',
          })),
          trusts: [{ kind: 'import', modules: ['werkzeug.middleware.proxy_fix', 'werkzeug.contrib.fixers'] }],
          remedy: '`app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1)` for one',
        },
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
