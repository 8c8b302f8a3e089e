import type { CodeTemplate } from '../../template.ts';

/** The module beside `shared_redis` by which one instance alone does a run of a job. */
export const claimedRun: CodeTemplate = {
  id: 'claimed_run',
  title: 'Runs of jobs that one instance alone does',
  description: 'Claims each run in Redis, or runs it where one instance alone is',
  prefix: 'scale-claimed-run',
  languages: ['python'],
  rules: ['cron-in-process'],
  packages: { redis: '>=5.2.1,<7' },
  slots: [{ name: 'redis', initial: 'shared_redis' }],
  text: `"""Runs of jobs that one instance alone does, claimed in Redis."""

import asyncio
import functools
import inspect
import logging

from redis import RedisError

from «redis» import connect_shared_redis

logger = logging.getLogger(__name__)


def claimed_run(name, seconds=30):
    """A job that every instance's clock starts, and one instance alone does.

    Who asks first does the run, and for these seconds nobody else: less than
    the time to the next run, and more than the clocks differ. While Redis is
    down nobody does it, because twice would be worse than late.
    """
    # Where no Redis may be absent the program stops as it starts, and not at
    # its first job.
    redis = connect_shared_redis()

    def claim():
        if redis is None:
            return True
        try:
            return bool(redis.set(f"run:{name}", "1", nx=True, ex=seconds))
        except RedisError:
            logger.exception("A job is left out: %s", name)
            return False

    def claimed(job):
        if inspect.iscoroutinefunction(job):

            @functools.wraps(job)
            async def run(*args, **kwargs):
                if await asyncio.to_thread(claim):
                    return await job(*args, **kwargs)

        else:

            @functools.wraps(job)
            def run(*args, **kwargs):
                if claim():
                    return job(*args, **kwargs)

        return run

    return claimed
`,
};
