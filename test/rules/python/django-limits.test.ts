import { rule as limits } from '../../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { checkRule } from '../check-rule.ts';

const start = `
    # file: requirements.txt
    Django==4.2
    # file: shop/wsgi.py
    import os
    from django.core.wsgi import get_wsgi_application
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    application = get_wsgi_application()
    # file: shop/urls.py
    from django.urls import path
    from shop import views
    urlpatterns = [path("login/", views.sign_in), path("orders/", views.orders)]
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn shop.wsgi:application
        deploy: { replicas: 3 }`;

const redis =
  '    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache"}}\n';

const decorated = `
    # file: shop/views.py
    from django.http import JsonResponse
    from django_ratelimit.decorators import ratelimit
    @ratelimit(key="ip", rate="5/m", block=True)
    def sign_in(request):
        return JsonResponse({"ok": request.POST["password"]})
    def orders(request):
        return JsonResponse({})
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
`;

const throttled = `
    # file: shop/views.py
    from rest_framework.response import Response
    from rest_framework.views import APIView
    class Orders(APIView):
        def get(self, request):
            return Response({})
    orders = Orders.as_view()
    sign_in = Orders.as_view()
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
    REST_FRAMEWORK = {
        "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
        "DEFAULT_THROTTLE_RATES": {"anon": "60/min"},
    }
`;

const marked = (text: string, line: string, mark: string): string => text.replace(line, `${line}\n${mark}`);

const queue = `# file: manage.py
    import os
    from django.core.management import execute_from_command_line
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    execute_from_command_line([])
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn shop.wsgi:application
        deploy: { replicas: 1 }
      jobs:
        build: .
        command: python manage.py qcluster
        deploy: { replicas: 5 }
`;
const withQueue = start.slice(0, start.indexOf('# file: compose.yaml')) + queue.trimStart();

checkRule(limits, [
  { name: 'a decorator that counts in Redis', files: `${start}${decorated}${redis}`, gate: 'shared' },
  { name: 'throttles that count in Redis', files: `${start}${throttled}${redis}`, gate: 'shared' },
  {
    name: 'another cache than the default',
    files: `${start}${decorated}    RATELIMIT_USE_CACHE = "counts"
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "counts": {"BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache", "LOCATION": "cache"},
    }`,
    gate: 'shared',
  },
  {
    name: 'a cache that keeps nothing',
    files: `${start}${throttled}    CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}`,
    gate: 'shared',
  },
  {
    name: 'rates that nothing asks for',
    files: `${start}${throttled.replace(/ {8}"DEFAULT_THROTTLE_CLASSES".*\n/, '')}`,
    gate: 'role',
  },
  {
    name: 'rates of nothing',
    files: `${start}${throttled.replace('"60/min"', 'None')}`,
    gate: 'role',
  },
  {
    name: 'a throttle of the application’s own without a rate of its own, which settings describe',
    files: `${start}${throttled.replace(
      '    class Orders',
      '    from rest_framework.throttling import AnonRateThrottle\n    class Burst(AnonRateThrottle):\n        scope = "burst"\n    class Orders',
    )}${redis}`,
    gate: 'shared',
  },
  {
    name: 'a decorator on a sign-in, with the cache that Django has by itself',
    files: `${start}${marked(decorated, '    @ratelimit(key="ip", rate="5/m", block=True)', ' #   ^^^^^^^^^ ratelimit-memory-store')}`,
    expect: [{ severity: 'error', says: ['5 sign-in tries a minute', '15', '3 instances'] }],
    silentWhen: [
      {
        name: 'the cache is Redis',
        replace: [['    ROOT_URLCONF = "shop.urls"\n', `    ROOT_URLCONF = "shop.urls"\n${redis}`]],
      },
    ],
  },
  {
    name: 'a sign-in that one instance answers, beside five workers whom nobody asks to sign in',
    files: `${withQueue}${marked(decorated, '    @ratelimit(key="ip", rate="5/m", block=True)', ' #   ^^^^^^^^^ ratelimit-memory-store')}`,
    expect: [{ severity: 'note', situation: 'one' }],
    silentWhen: [
      {
        name: 'the cache is Redis',
        replace: [['    ROOT_URLCONF = "shop.urls"\n', `    ROOT_URLCONF = "shop.urls"\n${redis}`]],
      },
    ],
  },
  {
    name: 'throttles for everything, in local memory',
    files: `${start}${marked(throttled, '        "DEFAULT_THROTTLE_RATES": {"anon": "60/min"},', ' #      ^^^^^^^^^^^^^^^^^^^^^^^^ ratelimit-memory-store')}`,
    expect: [{ says: ['60 requests a minute', '180'] }],
    silentWhen: [
      {
        name: 'the cache is Redis',
        replace: [['    ROOT_URLCONF = "shop.urls"\n', `    ROOT_URLCONF = "shop.urls"\n${redis}`]],
      },
    ],
  },
  {
    name: 'a throttle of a view that has a rate of its own',
    files: `${start}
    # file: shop/views.py
    from rest_framework.response import Response
    from rest_framework.throttling import AnonRateThrottle
    from rest_framework.views import APIView
    class LoginThrottle(AnonRateThrottle):
 #                      ^^^^^^^^^^^^^^^^ ratelimit-memory-store
        rate = "5/min"
    class SignIn(APIView):
        throttle_classes = [LoginThrottle]
        def post(self, request):
            return Response({"ok": request.data["password"]})
    orders = SignIn.as_view()
    sign_in = SignIn.as_view()
    # file: shop/settings.py
    ROOT_URLCONF = "shop.urls"
`,
    expect: [{ says: ['5 sign-in tries a minute', '15'] }],
    silentWhen: [
      { name: 'settings say the rate', replace: [['rate = "5/min"', 'scope = "login"']] },
      {
        name: 'the cache is Redis',
        replace: [['    ROOT_URLCONF = "shop.urls"\n', `    ROOT_URLCONF = "shop.urls"\n${redis}`]],
      },
    ],
  },
]);
