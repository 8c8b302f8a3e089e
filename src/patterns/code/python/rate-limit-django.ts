import type { SnippetTemplate } from '../../template.ts';
import { redisPyClient, redisPyImports } from './redis-py.ts';

export const rateLimitDjango: SnippetTemplate = {
  id: 'rate-limit-django',
  title: 'Rate limit per user or IP, counted in Redis (Django)',
  description: 'A decorator for views: per signed-in user, by address for everybody else',
  prefix: 'scale-rate-limit-django',
  pattern: 'rate-limiting',
  problems: ['limit is not shared', 'brute force on sign-in', 'too many requests', 'one user takes all capacity'],
  tradeoffs:
    'One request to Redis more for each request, and up to twice the limit around the end of a window. Views that are coroutines need redis.asyncio.',
  languages: ['python'],
  rules: ['ratelimit-memory-store', 'ratelimit-handrolled'],
  packages: { django: '>=3.2', redis: '>=4.3' },
  placement: 'inline',
  frameworks: ['django'],
  files: [],
  client: redisPyClient,
  slots: [
    { name: 'name', initial: 'limited' },
    { name: 'limit', initial: '5' },
    { name: 'seconds', initial: '60' },
  ],
  text: `import functools
import logging
import os
import time

from django.http import JsonResponse
${redisPyImports}
from redis.exceptions import RedisError

${redisPyClient.text}
logger = logging.getLogger(__name__)


def «name»(view):
    """«limit» requests of a route in «seconds» s for one user or address, for all instances.

    For a view written as a class: @method_decorator(«name», name="dispatch").
    Behind a balancer, REMOTE_ADDR is the balancer's until a middleware sets it.
    """

    @functools.wraps(view)
    def counted(request, *args, **kwargs):
        who = request.META["REMOTE_ADDR"]
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            who = f"user:{user.pk}"
        left = «seconds» - int(time.time()) % «seconds»
        slot = int(time.time()) // «seconds»
        # Each route has a count of its own, whatever its view is written as.
        match = getattr(request, "resolver_match", None)
        route = request.path if match is None else match.route
        window = f"limit:{route}:{who}:{slot}"
        try:
            with redis.pipeline() as steps:
                count, _ = steps.incr(window).expire(window, left).execute()
        except RedisError:
            # While Redis is down requests pass, so that the limiter never
            # takes the service down with it.
            logger.exception("A request passes uncounted.")
            return view(request, *args, **kwargs)
        if count <= «limit»:
            answer = view(request, *args, **kwargs)
        else:
            answer = JsonResponse({"error": "Too many requests."}, status=429)
            answer["Retry-After"] = str(left)
        # What tells clients how many requests are left, and for how long.
        answer["RateLimit-Policy"] = '"«name»";q=«limit»;w=«seconds»'
        answer["RateLimit"] = f'"«name»";r={max(0, «limit» - count)};t={left}'
        return answer

    return counted
`,
};
