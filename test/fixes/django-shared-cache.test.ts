import { afterEach, describe, expect, it } from 'vitest';
import {
  compileErrors,
  folderWith,
  missingModules,
  type RunningProgram,
  startPython,
  startService,
} from '../patterns/python-programs.ts';
import { isRedisInstalled, redisServer } from '../patterns/redis-server.ts';
import { applyFix, type Files, reasonAgainst } from './apply.ts';

const missing = [
  ...missingModules(['django', 'django_redis', 'gunicorn']),
  ...(isRedisInstalled() ? [] : ['redis-server']),
];
const skipping = missing.length === 0 ? '' : ` (SKIPPED: there is no ${missing.join(', ')} on this machine)`;

const running: RunningProgram[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

const engine = 'SESSION_ENGINE = "django.contrib.sessions.backends.cache"\n';

/** A project of Django that keeps who is signed in in the session. */
function shop(settings: string, { django = '4.2', module = 'shop.settings', more = {} as Files } = {}): Files {
  return {
    'requirements.txt': `Django==${django}\n`,
    'shop/__init__.py': '',
    'shop/wsgi.py': `import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "${module}")
application = get_wsgi_application()
`,
    'shop/urls.py': `from django.urls import path

from shop import views

urlpatterns = [path("login", views.sign_in), path("me", views.me)]
`,
    'shop/views.py': `from django.http import HttpResponse, JsonResponse


def sign_in(request):
    request.session["user"] = request.GET["user"]
    return JsonResponse({})


def me(request):
    if "user" not in request.session:
        return HttpResponse(status=401)
    return JsonResponse({"user": request.session["user"]})
`,
    'shop/settings.py': settings,
    'compose.yaml':
      'services:\n  web:\n    build: .\n    command: gunicorn shop.wsgi:application\n    deploy: { replicas: 2 }\n',
    ...more,
  };
}

const runnable = `"""Settings of the shop."""

import os

SECRET_KEY = "a" * 50
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.sessions"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
${engine}`;

const rule = 'session-memory-store';
const fix = 'django-shared-cache';

describe(`Django’s cache${skipping}`, () => {
  it('is tested where CI is set', () => {
    if (process.env['CI']) expect(missing, 'packages must be installed where CI is set').toEqual([]);
  });

  it.each([
    ['is put together', `CACHES = make()\n${engine}`, null],
    [
      'is shared already, while files keep the sessions',
      'CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}\nSESSION_ENGINE = "django.contrib.sessions.backends.file"\n',
      'is shared already',
    ],
  ])('stays as it is where it %s', async (_name, settings, reason) => {
    const told = settings.includes('backends.file') ? 'session-file-store' : rule;
    const said = await reasonAgainst(shop(settings), told, fix).catch((error: Error) => error.message);
    expect(said).toContain(reason ?? 'finds nothing');
  });

  it('is no answer for a library that has a store of its own', async () => {
    const files = {
      'package.json': JSON.stringify({ name: 'shop', dependencies: { express: '4', 'express-session': '1.18' } }),
      'app.js':
        "const express = require('express');\nconst session = require('express-session');\nconst app = express();\napp.use(session({ secret: 'x' }));\napp.get('/', (request, response) => { request.session.user = 1; response.send(request.session.user); });\napp.listen(3000);\n",
    };
    expect(await reasonAgainst(files, rule, fix)).toContain('does not lie in a cache');
  });

  it('moves to Redis behind the engine where none is described', async () => {
    const { after, next } = await applyFix(shop(runnable), rule, fix);
    expect(after['requirements.txt']).toBe('Django==4.2\nredis==5.2.1\n');
    expect(after['.env.example']).toBe('# The Redis that all instances share.\nREDIS_URL=\n');
    expect(next).toContain('pip install -r requirements.txt; set ALLOW_SINGLE_INSTANCE=1 where');
    expect(after['shop/settings.py']).toBe(
      `${runnable
        .replace('import os\n', 'import os\n\nfrom django.core.exceptions import ImproperlyConfigured\n')
        .trimEnd()}
# Sessions of all instances; while Redis is down nobody is signed in.
if os.environ.get("REDIS_URL"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": os.environ["REDIS_URL"],
        }
    }
elif not DEBUG and os.environ.get("ALLOW_SINGLE_INSTANCE") != "1":
    raise ImproperlyConfigured(
        "Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1 while exactly one"
        " instance runs."
    )
`,
    );
    expect(compileErrors(after)).toBe('');
  });

  it('moves to Redis behind its description, in single quotes and with other caches left alone', async () => {
    const settings = `DEBUG = False
SESSION_ENGINE = 'django.contrib.sessions.backends.cache'
SESSION_CACHE_ALIAS = 'signed-in'
CACHES = {
    'default': {'BACKEND': 'django.core.cache.backends.dummy.DummyCache'},
    # Who is signed in.
    'signed-in': {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache'},
}
ROOT_URLCONF = 'shop.urls'
`;
    const { after } = await applyFix(shop(settings, { django: '3.2' }), rule, fix);
    expect(after['shop/settings.py']).toContain(`}
# Sessions of all instances; while Redis is down nobody is signed in.
if os.environ.get('REDIS_URL'):
    CACHES['signed-in'] = {
        'BACKEND': 'django_redis.cache.RedisCache',
        'LOCATION': os.environ['REDIS_URL'],
    }
elif not DEBUG and `);
    expect(after['shop/settings.py']).toContain('    # Who is signed in.\n');
    expect(after['requirements.txt']).toContain('django-redis==5.2.0');
    expect(compileErrors(after)).toBe('');
  });

  it('moves in the module that production runs, though another describes it', async () => {
    const more: Files = {
      'shop/settings/__init__.py': '',
      'shop/settings/base.py': `DEBUG = True\n${engine}`,
      'shop/settings/production.py': 'from .base import *\n\nDEBUG = False\nROOT_URLCONF = "shop.urls"\n',
    };
    const { 'shop/settings.py': _gone, ...files } = shop('', { module: 'shop.settings.production', more });
    const { after } = await applyFix(files, rule, fix);
    expect(after['shop/settings/base.py']).toBe(files['shop/settings/base.py']);
    expect(after['shop/settings/production.py']).toContain('DEBUG = False\n# Sessions of all instances');
    expect(compileErrors(after)).toBe('');
  });

  it('takes sessions in files with it', async () => {
    const settings = 'SESSION_ENGINE = "django.contrib.sessions.backends.file"\nROOT_URLCONF = "shop.urls"\n';
    const { after } = await applyFix(shop(settings), 'session-file-store', fix);
    expect(after['shop/settings.py']).toContain(
      'if os.environ.get("REDIS_URL"):\n    SESSION_ENGINE = "django.contrib.sessions.backends.cache"\n    CACHES = {\n        "default"',
    );
    expect(after['shop/settings.py']).toContain('elif os.environ.get("ALLOW_SINGLE_INSTANCE")');
    expect(compileErrors(after)).toBe('');
  });

  it('moves for limits as well', async () => {
    const more: Files = {
      'shop/views.py': `from django.http import JsonResponse
from django_ratelimit.decorators import ratelimit


@ratelimit(key="ip", rate="5/m", block=True)
def sign_in(request):
    return JsonResponse({"ok": request.POST["password"] == "x"})


def me(request):
    return JsonResponse({})
`,
    };
    const { after } = await applyFix(shop('ROOT_URLCONF = "shop.urls"\n', { more }), 'ratelimit-memory-store', fix);
    expect(after['shop/settings.py']).toContain(
      '# Limits count once for all instances; while Redis is down what is limited fails.\n',
    );
  });

  it.skipIf(missing.length > 0)(
    'in Redis: who signs in on one process is signed in on the other',
    { timeout: 60_000 },
    async () => {
      const redis = await redisServer();
      await redis.start();
      const files = shop(runnable, { django: '3.2' });
      expect(await askedOfTwo(files, redis.url)).toBe(401);
      const { after } = await applyFix(files, rule, fix);
      expect(await askedOfTwo(after, redis.url)).toEqual({ user: 'ada' });
      await redis.stop();

      const folder = folderWith(after);
      const words = ['-c', 'import shop.wsgi'];
      const stopped = startPython(folder.path, words, {});
      const alone = startPython(folder.path, words, { ALLOW_SINGLE_INSTANCE: '1' });
      const developer = startPython(folder.path, words, { DEBUG: '1' });
      running.push(stopped, alone, developer);
      const [first, ...others] = await Promise.all(
        [stopped, alone, developer].map((each) => new Promise((done) => each.process.once('close', done))),
      );
      expect(first).toBe(1);
      expect(stopped.said()).toContain('Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1');
      expect(others).toEqual([0, 0]);
      folder.remove();
    },
  );
});

async function askedOfTwo(files: Files, redis: string): Promise<unknown> {
  const folder = folderWith(files);
  const services: string[] = [];
  for (let number = 0; number < 2; number++) {
    const start = (port: number) => ['-m', 'gunicorn', '-b', `127.0.0.1:${port}`, 'shop.wsgi:application'];
    const service = await startService(folder.path, start, { REDIS_URL: redis });
    running.push(service);
    services.push(service.url);
  }
  const [one = '', other = ''] = services;
  const signedIn = await fetch(`${one}/login?user=ada`);
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const answer = await fetch(`${other}/me`, { headers: { cookie } });
  folder.remove();
  return answer.status === 200 ? await answer.json() : answer.status;
}
