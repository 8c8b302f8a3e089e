import type { SnippetTemplate } from '../../template.ts';
import { redisPyClient, redisPyImports } from './redis-py.ts';

export const claimedSchedule: SnippetTemplate = {
  id: 'distributed-schedule-redis-py',
  title: 'Schedule that runs once for all instances (redis-py)',
  description: 'A decorator for jobs: of all clocks that ring, the first does the work',
  prefix: 'scale-schedule',
  pattern: 'queues',
  problems: ['cron runs on every instance', 'mail is sent twice', 'job runs several times'],
  tradeoffs:
    'A run whose process dies is left out, and not done by another one. Where a platform has schedules of its own (a CronJob of Kubernetes), those need no clock in each process.',
  languages: ['python'],
  rules: ['cron-in-process'],
  packages: { redis: '>=4.3' },
  placement: 'inline',
  frameworks: [],
  files: [],
  client: redisPyClient,
  slots: [
    { name: 'name', initial: 'once_for_all' },
    { name: 'seconds', initial: '30' },
  ],
  text: `import functools
import inspect
import logging
import os

${redisPyImports}
from redis.exceptions import RedisError

${redisPyClient.text}
logger = logging.getLogger(__name__)


def «name»(job):
    """A job that each instance's clock starts, and one instance alone does.

    Below the decorator of APScheduler, schedule or a loop of one's own. Who
    asks first does it, and for «seconds» s nobody else: clocks must differ by less,
    and the job must start less often. While Redis is down nobody does it,
    because twice would be worse than late.
    """

    if inspect.iscoroutinefunction(job):
        raise TypeError("A coroutine needs a claim that it awaits.")
    name = f"run:{job.__module__}.{job.__qualname__}"

    @functools.wraps(job)
    def claimed(*args, **kwargs):
        try:
            mine = redis.set(name, "1", nx=True, ex=«seconds»)
        except RedisError:
            logger.exception("A job is left out.")
            return None
        return job(*args, **kwargs) if mine else None

    return claimed
`,
};
