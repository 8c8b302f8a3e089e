import { rule } from '../../src/rules/queues/cron-in-process.ts';
import { checkRule } from './check-rule.ts';

/** A worker of a queue, and what starts it. */
const worker = (
  command: string,
  more = '',
  conf = 'app.conf.beat_schedule = {"bill": {"task": "bill", "schedule": 3600}}',
) => `
    # file: requirements.txt
    celery
    ${more}
    # file: shop/__init__.py
    # file: shop/tasks.py
    from celery import Celery
    app = Celery("shop", broker="redis://cache")
    ${conf}
    @app.task
    def bill():
        print("billed")
    # file: Dockerfile
    FROM python:3.13
    WORKDIR /app
    COPY . .
    # file: compose.yaml
    services:
      worker:
        build: .
        ${command}`;

const own = 'command: celery -A shop.tasks worker --loglevel info';
const both = `${own} -B`;

checkRule(rule, [
  { name: 'a worker without a clock', files: worker(own) },
  { name: 'a clock by itself', files: worker('command: celery -A shop.tasks beat') },
  { name: 'a clock that has nothing to do', files: worker(both, '', 'app.conf.task_acks_late = True') },
  { name: 'a package lets one clock alone strike', files: worker(both, 'celery-redbeat') },
  {
    name: 'a worker that is declared once',
    files: worker(`${both}\n        deploy:\n          replicas: 1`),
  },
  {
    name: 'a worker that brings its clock',
    files: worker(`${both}\n        #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cron-in-process`),
    silentWhen: [{ name: 'it brings none', replace: [[' -B', '']] }],
    expect: [{ severity: 'note' }],
  },
  {
    name: 'workers that bring their clocks, as they are declared',
    files: worker(
      `${own} --beat\n        #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cron-in-process\n        deploy:\n          replicas: 3`,
    ),
    silentWhen: [{ name: 'it brings none', replace: [[' --beat', '']] }],
    expect: [{ severity: 'note' }],
  },
  {
    name: 'tasks that the database keeps',
    files: worker(
      `${both}\n        #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cron-in-process`,
      'django-celery-beat',
      '',
    ),
    silentWhen: [{ name: 'nothing keeps any', replace: [['django-celery-beat', '']] }],
  },
]);
