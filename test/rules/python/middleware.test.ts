import { checkRules } from '../check-rule.ts';
import { fieldRules, moduleRules } from '../kept-rules.ts';

const settings = (list: string, more = '') => `
    # file: shop/settings.py
    DEBUG = False
    ROOT_URLCONF = "shop.urls"
    MIDDLEWARE = ${list}
    ${more}
    # file: shop/__init__.py
    # file: shop/urls.py
    from django.urls import path
    from shop import views
    urlpatterns = [path("orders/", views.orders)]
    # file: shop/views.py
    from django.http import JsonResponse
    def orders(request):
        return JsonResponse({})
    # file: shop/wsgi.py
    import os
    from django.core.wsgi import get_wsgi_application
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    application = get_wsgi_application()
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 shop.wsgi`;

const listed = '["django.middleware.common.CommonMiddleware", "shop.limits.Limits"]';

/** A middleware that counts requests by address, in a field of its own. */
const counting = (
  mark: string,
  method = 'def __call__(self, request)',
  list = listed,
  more = '',
) => `${settings(list, more)}
    # file: shop/limits.py
    from django.http import HttpResponse
    class Limits:
        def __init__(self, get_response):
            self.get_response = get_response
            self.hits = {}
            ${mark}
        ${method}:
            address = request.META["REMOTE_ADDR"]
            seen = self.hits.get(address, 0)
            if seen >= 100:
                return HttpResponse(status=429)
            self.hits[address] = seen + 1
            return self.get_response(request)`;

const found = '#    ^^^^ ratelimit-handrolled';

const unlisted = [{ name: 'it is not listed', replace: [['"shop.limits', '"other.limits']] }] as const;
const ungiven = [{ name: 'it is not given', replace: [['(Limits', '(list']] }] as const;

checkRules(fieldRules, [
  {
    name: 'a class that no settings list',
    files: counting('', undefined, '["django.middleware.common.CommonMiddleware"]'),
  },
  {
    name: 'a class that only settings of developers list',
    files: `${counting('', undefined, '[]')}
    # file: shop/settings_dev.py
    from .settings import *
    MIDDLEWARE = ["shop.limits.Limits"]`,
  },
  {
    name: 'a class that settings list only under a condition',
    files: counting(
      '',
      undefined,
      '["django.middleware.common.CommonMiddleware"]',
      'if DEBUG:\n        MIDDLEWARE += ["shop.limits.Limits"]',
    ),
  },
  {
    name: 'a Django middleware that settings list under a condition of the environment',
    files: counting(
      found,
      undefined,
      '[]',
      'if os.environ.get("LIMITS"):\n        MIDDLEWARE += ["shop.limits.Limits"]',
    ).replace('DEBUG = False', 'import os\n    DEBUG = False'),
    expect: [{ severity: 'note' }],
    silentWhen: unlisted,
  },
  {
    name: 'another setting that lists it',
    files: counting('', undefined, '[]', 'OLD_MIDDLEWARE = ["shop.limits.Limits"]'),
  },
  {
    name: 'what a middleware puts on the request that it is called with',
    files: counting('').replaceAll('self.hits', 'request.hits').replace('            request.hits = {}\n', ''),
  },
  {
    name: 'a method that the framework does not call',
    files: counting('', 'def forget(self, request)'),
  },
  {
    name: 'a Django middleware that counts in a field',
    files: counting(found),
    silentWhen: unlisted,
  },
  {
    name: 'a Django middleware that waits for what it calls',
    files: counting(found, 'async def __call__(self, request)'),
    silentWhen: unlisted,
  },
  {
    name: 'a Django middleware that looks at the view',
    files: counting(found, 'def process_view(self, request, view, args, named)'),
    silentWhen: unlisted,
  },
  {
    name: 'a Django middleware that looks at the request',
    files: counting(found, 'def process_request(self, request)'),
    silentWhen: unlisted,
  },
  {
    name: 'a Django middleware in a list that is put together',
    files: counting(found, undefined, '["django.middleware.common.CommonMiddleware"] + ["shop.limits.Limits"]'),
    silentWhen: unlisted,
  },
  {
    name: 'a Django middleware that is added to the list',
    files: counting(found, undefined, '[]', 'MIDDLEWARE.insert(0, "shop.limits.Limits")'),
    silentWhen: unlisted,
  },
  {
    name: 'a Django middleware whose class another one extends',
    files: `${counting(found, undefined, '["shop.limits.OwnLimits"]')}
    class OwnLimits(Limits):
        pass`,
    silentWhen: unlisted,
  },
]);

