import type { Library } from '../types.ts';
import { made, namedArgument } from './wording.ts';

/** Whose programs take from the broker and whose hand work to it is told by what runs the tasks, not by this call. */
export const celeryBroker: Library = {
  id: 'celery',
  title: 'Celery',
  packages: ['celery'],
  types: [],
  uses: [
    {
      call: made(['celery'], 'Celery'),
      role: 'broker-client',
      options: namedArgument(),
      connects: {
        engine: 'rabbitmq',
        // RabbitMQ is only the default, so that nothing is drawn where neither an address nor a package tells.
        drivers: { redis: 'redis', amqp: 'rabbitmq', librabbitmq: 'rabbitmq' },
        address: [namedArgument('broker')],
        host: [],
        environment: [],
      },
    },
  ],
  effects: [],
  // https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html#starting-the-scheduler: "this is convenient if you'll never run more than one worker node".
  clockCommands: [
    {
      words: ['celery', 'worker'],
      flags: ['-B', '--beat'],
      given: ['beat_schedule', 'CELERYBEAT_SCHEDULE', 'CELERY_BEAT_SCHEDULE', 'add_periodic_task', 'periodic_task'],
      givenBy: ['django-celery-beat', 'django_celery_beat'],
      shared: ['celery-redbeat', 'celery_redbeat', 'celery-singleton'],
    },
  ],
  citation: {
    title: 'Celery: choosing a broker',
    url: 'https://docs.celeryq.dev/en/stable/getting-started/first-steps-with-celery.html#choosing-a-broker',
  },
};
