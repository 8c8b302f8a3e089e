import { inDjangoCache } from '../django-settings.ts';
import type { Library } from '../types.ts';
import { called, namedArgument, neverShared } from './wording.ts';

/** It counts in one of Django's caches. */
export const djangoRatelimit: Library = {
  id: 'django-ratelimit',
  title: 'django-ratelimit',
  packages: ['django_ratelimit', 'django-ratelimit', 'ratelimit'],
  types: [],
  uses: [
    {
      call: called(['django_ratelimit.decorators', 'ratelimit.decorators'], 'ratelimit'),
      role: 'rate-limiter',
      options: namedArgument(),
      limit: {
        count: [],
        defaultCount: null,
        windowMilliseconds: [],
        defaultWindowMilliseconds: null,
        rates: ['rate'],
      },
      shared: { ...neverShared, bySettings: inDjangoCache('RATELIMIT_USE_CACHE') },
    },
  ],
  effects: [],
  citation: {
    title: 'django-ratelimit: cache configuration',
    url: 'https://django-ratelimit.readthedocs.io/en/stable/installation.html#create-or-use-a-compatible-cache',
  },
};
