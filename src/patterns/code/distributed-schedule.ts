import type { SnippetTemplate } from '../template.ts';

export const distributedSchedule: SnippetTemplate = {
  id: 'distributed-schedule',
  title: 'Schedule that runs once for all instances (BullMQ)',
  description: 'Redis keeps the schedule, and one worker is given each run',
  prefix: 'scale-schedule',
  pattern: 'queues',
  problems: ['cron runs on every instance', 'mail is sent twice', 'job runs several times'],
  tradeoffs:
    'It needs a worker that always runs; while all of them are down runs are left out, not caught up with. Where a platform has schedules of its own (a CronJob of Kubernetes), those need no process.',
  languages: ['typescript', 'javascript'],
  rules: ['cron-in-process'],
  packages: { bullmq: '^6.7.0' },
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'job', initial: 'nightly-report' },
    { name: 'pattern', initial: '0 3 * * *', choices: ['*/5 * * * *', '0 * * * *', '0 3 * * 1'] },
    { name: 'zone', initial: 'Etc/UTC' },
    { name: 'work', initial: 'makeNightlyReport' },
  ],
  text: `import { Queue, Worker } from 'bullmq';

const redisUrl = process.env.REDIS_URL;
if (!redisUrl) throw new Error('Set REDIS_URL, to the Redis that holds the schedule.');

const connection = { url: redisUrl, maxRetriesPerRequest: null };
// Each job has a queue of its own, so that no worker is given a run that it does not know.
const queue = new Queue('schedule-«job»', { connection });
queue.on('error', (error) => console.error('Schedule:', error));

/** A run that was under way when its worker died is done again: what it does must be safe to repeat. */
async function «work»() {
  console.log('The job runs here, and on no other instance.');
}

const worker = new Worker('schedule-«job»', () => «work»(), { connection });
worker.on('error', (error) => console.error('Schedule:', error));
worker.on('failed', (job, error) => console.error(\`\${job?.name} failed:\`, error));

// Every instance says so when it starts, and there is one schedule all the same.
queue
  .upsertJobScheduler(
    '«job»',
    { pattern: '«pattern»', tz: '«zone»' },
    { name: '«job»', opts: { attempts: 3, backoff: { type: 'exponential', delay: 60_000 }, removeOnComplete: 100 } },
  )
  .catch((error) => {
    console.error('There is no schedule:', error);
    process.exit(1);
  });

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, async () => {
    // A run under way is finished first.
    await worker.close();
    await queue.close();
    process.exit(0);
  });
}
`,
};
