import type { SnippetTemplate } from '../template.ts';

export const queueProducer: SnippetTemplate = {
  id: 'queue-producer',
  title: 'Queue: producer with retries (BullMQ)',
  description: 'Hands work to a queue and answers 202 with the job’s id',
  prefix: 'scale-queue-producer',
  pattern: 'queues',
  problems: ['request takes too long', 'timeout behind the balancer', 'work in the background'],
  tradeoffs: 'Who asks must come back for the result. Redis must keep what it holds (noeviction), or jobs vanish.',
  placement: 'inline',
  frameworks: ['express'],
  files: [],
  languages: ['typescript', 'javascript'],
  rules: ['cron-in-process'],
  packages: { bullmq: '^6.7.0', express: '^5.1.0' },
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'job', initial: 'yearly-report' },
    { name: 'path', initial: '/reports' },
    { name: 'attempts', initial: '5' },
  ],
  text: `import { Queue } from 'bullmq';
import { Router } from 'express';

const queue = new Queue('«queue»', {
  connection: { url: process.env.REDIS_URL },
  defaultJobOptions: {
    attempts: «attempts»,
    backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
    removeOnComplete: { age: 24 * 3600 },
    // Failed jobs stay, as the dead letters that somebody looks at.
    removeOnFail: false,
  },
});

export const router = Router();

router.post('«path»', async (request, response) => {
  const job = await queue.add('«job»', request.body);
  response.status(202).json({ job: job.id, status: \`«path»/\${job.id}\` });
});

router.get('«path»/:job', async (request, response) => {
  const job = await queue.getJob(request.params.job);
  if (job === undefined) {
    response.status(404).json({ error: 'No such job.' });
    return;
  }
  response.json({ job: job.id, state: await job.getState(), result: job.returnvalue ?? null });
});
`,
};
