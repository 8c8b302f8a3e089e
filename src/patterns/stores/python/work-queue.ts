import { productionSlot } from '../../pieces/production-slot.ts';
import type { CodeTemplate } from '../../template.ts';

/**
 * The module that `work-to-queue` puts beside the code it mends. RQ's own `is_async=False` asks for a Redis as well, so
 * that without one jobs run in a thread of this process.
 */
export const pythonWorkQueue: CodeTemplate = {
  id: 'work_queue',
  title: 'Work behind an answer: a queue that all instances share (RQ)',
  description: 'Jobs in Redis with workers behind them, or in this process while it is alone',
  prefix: 'scale-work-queue',
  languages: ['python'],
  rules: ['long-work-in-handler'],
  packages: { rq: '>=2.0.0,<3', redis: '>=5.2.1,<7' },
  slots: [productionSlot, { name: 'retries', initial: '2' }],
  text: `"""Work that is too long for an answer: a queue, and workers behind it.

With REDIS_URL jobs wait in Redis, where every instance finds them, and
\`rq worker --url $REDIS_URL work\` does them, started where the service is.
Without it they run in this process behind the answer, which is right for
exactly one: in production ALLOW_SINGLE_INSTANCE=1 must say so.
"""

import asyncio
import inspect
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from redis import Redis
from rq import Queue, Retry
from rq.exceptions import NoSuchJobError
from rq.job import Job

# Seconds that a job may take, and that its result can be asked for.
JOB_TIMEOUT = 600
RESULT_TTL = 24 * 3600
# How often a job that failed is tried again; it must be safe to repeat.
RETRIES = «retries»

URL = os.environ.get("REDIS_URL")
if (
    not URL
    and «production»
    and os.environ.get("ALLOW_SINGLE_INSTANCE") != "1"
):
    raise RuntimeError(
        "Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1 while exactly one"
        " instance runs."
    )

_redis = Redis.from_url(URL, socket_connect_timeout=2) if URL else None
_queue = Queue("work", connection=_redis) if URL else None
# Jobs of this process, while no Redis is set.
_threads = ThreadPoolExecutor(max_workers=1)
_jobs = {}


def enqueue(function, *arguments, **named):
    """Hands work to a worker and gives the id of its job."""
    if _queue is None:
        job_id = uuid4().hex
        _jobs[job_id] = _threads.submit(_run, function, arguments, named)
        for oldest in list(_jobs)[:-1000]:
            del _jobs[oldest]
        return job_id
    job = _queue.enqueue(
        _importable(function),
        args=arguments,
        kwargs=named,
        job_timeout=JOB_TIMEOUT,
        result_ttl=RESULT_TTL,
        failure_ttl=RESULT_TTL,
        retry=Retry(max=RETRIES) if RETRIES > 0 else None,
    )
    return job.id


def status(job_id):
    """What a status route answers: its body, and its HTTP status."""
    state, result = _state_of(job_id)
    body = {"job_id": job_id, "status": state}
    if state == "done":
        body["result"] = result
    return body, 404 if state == "unknown" else 200


def _state_of(job_id):
    if _queue is None:
        return _state_here(_jobs.get(job_id))
    try:
        job = Job.fetch(job_id, connection=_redis)
    except NoSuchJobError:
        return "unknown", None
    state = job.get_status()
    if state == "finished":
        return "done", job.return_value()
    ended = state in ("failed", "stopped", "canceled")
    return "failed" if ended else "processing", None


def _state_here(job):
    if job is None:
        return "unknown", None
    if not job.done():
        return "processing", None
    failed = job.exception() is not None
    return ("failed", None) if failed else ("done", job.result())


def _run(function, arguments, named):
    result = function(*arguments, **named)
    return asyncio.run(result) if inspect.iscoroutine(result) else result


def _importable(function):
    """A worker imports what it runs, and its own __main__ is another."""
    if function.__module__ != "__main__":
        return function
    main = sys.modules["__main__"]
    spec = main.__spec__
    module = Path(main.__file__).stem if spec is None else spec.name
    return f"{module}.{function.__qualname__}"
`,
};
