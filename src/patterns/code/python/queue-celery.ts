import type { SnippetTemplate } from '../../template.ts';

export const queueProducerCelery: SnippetTemplate = {
  id: 'queue-producer-celery',
  title: 'Queue: producer (FastAPI and Celery)',
  description: 'Hands work to a task, answers 202 and tells how it is',
  prefix: 'scale-queue-producer-celery',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'gunicorn worker timeout'],
  tradeoffs:
    'Who asks must come back for the result, and an unknown task looks like one that waits. Keep what is handed over small: an id, and not the file.',
  languages: ['python'],
  rules: ['long-work-in-handler', 'queue-in-memory'],
  packages: { celery: '>=5.2', fastapi: '>=0.92' },
  placement: 'inline',
  frameworks: ['fastapi'],
  files: [],
  slots: [
    { name: 'module', initial: 'report_tasks' },
    { name: 'task', initial: 'make_report' },
    { name: 'path', initial: '/reports' },
  ],
  text: `from celery.result import AsyncResult
from fastapi import APIRouter, HTTPException
from kombu.exceptions import OperationalError

from «module» import app, «task»

router = APIRouter()


# Handing over waits for the broker, so that these are no coroutines.
@router.post("«path»", status_code=202)
def begin(order: dict):
    """Hands the work over and answers at once."""
    try:
        job = «task».apply_async([order], retry=False)
    except OperationalError as error:
        raise HTTPException(503, "The queue is not there.") from error
    return {"job_id": job.id, "status_url": f"«path»/{job.id}"}


@router.get("«path»/{job_id}")
def tell(job_id: str):
    """Tells how the work is, and its result when it is done.

    The id is no permission: keep with the work whose it is, and tell nobody else.
    """
    job = AsyncResult(job_id, app=app)
    if job.successful():
        return {"status": "done", "result": job.result}
    return {"status": "failed" if job.failed() else "processing"}
`,
};

export const queueWorkerCelery: SnippetTemplate = {
  id: 'queue-worker-celery',
  title: 'Queue: worker with dead letters (Celery)',
  description: 'A task that is tried again with pauses, and kept when it is given up',
  prefix: 'scale-queue-worker-celery',
  pattern: 'queues',
  problems: ['work in the background', 'tasks are lost at a deploy', 'retry failed jobs', 'dead letter queue'],
  tradeoffs:
    'A task can run twice, because it is acknowledged when it is done: what it does must be safe to repeat. With Redis as the broker, a task that takes longer than visibility_timeout is handed out again.',
  languages: ['python'],
  rules: ['long-work-in-handler', 'queue-in-memory', 'shutdown-missing'],
  packages: { celery: '>=5.2' },
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'work', initial: 'make_report' },
    { name: 'attempts', initial: '5' },
    { name: 'seconds', initial: '600' },
  ],
  text: `import os

from celery import Celery
from celery.signals import task_failure

app = Celery(
    "«queue»",
    broker=os.environ["CELERY_BROKER_URL"],
    backend=os.environ["CELERY_RESULT_BACKEND"],
)
app.conf.update(
    task_default_queue="«queue»",
    # A task is acknowledged when it is done, and comes again if its worker died.
    # If its process alone is killed, it may be what kills it: handed out again it
    # would do so without end, so that it becomes a dead letter.
    task_acks_late=True,
    task_reject_on_worker_lost=False,
    # The others wait in the queue, for other workers, and not in this one.
    worker_prefetch_multiplier=1,
    # What takes too long is told so, which fails it as any error does; what does
    # not hear it is killed.
    task_soft_time_limit=«seconds»,
    task_time_limit=«seconds» + 30,
    result_expires=24 * 3600,
    # While Redis is down a request is told so, instead of waiting 20 s for it.
    result_backend_transport_options={"retry_policy": {"max_retries": 1}},
    broker_connection_retry_on_startup=True,
)


@task_failure.connect
def keep(sender, task_id, args, kwargs, **_):
    """A task that is given up waits in a queue of its own, as a dead letter.

    However it failed: by errors, by its time or with its process. Once its cause
    is mended: celery -A … worker -Q «queue».dead, until that queue is empty.
    """
    sender.apply_async(args, kwargs, task_id=task_id, queue="«queue».dead")


# On SIGTERM a worker finishes what is under way: give it half a minute more than
# «seconds» s.
@app.task(
    autoretry_for=(Exception,),
    max_retries=«attempts»,
    retry_backoff=5,
    retry_backoff_max=600,
    retry_jitter=True,
)
def «work»(order):
    """A task can be handed out twice: what it does must be safe to repeat."""
    return {"made_from": order}
`,
};
