import type { SnippetTemplate } from '../../template.ts';
import { redisPyClient, redisPyImports } from './redis-py.ts';

export const lockPython: SnippetTemplate = {
  id: 'lock-redis-py',
  title: 'Lock that all instances share (redis-py)',
  description: 'One process at a time does the work; the lock ends by itself',
  prefix: 'scale-lock',
  pattern: 'stateless',
  problems: ['two instances do the same', 'race between instances', 'mutex across processes'],
  tradeoffs:
    'It saves work, and is no proof: it ends while work takes longer than its time, and a Redis that fails over can forget it. What must never happen twice needs a unique key or a version in the database as well.',
  languages: ['python'],
  rules: ['lock-in-process', 'cron-in-process'],
  packages: { redis: '>=4.3' },
  placement: 'inline',
  frameworks: [],
  files: [],
  client: redisPyClient,
  slots: [
    { name: 'name', initial: 'with_lock' },
    { name: 'seconds', initial: '30' },
  ],
  text: `import logging
import os

${redisPyImports}
from redis.exceptions import LockError, RedisError

${redisPyClient.text}
logger = logging.getLogger(__name__)


def «name»(name, work):
    """Does work while no other process does work under the same name.

    Says whether it did: False is for whoever comes while it is taken. The lock
    ends after «seconds» s, so that a process that dies does not keep it, and so it
    does not protect work that takes longer. While Redis is down it raises.
    """
    lock = redis.lock(f"lock:{name}", timeout=«seconds»)
    if not lock.acquire(blocking=False):
        return False
    try:
        work()
        return True
    finally:
        try:
            # Only if it is still this one: the client compares its token.
            lock.release()
        except (LockError, RedisError):
            logger.exception("A lock ended by its time alone.")
`,
};
