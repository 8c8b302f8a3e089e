import type { SnippetTemplate } from '../../template.ts';

export const queueProducerRq: SnippetTemplate = {
  id: 'queue-producer-rq',
  title: 'Queue: producer with retries (Flask and RQ)',
  description: 'Hands work to a queue, answers 202 and tells how it is',
  prefix: 'scale-queue-producer-rq',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'gunicorn worker timeout'],
  tradeoffs:
    'Who asks must come back for the result. RQ starts a process for each job, which suits work of seconds and not of milliseconds.',
  placement: 'inline',
  frameworks: ['flask'],
  files: [],
  languages: ['python'],
  rules: ['long-work-in-handler'],
  packages: { flask: '>=2.2', redis: '>=4.3', rq: '>=1.13' },
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'work', initial: 'report_worker.make_report' },
    { name: 'path', initial: '/reports' },
    { name: 'attempts', initial: '3' },
  ],
  text: `import os

from flask import Blueprint, request, url_for
from redis import Redis
from rq import Queue, Retry
from rq.exceptions import NoSuchJobError
from rq.job import Job

redis = Redis.from_url(
    os.environ["REDIS_URL"], socket_connect_timeout=2, socket_timeout=5
)
queue = Queue("«queue»", connection=redis)
«queue»_api = Blueprint("«queue»", __name__)


@«queue»_api.post("«path»")
def begin():
    """Hands the work over and answers at once."""
    job = queue.enqueue(
        "«work»",
        request.get_json(),
        job_timeout=600,
        result_ttl=24 * 3600,
        # Seconds to wait before each try: what failed needs time to come back.
        retry=Retry(max=«attempts», interval=[10, 60, 300]),
    )
    status_url = url_for(".tell", job_id=job.id)
    return {"job_id": job.id, "status_url": status_url}, 202


@«queue»_api.get("«path»/<job_id>")
def tell(job_id):
    """Tells how the work is, and its result when it is done.

    The id is no permission: keep with the work whose it is, and tell nobody else.
    """
    try:
        job = Job.fetch(job_id, connection=redis)
    except NoSuchJobError:
        return {"error": "No such job."}, 404
    if job.is_finished:
        return {"status": "done", "result": job.return_value()}
    return {"status": "failed" if job.is_failed else "processing"}
`,
};

export const queueWorkerRq: SnippetTemplate = {
  id: 'queue-worker-rq',
  title: 'Queue: worker that ends in order (RQ)',
  description: 'Takes work from a queue, a program of its own with graceful shutdown',
  prefix: 'scale-queue-worker-rq',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'jobs are lost at a deploy'],
  tradeoffs:
    'A program of its own to deploy and to watch. A job can run twice, so what it does must be safe to repeat.',
  placement: 'file',
  frameworks: [],
  files: [],
  languages: ['python'],
  rules: ['long-work-in-handler'],
  packages: { redis: '>=4.3', rq: '>=1.13' },
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'work', initial: 'make_report' },
  ],
  text: `import os

from redis import Redis
from rq import Queue, Worker


def «work»(order):
    """A job can be handed out twice: what it does must be safe to repeat."""
    return {"made_from": order}


if __name__ == "__main__":
    redis = Redis.from_url(os.environ["REDIS_URL"], socket_connect_timeout=2)
    queue = Queue("«queue»", connection=redis)
    # On SIGTERM the job under way is finished first; the rest stays queued. The
    # scheduler puts what waits for its next try back into the queue.
    Worker([queue], connection=redis).work(with_scheduler=True)
`,
};
