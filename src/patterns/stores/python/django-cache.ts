import type { CodeTemplate } from '../../template.ts';

const common = {
  prefix: 'scale-django-cache',
  languages: ['python'],
  rules: ['session-memory-store', 'ratelimit-memory-store'],
} as const;

/** Lines for a settings module. What a cache in Redis replaces stays for one instance alone. */
const text = `# «why»
if os.environ.get("REDIS_URL"):
    «engine»«target» = {
        "BACKEND": "«backend»",
        "LOCATION": os.environ["REDIS_URL"],
    }
elif «production»os.environ.get("ALLOW_SINGLE_INSTANCE") != "1":
    raise ImproperlyConfigured(
        "Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1 while exactly one"
        " instance runs."
    )`;

const slots = [
  { name: 'why', initial: 'Sessions of all instances; while Redis is down nobody is signed in.' },
  { name: 'engine', initial: '' },
  { name: 'target', initial: 'CACHES["default"]' },
  { name: 'production', initial: 'not DEBUG and ' },
];

/** Django 4.0 has a cache in Redis of its own. */
export const djangoCache: CodeTemplate = {
  ...common,
  id: 'django-cache',
  title: 'Django cache that all instances share',
  description: 'The cache in Redis at REDIS_URL, or as it was where one instance alone runs',
  packages: { redis: '>=5.2.1,<7' },
  slots: [...slots, { name: 'backend', initial: 'django.core.cache.backends.redis.RedisCache' }],
  text,
};

/** Before it, a package brings one. */
export const olderDjangoCache: CodeTemplate = {
  ...djangoCache,
  id: 'django-cache-older',
  packages: { 'django-redis': '>=5.2.0,<6' },
  slots: [...slots, { name: 'backend', initial: 'django_redis.cache.RedisCache' }],
};
