import type { SnippetTemplate } from '../template.ts';

export const queueProducer: SnippetTemplate = {
  id: 'queue-producer',
  title: 'Queue: producer with retries (BullMQ and Express)',
  description: 'Hands work to a queue and answers 202 with the job’s id',
  prefix: 'scale-queue-producer',
  pattern: 'queues',
  problems: ['request takes too long', 'timeout behind the balancer', 'work in the background'],
  tradeoffs:
    'Who asks must come back for the result. Redis must keep what it holds (`maxmemory-policy noeviction`), or jobs vanish.',
  languages: ['typescript', 'javascript'],
  rules: ['long-work-in-handler', 'queue-in-memory'],
  packages: { bullmq: '^6.7.0', express: '^5.1.0' },
  placement: 'inline',
  frameworks: ['express'],
  files: [],
  slots: [
    { name: 'queue', initial: 'reports' },
    { name: 'job', initial: 'yearly-report' },
    { name: 'path', initial: '/reports' },
    { name: 'attempts', initial: '5' },
  ],
  text: `import { Queue } from 'bullmq';
import { Router } from 'express';

const redisUrl = process.env.REDIS_URL;
if (!redisUrl) throw new Error('Set REDIS_URL, to the Redis that holds the queue.');

// While Redis is down a request fails at once, instead of waiting for it.
const queue = new Queue('«queue»', {
  connection: { url: redisUrl, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
  defaultJobOptions: {
    attempts: «attempts»,
    backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
    removeOnComplete: { age: 24 * 3600 },
    // Failed jobs stay, as the dead letters that somebody looks at.
    removeOnFail: false,
  },
});
queue.on('error', (error) => console.error('Queue:', error));

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
