import { bullmqProducer } from '../pieces/bullmq-producer.ts';
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
  text: `import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { Router } from 'express';

${bullmqProducer('«attempts»')}
/**
 * It goes behind what signs in. The id of a job cannot be guessed, and is no permission: keep with the job whose it is, and
 * tell nobody else how it is.
 */
export const router = Router();

router.post('«path»', async (request, response) => {
  const jobId = randomUUID();
  try {
    await inTime(queue.waitUntilReady());
    await inTime(queue.add('«job»', request.body, { jobId }));
  } catch (error) {
    console.error('Nothing is handed over:', error);
    response.status(503).json({ error: 'Try again later.' });
    return;
  }
  response.status(202).json({ job: jobId, status: \`«path»/\${jobId}\` });
});

router.get('«path»/:job', async (request, response) => {
  await inTime(queue.waitUntilReady());
  const job = await inTime(queue.getJob(request.params.job));
  if (job === undefined) {
    response.status(404).json({ error: 'No such job.' });
    return;
  }
  response.json({ job: job.id, state: await inTime(job.getState()), result: job.returnvalue ?? null });
});
`,
};
