import { queueProducerRq, queueWorkerRq } from '../code/python/queue-rq.ts';
import { queueProducer } from '../code/queue-producer.ts';
import { queueWorker } from '../code/queue-worker.ts';
import { bullmqProducer } from '../pieces/bullmq-producer.ts';
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
  text: `import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';

${bullmqProducer('5')}
/** Hands an order to the workers and gives the job's id, for an answer of 202. While Redis is down it fails, for one of 503. */
export async function handOver(order‹: unknown›)‹: Promise<string>› {
  const jobId = randomUUID();
  await inTime(queue.waitUntilReady());
  await inTime(queue.add('«job»', order, { jobId }));
  return jobId;
}

/**
 * How a job is; null where nobody knows it. The id cannot be guessed, and is no permission: keep with the order whose it is,
 * and tell nobody else.
 */
export async function jobOf(id‹: string›)‹: Promise<{ state: string; result: unknown } | null>› {
  await inTime(queue.waitUntilReady());
  const job = await inTime(queue.getJob(id));
  return job === undefined ? null : { state: await inTime(job.getState()), result: job.returnvalue ?? null };
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
