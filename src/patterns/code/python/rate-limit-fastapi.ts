import type { SnippetTemplate, TemplateClient } from '../../template.ts';

const client: TemplateClient = {
  package: 'redis',
  local: 'redis',
  text: `redis = Redis.from_url(
    os.environ["REDIS_URL"], socket_connect_timeout=0.5, socket_timeout=0.5
)`,
};

const shared = {
  pattern: 'rate-limiting',
  languages: ['python'],
  rules: ['ratelimit-memory-store', 'ratelimit-handrolled'],
  packages: { fastapi: '>=0.92', redis: '>=4.3' },
  placement: 'inline',
  frameworks: ['fastapi', 'starlette'],
  files: [],
  client,
} as const;

function head(imports: string): string {
  return `${imports}import logging
import os
import time

from fastapi import HTTPException, Request, Response
from redis.asyncio import Redis
from redis.exceptions import RedisError

${client.text}
logger = logging.getLogger(__name__)
`;
}

/** A dependency that counts in windows of the clock, which all instances share, too. */
function dependency(comment: string, key: string): string {
  return `async def «name»(request: Request, response: Response) -> None:
    """${comment}"""
${key}
    left = «seconds» - int(time.time()) % «seconds»
    window = f"«prefix»{who}:{int(time.time()) // «seconds»}"
    try:
        async with redis.pipeline() as steps:
            count, _ = await steps.incr(window).expire(window, left).execute()
    except RedisError:
        # While Redis is down requests pass, so that the limiter never takes
        # the service down with it.
        logger.exception("A request passes uncounted.")
        return
    # What tells clients how many requests are left, and for how long; a route
    # that makes its own Response answers without it.
    headers = {
        "RateLimit-Policy": '"«name»";q=«limit»;w=«seconds»',
        "RateLimit": f'"«name»";r={max(0, «limit» - count)};t={left}',
    }
    if count > «limit»:
        headers["Retry-After"] = str(left)
        raise HTTPException(429, "Too many requests.", headers=headers)
    response.headers.update(headers)
`;
}

export const rateLimitPerIpFastapi: SnippetTemplate = {
  ...shared,
  id: 'rate-limit-per-ip-fastapi',
  title: 'Rate limit per IP, counted in Redis (FastAPI)',
  description: 'A limit per client address that all instances count together',
  problems: ['limit is not shared', 'brute force on sign-in', 'too many requests'],
  tradeoffs:
    'One request to Redis more for each request, and up to twice the limit around the end of a window. Many people can share one address, so leave room for an office.',
  prefix: 'scale-rate-limit-ip-fastapi',
  slots: [
    { name: 'name', initial: 'sign_in_limit' },
    { name: 'limit', initial: '5' },
    { name: 'seconds', initial: '60' },
    { name: 'prefix', initial: 'limit:sign-in:' },
  ],
  text: `${head('')}

${dependency(
  '«limit» requests in «seconds» s for one address, for all instances.',
  `    # For a route: dependencies=[Depends(«name»)]. Behind a balancer, start
    # uvicorn with --forwarded-allow-ips, or the address is the balancer's.
    who = request.client.host if request.client else "unknown"`,
)}`,
};

export const rateLimitPerUserFastapi: SnippetTemplate = {
  ...shared,
  id: 'rate-limit-per-user-fastapi',
  title: 'Rate limit per user, counted in Redis (FastAPI)',
  description: 'A limit per signed-in user, by address for everybody else',
  problems: ['one user takes all capacity', 'limit is not shared', 'fair use'],
  tradeoffs: 'It needs authentication in front of it; before that only a limit by address helps.',
  prefix: 'scale-rate-limit-user-fastapi',
  slots: [
    { name: 'name', initial: 'order_limit' },
    { name: 'limit', initial: '1000' },
    { name: 'seconds', initial: '60' },
    { name: 'user', initial: 'user_id' },
    { name: 'prefix', initial: 'limit:orders:' },
  ],
  text: `${head('')}

${dependency(
  '«limit» requests in «seconds» s for one user, for all instances.',
  `    # For a route: dependencies=[Depends(«name»)], behind what signs in and
    # sets request.state.«user».
    user = getattr(request.state, "«user»", None)
    address = request.client.host if request.client else "unknown"
    who = f"user:{user}" if user is not None else address`,
)}`,
};

export const rateLimitPerKeyFastapi: SnippetTemplate = {
  ...shared,
  id: 'rate-limit-per-key-fastapi',
  title: 'Rate limit per API key, counted in Redis (FastAPI)',
  description: 'A limit per API key that all instances count together',
  problems: ['one customer takes all capacity', 'quota per API key', 'limit is not shared'],
  tradeoffs:
    'It goes behind the check of the key: keys that somebody makes up would each have a count of their own. Quotas of a month are better counted in the database.',
  prefix: 'scale-rate-limit-key-fastapi',
  slots: [
    { name: 'name', initial: 'api_limit' },
    { name: 'limit', initial: '600' },
    { name: 'seconds', initial: '60' },
    { name: 'header', initial: 'x-api-key', choices: ['authorization'] },
    { name: 'prefix', initial: 'limit:api:' },
  ],
  text: `${head('import hashlib\n')}

${dependency(
  '«limit» requests in «seconds» s for one API key, for all instances.',
  `    # For a route: dependencies=[Depends(«name»)], behind the check of the key.
    # Redis is shown a name for the key, and never the key.
    key = request.headers.get("«header»", "")
    who = hashlib.sha256(key.encode()).hexdigest()`,
)}`,
};
