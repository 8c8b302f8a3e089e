import { rule as sessions } from '../../../src/rules/stateless/session-memory-store.ts';
import { checkRule } from '../check-rule.ts';

const project = `
    # file: requirements.txt
    Django==4.2
    # file: manage.py
    import os
    import sys
    from django.core.management import execute_from_command_line
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    execute_from_command_line(sys.argv)
    # file: shop/wsgi.py
    import os
    from django.core.wsgi import get_wsgi_application
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    application = get_wsgi_application()
    # file: shop/urls.py
    from django.urls import path
    from shop import views
    urlpatterns = [path("login/", views.sign_in), path("orders/", views.orders)]
    # file: shop/views.py
    from django.contrib.auth import authenticate, login
    from django.http import JsonResponse
    def sign_in(request):
        login(request, authenticate(request, username=request.POST["name"], password=request.POST["password"]))
        return JsonResponse({})
    def orders(request):
        return JsonResponse({"user": request.user.pk})`;

const command = 'gunicorn shop.wsgi:application';

/** The project with its settings, run on three hosts. */
function shop(settings: string, { environment = '', started = command, from = project } = {}): string {
  return `${from}
${settings}
    # file: compose.yaml
    services:
      web:
        build: .
        command: ${started}
        ${environment}
        deploy: { replicas: 3 }`;
}

const toModule = (module: string): string => project.replaceAll('"shop.settings"', `"shop.settings.${module}"`);