/** The time that an address was first seen, and how often since, as one pair. */
const paired = (put: string, mark: string) =>
  `${settings(listed)}
    # file: shop/limits.py
    import time
    from django.http import HttpResponse
    class Limits:
        def __init__(self, get_response):
            self.get_response = get_response
            self.hits = {}
            ${mark}
        def __call__(self, request):
            address = request.META["REMOTE_ADDR"]
            start, count = self.hits.get(address, (time.time(), 0))
            if count >= 100:
                return HttpResponse(status=429)
            self.hits[address] = ${put}
            return self.get_response(request)`;

checkRules(fieldRules, [
  { name: 'a pair of what was worked out', files: paired('(start, lookup(address))', '') },
  { name: 'a pair that counts up what stood there', files: paired('(start, count + 1)', found), silentWhen: unlisted },
]);

/** The same, kept by the module, or by the factory that makes the middleware. */
const factory = (
  mark: string,
  before: string,
  inside: string,
  decorator = '',
  list = '["shop.limits.limits"]',
) => `${settings(list)}
    # file: shop/limits.py
    from django.http import HttpResponse
    from django.utils.decorators import sync_and_async_middleware
    ${before}
    ${mark}
    ${decorator}
    def limits(get_response):
        ${inside}
        def middleware(request):
            address = request.META["REMOTE_ADDR"]
            if hits.get(address, 0) >= 100:
                return HttpResponse(status=429)
            hits[address] = hits.get(address, 0) + 1
            return get_response(request)
        return middleware`;

const ofModule = (mark: string, decorator = '') => factory(mark, 'hits = {}', 'pass', decorator);
const marked = '#^^^ ratelimit-handrolled';

checkRules(moduleRules, [
  { name: 'a factory that no settings list', files: factory('', 'hits = {}', 'pass', '', '[]') },
  {
    name: 'a dictionary of the module that a middleware function counts in',
    files: ofModule(marked).replace('    #^^^', '   #^^^^'),
    silentWhen: unlisted,
  },
  {
    name: 'a dictionary that the factory of a middleware keeps',
    files: factory('', '', 'hits = {}\n        #^^^ ratelimit-handrolled')
      .replace('#^^^ ', '#^^^ ')
      .replace('        #^^^', '       #^^^^'),
    silentWhen: unlisted,
  },
  {
    name: 'a middleware function that is decorated',
    files: ofModule(marked, '@sync_and_async_middleware').replace('    #^^^', '   #^^^^'),
    silentWhen: unlisted,
  },
]);

const starlette = (add: string, mark: string, body: string, base = '(BaseHTTPMiddleware)') => `
    # file: main.py
    from fastapi import FastAPI, Request
    from fastapi.responses import JSONResponse
    from starlette.middleware import Middleware
    from starlette.middleware.base import BaseHTTPMiddleware
    class Limits${base}:
        def __init__(self, app, limit=100):
            self.app = app
            self.limit = limit
            self.hits = {}
            ${mark}
        ${body}
    ${add}
    @app.post("/login")
    async def login():
        return {}
    # file: Procfile
    web: uvicorn main:app --workers 4`;

const dispatch = `async def dispatch(self, request: Request, call_next):
            address = request.client.host
            seen = self.hits.get(address, 0)
            if seen >= self.limit:
                return JSONResponse({}, 429)
            self.hits[address] = seen + 1
            return await call_next(request)`;
const asgi = `async def __call__(self, scope, receive, send):
            address = scope["client"][0]
            seen = self.hits.get(address, 0)
            if seen >= self.limit:
                return await JSONResponse({}, 429)(scope, receive, send)
            self.hits[address] = seen + 1
            await self.app(scope, receive, send)`;

checkRules(fieldRules, [
  { name: 'a middleware class that no application is given', files: starlette('app = FastAPI()', '', dispatch) },
  {
    name: 'a middleware that something else than an application is given',
    files: starlette(
      'app = FastAPI()\n    class Chain:\n        def add_middleware(self, one): pass\n    Chain().add_middleware(Limits)',
      '',
      asgi,
      '',
    ),
  },
  {
    name: 'a class that an application is given with its options',
    files: starlette('app = FastAPI()\n    app.add_middleware(Limits, limit=50)', found, dispatch),
    silentWhen: ungiven,
  },
  {
    name: 'a class of the protocol alone that an application is given',
    files: starlette('app = FastAPI()\n    app.add_middleware(Limits)', found, asgi, ''),
    silentWhen: ungiven,
  },
  {
    name: 'a class in the list that an application is made with',
    files: starlette('app = FastAPI(middleware=[Middleware(Limits, limit=50)])', found, dispatch),
    silentWhen: ungiven,
  },
  {
    name: 'a class that a factory of the application adds',
    files: starlette(
      'def make():\n        made = FastAPI()\n        made.add_middleware(Limits, limit=50)\n        return made\n    app = make()',
      found,
      dispatch,
    ),
    silentWhen: ungiven,
  },
]);
