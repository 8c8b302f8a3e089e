import type { SnippetTemplate } from '../template.ts';

export const queueDeadLetters: SnippetTemplate = {
  id: 'queue-dead-letters',
  title: 'Queue: try dead letters again (BullMQ)',
  description: 'Lists the jobs that were given up and puts them back, to run by hand',
  prefix: 'scale-queue-dead-letters',
  pattern: 'queues',
  problems: ['jobs failed for good', 'retry failed jobs', 'dead letter queue'],
  tradeoffs:
    'Run it by hand once the cause is mended: what fails for its own fault fails again. The number of failed jobs is worth an alarm.',
  languages: ['typescript', 'javascript'],
  rules: ['queue-in-memory'],
  packages: { bullmq: '^6.7.0' },
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [{ name: 'queue', initial: 'reports' }],
  text: `import { Queue } from 'bullmq';

const redisUrl = process.env.REDIS_URL;
if (!redisUrl) throw new Error('Set REDIS_URL, to the Redis that holds the queue.');

const queue = new Queue('«queue»', { connection: { url: redisUrl } });
queue.on('error', (error) => console.error('Queue:', error));

async function main() {
  for (const job of await queue.getFailed(0, 99)) {
    console.log(job.id, job.name, \`after \${job.attemptsMade} tries:\`, job.failedReason);
  }
  // With --again all of them are put back, those that are not listed too, and each is tried once more.
  if (process.argv.includes('--again')) await queue.retryJobs({ state: 'failed' });
  await queue.close();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
`,
};
