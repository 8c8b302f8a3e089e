import type { SnippetTemplate } from '../template.ts';

export const queueWorker: SnippetTemplate = {
  id: 'queue-worker',
  title: 'Queue: worker with dead letters (BullMQ)',
  description: 'Takes work from a queue, a program of its own with graceful shutdown',
  prefix: 'scale-queue-worker',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'jobs are lost at a deploy', 'retry failed jobs'],
  tradeoffs:
    'A program of its own to deploy and to watch. A job can run twice, so what it does must be safe to repeat.',
  languages: ['typescript', 'javascript'],
  rules: ['long-work-in-handler', 'queue-in-memory', 'shutdown-missing'],
  packages: { bullmq: '^6.7.0' },
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'concurrency', initial: '4' },
    { name: 'work', initial: 'makeReport' },
  ],
  text: `import { UnrecoverableError, Worker } from 'bullmq';

const redisUrl = process.env.REDIS_URL;
if (!redisUrl) throw new Error('Set REDIS_URL, to the Redis that holds the queue.');

/** A job can be handed out twice: what it does must be safe to repeat, for example by writing under the job's id. */
async function «work»(id‹: string›, order‹: unknown›)‹: Promise<unknown>› {
  // What no repetition mends is not repeated.
  if (typeof order !== 'object' || order === null) throw new UnrecoverableError('The order is empty.');
  return { id, ...order };
}

const worker = new Worker('«queue»', (job) => «work»(job.id ?? '', job.data), {
  connection: { url: redisUrl, maxRetriesPerRequest: null },
  concurrency: «concurrency»,
});

// Without a listener, an error of the connection ends the process.
worker.on('error', (error) => console.error('Queue:', error));
worker.on('failed', (job, error) => {
  // The producer says how often a job is tried. Behind the last try it stays among the failed ones, the dead letters.
  const isLast = job?.finishedOn !== undefined;
  console.error(isLast ? \`Job \${job.id} is given up:\` : \`Job \${job?.id} failed and is tried again:\`, error);
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, async () => {
    // Jobs under way are finished first; the rest stays in the queue for the other workers.
    await worker.close();
    process.exit(0);
  });
}
`,
};
