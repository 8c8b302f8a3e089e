import type { SnippetTemplate } from '../template.ts';

export const queueWorker: SnippetTemplate = {
  id: 'queue-worker',
  title: 'Queue: worker that ends in order (BullMQ)',
  description: 'Takes work from a queue, a program of its own with graceful shutdown',
  prefix: 'scale-queue-worker',
  pattern: 'queues',
  problems: ['request takes too long', 'work in the background', 'jobs are lost at a deploy'],
  tradeoffs:
    'A program of its own to deploy and to watch. A job can run twice, so what it does must be safe to repeat.',
  placement: 'file',
  frameworks: [],
  files: [],
  languages: ['typescript', 'javascript'],
  rules: ['cron-in-process'],
  packages: { bullmq: '^6.7.0' },
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'concurrency', initial: '4' },
    { name: 'work', initial: 'makeReport' },
  ],
  text: `import { Worker } from 'bullmq';

/** A job can be handed out twice: what it does must be safe to repeat, for example by writing under the job's id. */
async function «work»(id‹: string›, data‹: unknown›)‹: Promise<unknown>› {
  return { id, data };
}

const worker = new Worker('«queue»', (job) => «work»(job.id ?? '', job.data), {
  connection: { url: process.env.REDIS_URL, maxRetriesPerRequest: null },
  concurrency: «concurrency»,
});

worker.on('failed', (job, error) => console.error(\`Job \${job?.id} failed:\`, error));

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, async () => {
    // Jobs under way are finished first; the rest stays in the queue for the other workers.
    await worker.close();
    process.exit(0);
  });
}
`,
};