checkRule(sessions, [
  {
    name: 'the database, which is the default',
    files: shop(`
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    DEBUG = False`),
    gate: 'none',
  },
  ...(
    [
      ['the database by name', 'django.contrib.sessions.backends.db'],
      ['the database behind a cache', 'django.contrib.sessions.backends.cached_db'],
      ['signed cookies', 'django.contrib.sessions.backends.signed_cookies'],
      ['an engine that is not known', 'shop.sessions'],
    ] as const
  ).map(([name, engine]) => ({
    name,
    files: shop(`
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "${engine}"`),
    gate: 'shared' as const,
  })),
  ...(
    [
      ['Redis', 'django.core.cache.backends.redis.RedisCache'],
      ['Redis by another package', 'django_redis.cache.RedisCache'],
      ['Memcached', 'django.core.cache.backends.memcached.PyMemcacheCache'],
      ['a table', 'django.core.cache.backends.db.DatabaseCache'],
    ] as const
  ).map(([name, backend]) => ({
    name: `a cache in ${name}`,
    files: shop(`
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    CACHES = {"default": {"BACKEND": "${backend}", "LOCATION": "cache"}}`),
    gate: 'shared' as const,
  })),
  {
    name: 'caches that a package makes of an address',
    files: shop(`
    # file: shop/settings.py
    import environ
    env = environ.Env()
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    CACHES = {"default": env.cache("CACHE_URL")}`),
    gate: 'shared',
  },
  {
    name: 'an engine that the environment names',
    files: shop(`
    # file: shop/settings.py
    import os
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = os.environ.get("SESSION_ENGINE", "django.contrib.sessions.backends.cache")`),
    gate: 'shared',
  },
  {
    name: 'another cache than the default, which is shared',
    files: shop(`
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    SESSION_CACHE_ALIAS = "sessions"
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "sessions": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache"},
    }`),
    gate: 'shared',
  },
  {
    name: 'memory on a developer’s machine alone',
    files: shop(`
    # file: shop/settings.py
    import os
    DEBUG = os.environ.get("DEBUG") == "1"
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    if DEBUG:
        CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    else:
        CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache"}}`),
    gate: 'shared',
  },
  {
    name: 'memory until an address is set',
    files: shop(`
    # file: shop/settings.py
    import os
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    if os.environ.get("REDIS_URL"):
        CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["REDIS_URL"]}`),
    gate: 'guard',
  },
  {
    name: 'settings for production override what they star',
    files: shop(
      `
    # file: shop/settings/__init__.py
    # file: shop/settings/base.py
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    # file: shop/settings/production.py
    from .base import *
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache"}}`,
      { from: toModule('production') },
    ),
    gate: 'shared',
  },
  {
    name: 'a developer’s settings beside those for production',
    files: shop(
      `
    # file: shop/settings/__init__.py
    # file: shop/settings/base.py
    ROOT_URLCONF = "shop.urls"
    # file: shop/settings/development.py
    from .base import *
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    # file: shop/settings/production.py
    from .base import *
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"`,
      { from: toModule('development') },
    ),
  },
  {
    name: 'nobody keeps anything in the session',
    files: shop(
      `
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"`,
      {
        from: project
          .replace('    from django.contrib.auth import authenticate, login\n', '')
          .replace(/ {8}login\(.*\n/, ''),
      },
    ),
    gate: 'role',
  },
  {
    name: 'the cache engine with no cache described, which is local memory',
    files: shop(`
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
 #  ^^^^^^^^^^^^^^ session-memory-store`),
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'medium',
        says: ['Users are signed out', '3 instances', 'Give Django a store'],
      },
    ],
    silentWhen: [
      { name: 'the database keeps them', replace: [['backends.cache', 'backends.cached_db']] },
      {
        name: 'no route starts it',
        replace: [
          ['get_wsgi_application()', 'None'],
          [`        command: ${command}\n`, ''],
        ],
      },
    ],
  },
  {
    name: 'local memory that is described',
    files: shop(`
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
 #  ^^^^^^^^^^^^^^ session-memory-store
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        }
    }`),
    expect: [{ severity: 'error', confidence: 'high', related: ['shop/settings.py:3'] }],
    silentWhen: [
      { name: 'it is Redis', replace: [['locmem.LocMemCache', 'redis.RedisCache']] },
      {
        name: 'a later line says otherwise',
        replace: [
          [
            '    # file: compose.yaml',
            '    CACHES["default"]["BACKEND"] = "django.core.cache.backends.redis.RedisCache"\n    # file: compose.yaml',
          ],
        ],
      },
      {
        name: 'a later change is not known',
        replace: [['    # file: compose.yaml', '    CACHES.update(LOCAL)\n    # file: compose.yaml']],
      },
    ],
  },
  {
    name: 'what production stars, where it changes nothing of it',
    files: shop(
      `
    # file: shop/settings/__init__.py
    # file: shop/settings/base.py
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
 #  ^^^^^^^^^^^^^^ session-memory-store
    # file: shop/settings/production.py
    from .base import *
    DEBUG = False`,
      { from: toModule('production') },
    ),
    expect: [{ severity: 'error' }],
    silentWhen: [
      {
        name: 'production keeps them elsewhere',
        replace: [['    DEBUG = False', '    SESSION_ENGINE = "django.contrib.sessions.backends.db"']],
      },
    ],
  },
  {
    name: 'settings that only a container names',
    files: shop(
      `
    # file: shop/settings/__init__.py
    # file: shop/settings/base.py
    ROOT_URLCONF = "shop.urls"
    # file: shop/settings/live.py
    from .base import *
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
 #  ^^^^^^^^^^^^^^ session-memory-store`,
      { from: toModule('local'), environment: 'environment: { DJANGO_SETTINGS_MODULE: shop.settings.live }' },
    ),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it names others', replace: [['shop.settings.live', 'shop.settings.base']] }],
  },
  {
    name: 'the branch that production takes',
    files: shop(`
    # file: shop/settings.py
    DEBUG = False
    ROOT_URLCONF = "shop.urls"
    if not DEBUG:
        SESSION_ENGINE = "django.contrib.sessions.backends.cache"
 #      ^^^^^^^^^^^^^^ session-memory-store`),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it is for developers', replace: [['if not DEBUG', 'if DEBUG']] }],
  },
  {
    name: 'what is kept is named where nobody signs in by the session',
    files: shop(
      `
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
 #  ^^^^^^^^^^^^^^ session-memory-store`,
      {
        from: project
          .replace('    from django.contrib.auth import authenticate, login\n', '')
          .replace(/ {8}login\(.*\n/, '        request.session["cart"] = request.POST["cart"]\n'),
      },
    ),
    expect: [{ says: ['`cart`'] }],
    silentWhen: [{ name: 'nothing is kept', replace: [['request.session["cart"]', 'cart']] }],
  },
]);
