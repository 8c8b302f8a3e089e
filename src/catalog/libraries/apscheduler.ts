import type { Library } from '../types.ts';
import { argument, made, method, namedArgument, neverShared } from './wording.ts';

const schedulers = [
  'BackgroundScheduler',
  'AsyncIOScheduler',
  'BlockingScheduler',
  'GeventScheduler',
  'TornadoScheduler',
];
const modules = schedulers.map((name) => `apscheduler.schedulers.${name.replace('Scheduler', '').toLowerCase()}`);

/** Every process that starts a scheduler runs its jobs, whatever store the jobs are kept in. */
export const apscheduler: Library = {
  id: 'apscheduler',
  title: 'APScheduler',
  packages: ['apscheduler', 'flask_apscheduler'],
  types: [
    {
      type: 'apscheduler.scheduler',
      madeBy: [...schedulers.map((name) => made(modules, name)), made(['flask_apscheduler'], 'APScheduler')],
      declaredAs: schedulers.map((name) => ({ modules, name })),
    },
  ],
  uses: [
    {
      call: method('apscheduler.scheduler', 'add_job'),
      role: 'schedule',
      options: namedArgument(),
      runs: argument(0),
      shared: neverShared,
      begunBy: { methods: ['start'] },
    },
    {
      call: method('apscheduler.scheduler', 'scheduled_job', 'task'),
      role: 'schedule',
      options: namedArgument(),
      runs: { kind: 'from', position: 99 },
      shared: neverShared,
      begunBy: { methods: ['start'] },
    },
  ],
  effects: [],
  citation: {
    title: 'APScheduler: sharing a job store among processes',
    url: 'https://apscheduler.readthedocs.io/en/3.x/faq.html#how-do-i-share-a-single-job-store-among-one-or-more-worker-processes',
    quote: 'Short answer: You can’t.',
  },
};
