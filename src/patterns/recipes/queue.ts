import { queueProducerRq, queueWorkerRq } from '../code/python/queue-rq.ts';
import { queueProducer } from '../code/queue-producer.ts';
import { queueWorker } from '../code/queue-worker.ts';
import type { CodeTemplate } from '../template.ts';
import type { Recipe } from './recipe.ts';

/** For programs whose routes are written in another framework, or that have none. */
export const jobs: CodeTemplate = {
  id: 'queue-jobs',
  title: 'Queue: jobs to hand over (BullMQ)',
  description: 'Hands work to a queue and gives the job’s id',
  prefix: 'scale-queue-jobs',
  languages: ['typescript', 'javascript'],
  rules: ['long-work-in-handler', 'queue-in-memory'],
  packages: { bullmq: '^6.7.0' },
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'job', initial: 'yearly-report' },
  ],
  text: `import { Queue } from 'bullmq';

const redisUrl = process.env.REDIS_URL;
if (!redisUrl) throw new Error('Set REDIS_URL, to the Redis that holds the queue.');

// While Redis is down a request fails at once, instead of waiting for it.
const queue = new Queue('«queue»', {
  connection: { url: redisUrl, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
  defaultJobOptions: {
    attempts: 5,
    backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
    removeOnComplete: { age: 24 * 3600 },
    // Failed jobs stay, as the dead letters that somebody looks at.
    removeOnFail: false,
  },
});
queue.on('error', (error) => console.error('Queue:', error));

/** Hands an order to the workers and gives the job's id, for an answer of 202. */
export async function handOver(order‹: unknown›)‹: Promise<string | undefined>› {
  const job = await queue.add('«job»', order);
  return job.id;
}

/** How a job is; null where nobody knows it. */
export async function jobOf(id‹: string›)‹: Promise<{ state: string; result: unknown } | null>› {
  const job = await queue.getJob(id);
  return job === undefined ? null : { state: await job.getState(), result: job.returnvalue ?? null };
}
`,
};

export const queueRecipe: Recipe = {
  id: 'queue-with-worker',
  title: 'Queue with a worker of its own',
  description:
    'Requests hand work over and answer 202; a program of its own does it, with a service in the compose file.',
  pattern: 'queues',
  problems: [
    'request takes too long',
    'timeout behind the balancer',
    'work in the background',
    'jobs are lost at a deploy',
  ],
  tradeoffs:
    'A program more to deploy and to watch, and who asks must come back for the result. Redis must keep what it holds (maxmemory-policy noeviction).',
  rules: ['long-work-in-handler', 'queue-in-memory', 'work-after-response'],
  variants: [
    {
      language: 'script',
      frameworks: ['express'],
      files: [
        { stem: 'job-routes', template: queueProducer },
        { stem: 'job-worker', template: queueWorker, isEntry: true },
      ],
      further: ['Mount the router, and write the work into the worker.'],
    },
    {
      language: 'script',
      frameworks: [],
      files: [
        { stem: 'jobs', template: jobs },
        { stem: 'job-worker', template: queueWorker, isEntry: true },
      ],
      further: [
        'Answer 202 with what handOver gives, add a route that answers jobOf, and write the work into the worker.',
      ],
    },
    {
      language: 'python',
      frameworks: ['flask'],
      files: [
        { stem: 'job-routes', template: queueProducerRq, values: { work: 'job_worker.make_report' } },
        { stem: 'job-worker', template: queueWorkerRq, isEntry: true },
      ],
      further: ['Register the blueprint, and write the work into the worker.'],
    },
  ],
};
