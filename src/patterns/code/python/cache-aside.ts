import type { SnippetTemplate } from '../../template.ts';
import { redisPyClient, redisPyImports } from './redis-py.ts';

export const cacheAsidePython: SnippetTemplate = {
  id: 'cache-aside-redis-py',
  title: 'Cache-aside with single-flight (redis-py)',
  description: 'Reads through Redis; one process of all loads what is missing',
  prefix: 'scale-cache-aside',
  pattern: 'caching',
  problems: ['same query again and again', 'database is busy with reads', 'cache stampede', 'thundering herd'],
  tradeoffs:
    'What is read can be as old as its lifetime says, also where it is forgotten behind a write, because a load may be under way. Not for balances, rights and stock.',
  languages: ['python'],
  rules: ['cache-local-incoherent', 'cache-unbounded-local', 'read-hot-uncached'],
  packages: { redis: '>=4.3' },
  placement: 'inline',
  frameworks: [],
  files: [],
  client: redisPyClient,
  slots: [
    { name: 'name', initial: 'cached' },
    { name: 'prefix', initial: 'cache:' },
    { name: 'seconds', initial: '5' },
  ],
  text: `import json
import logging
import os
import random
import time

${redisPyImports}
from redis.exceptions import RedisError

${redisPyClient.text}
logger = logging.getLogger(__name__)


def «name»(key, seconds, load):
    """What Redis holds under a key, or what load() gives, kept for about seconds.

    Values are what JSON gives back as it was. One process loads; the others
    wait for it for up to «seconds» s. While Redis is down everything is loaded.
    """
    name = f"«prefix»{key}"
    try:
        written = redis.get(name)
        if written is None and not _begins(name):
            written = _wait_for(name)
        if written is not None:
            return json.loads(written)
    except RedisError:
        return load()
    try:
        value = load()
        _keep(name, json.dumps(value), seconds)
        return value
    finally:
        _end(name)


def forget(key):
    """Whoever changes what is cached calls it, once the change is committed."""
    redis.delete(f"«prefix»{key}")


def _keep(name, written, seconds):
    # A tenth more or less, so that what was loaded together does not end
    # together.
    lifetime = max(1, round(seconds * random.uniform(0.9, 1.1)))
    try:
        redis.set(name, written, ex=lifetime)
    except RedisError:
        logger.exception("It is not kept.")


def _begins(name):
    # A process that dies while it loads is waited for that long.
    return redis.set(f"{name}:loading", "1", nx=True, ex=«seconds»)


def _end(name):
    try:
        redis.delete(f"{name}:loading")
    except RedisError:
        logger.exception("The others wait for «seconds» s.")


def _wait_for(name):
    end = time.monotonic() + «seconds»
    while time.monotonic() < end:
        time.sleep(0.05)
        written, loading = redis.mget(name, f"{name}:loading")
        if written is not None or loading is None:
            return written
    return None
`,
};
