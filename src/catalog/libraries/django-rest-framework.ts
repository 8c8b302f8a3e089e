import { inDjangoCache } from '../django-settings.ts';
import type { Library, UsePattern } from '../types.ts';
import { constructed, namedArgument, neverShared } from './wording.ts';

const shared = { ...neverShared, bySettings: inDjangoCache(null) };
const noNumbers = {
  count: [],
  defaultCount: null,
  windowMilliseconds: [],
  defaultWindowMilliseconds: null,
};
const modules = ['rest_framework.throttling'];

/** A throttle of the application's own that says how often by itself. */
const ownThrottles = ['SimpleRateThrottle', 'AnonRateThrottle', 'UserRateThrottle', 'ScopedRateThrottle'].map(
  (name): UsePattern => ({
    call: constructed(modules, name),
    role: 'rate-limiter',
    options: namedArgument(),
    limit: { ...noNumbers, rates: ['rate'] },
    shared: { ...shared, onlyWhenGiven: ['rate'] },
  }),
);

/** Throttles count in Django's default cache. */
export const djangoRestFramework: Library = {
  id: 'django-rest-framework',
  title: 'Django REST framework',
  packages: ['rest_framework', 'djangorestframework'],
  types: [],
  uses: [
    {
      call: { kind: 'setting', name: 'REST_FRAMEWORK', path: ['DEFAULT_THROTTLE_RATES'] },
      role: 'rate-limiter',
      options: namedArgument(),
      limit: {
        ...noNumbers,
        rates: ['*'],
        askedFor: {
          key: 'DEFAULT_THROTTLE_CLASSES',
          field: 'throttle_classes',
          decorator: { modules: ['rest_framework.decorators'], name: 'throttle_classes' },
        },
      },
      shared,
    },
    ...ownThrottles,
  ],
  effects: [],
  citation: {
    title: 'Django REST framework: throttling, setting up the cache',
    url: 'https://www.django-rest-framework.org/api-guide/throttling/#setting-up-the-cache',
  },
};
