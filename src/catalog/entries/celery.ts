import type { Framework } from '../types.ts';
import { argument, argumentsFrom, entry, made, method } from './wording.ts';

const id = 'celery';

/** Tasks of Celery, RQ, Dramatiq, Huey and Django Q, which workers run. */
export const celery: Framework = {
  id,
  title: 'Celery',
  packages: ['celery', 'rq', 'django-rq', 'dramatiq', 'huey', 'django-q', 'django-q2'],
  types: [
    {
      type: 'celery.application',
      madeBy: [made(['celery'], 'Celery')],
      declaredAs: [{ modules: ['celery'], name: 'Celery' }],
    },
    {
      type: 'rq.queue',
      madeBy: [made(['rq'], 'Queue'), made(['django_rq'], 'get_queue')],
      declaredAs: [{ modules: ['rq'], name: 'Queue' }],
    },
    { type: 'huey.application', madeBy: [made(['huey'], 'RedisHuey')], declaredAs: [] },
  ],
  entries: [
    entry(id, 'queue', method('celery.application', 'task'), argumentsFrom(0)),
    entry(id, 'queue', made(['celery'], 'shared_task'), argumentsFrom(0)),
    entry(id, 'queue', method('rq.queue', 'enqueue'), argument(0)),
    entry(id, 'queue', method('rq.queue', 'enqueue_in', 'enqueue_at'), argument(1)),
    entry(id, 'queue', made(['django_rq'], 'enqueue'), argument(0)),
    entry(id, 'queue', made(['rq.decorators', 'django_rq'], 'job'), argumentsFrom(0)),
    entry(id, 'queue', made(['dramatiq'], 'actor'), argumentsFrom(0)),
    entry(id, 'queue', method('huey.application', 'task'), argumentsFrom(0)),
    entry(id, 'queue', made(['django_q.tasks'], 'async_task'), argument(0)),
    entry(id, 'queue', made(['django_q.tasks'], 'async_iter'), argument(0)),
  ],
  singletons: [],
  listeners: [],
  citation: { title: 'Celery: tasks', url: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html' },
};
