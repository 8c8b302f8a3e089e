import { productionSlot } from '../../pieces/production-slot.ts';
import type { CodeTemplate } from '../../template.ts';

const head: Omit<CodeTemplate, 'id' | 'title' | 'prefix' | 'text'> = {
  description: 'Connects to REDIS_URL; without it one instance alone may run in production',
  languages: ['python'],
  rules: ['session-memory-store', 'ratelimit-memory-store'],
  packages: { redis: '>=5.2.1,<7' },
  slots: [productionSlot],
};

/** Two blank lines, and the function that decides where things are kept. */
const address = `def shared_redis_url():
    """The address of the Redis that all instances share.

    Without REDIS_URL it is None, and an instance keeps things in its own
    memory, which is right for exactly one: in production
    ALLOW_SINGLE_INSTANCE=1 must say so.
    """
    url = os.environ.get("REDIS_URL")
    if url:
        return url
    in_production = «production»
    if in_production and os.environ.get("ALLOW_SINGLE_INSTANCE") != "1":
        raise RuntimeError(
            "Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1"
            " while exactly one instance runs."
        )
    return None
`;

function connecting(name: string, kind: string): string {
  return `_shared = None


def ${name}():
    """${kind}; None where one instance runs alone."""
    global _shared
    url = shared_redis_url()
    if url is not None and _shared is None:
        # Half a second without an answer is an error: waiting for Redis to
        # come back would hold every request.
        _shared = Redis.from_url(
            url, socket_connect_timeout=0.5, socket_timeout=0.5
        )
    return _shared
`;
}

/** The module that fixes put beside the code they mend, once for each program. */
export const sharedRedis: CodeTemplate = {
  ...head,
  id: 'shared_redis',
  title: 'The Redis that all instances share',
  prefix: 'scale-shared-redis',
  text: `"""The Redis that all instances share, at REDIS_URL."""

import os

from redis import Redis

${connecting('connect_shared_redis', 'One client for the process')}

${address}`,
};

/** The same for code that awaits its commands. */
export const sharedAsyncRedis: CodeTemplate = {
  ...head,
  id: 'shared_async_redis',
  title: 'The Redis that all instances share, for asyncio',
  prefix: 'scale-shared-async-redis',
  text: `"""The Redis that all instances share, at REDIS_URL, for asyncio."""

import os

from redis.asyncio import Redis

${connecting('connect_shared_async_redis', 'One client for the event loop')}

${address}`,
};

/** For what opens its own connections and takes an address alone. */
export const sharedRedisAddress: CodeTemplate = {
  ...head,
  id: 'shared_redis_url',
  title: 'The address of the Redis that all instances share',
  prefix: 'scale-shared-redis-url',
  text: `"""Where the Redis is that all instances share."""

import os


${address}`,
};
