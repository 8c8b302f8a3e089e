import { inTime } from '../pieces/in-time.ts';
import type { CodeTemplate } from '../template.ts';

/**
 * Work that a request hands over in place of beginning it: a job waits in Redis until some instance has done it. Each
 * instance is a worker beside its requests, so that nothing else has to be started.
 */
export const workQueue: CodeTemplate = {
  id: 'work-queue',
  title: 'Work that outlives the process (BullMQ)',
  description: 'Jobs in Redis that any instance does, or in this process while it is alone',
  prefix: 'scale-work-queue',
  languages: ['typescript', 'javascript'],
  rules: ['work-after-response'],
  packages: { bullmq: '^6.7.0' },
  slots: [{ name: 'queue', initial: 'work' }],
  text: `import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';

/** Names of the queues begin with it. A second program on the same Redis needs a name of its own. */
const program = '«queue»';

function address() {
  const url = process.env.REDIS_URL;
  if (!url) {
    if (process.env.NODE_ENV === 'production' && process.env.ALLOW_SINGLE_INSTANCE !== '1') {
      throw new Error('Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1 while exactly one instance runs.');
    }
    return null;
  }
  return url;
}

/** A queue for one kind of work, so that no program is handed work that it does not know. */
function openQueue(name‹: string›, url‹: string›, work‹: (given: string) => unknown›) {
  const title = \`\${program}-\${name.replaceAll(/[^\\w.-]/g, '-')}\`;
  const queue = new Queue(title, { connection: { url, maxRetriesPerRequest: 1, enableOfflineQueue: false } });
  queue.on('error', (error) => console.error('Queue:', error.message));
  const worker = new Worker(title, async (job) => work(job.data), {
    connection: { url, maxRetriesPerRequest: null },
    concurrency: 5,
    // Work that holds the thread for a while is not taken for that of an instance that is gone.
    lockDuration: 120_000,
  });
  worker.on('error', (error) => console.error('Worker:', error.message));
  worker.on('failed', (job, error) => console.error('A job failed:', name, job?.id, error));
  const stop = (signal‹: NodeJS.Signals›) => async () => {
    const isAlone = process.listenerCount(signal) === 0;
    // What is under way is finished; what waits is left to the other instances.
    await worker.close();
    await queue.close();
    if (isAlone) process.exit(0);
  };
  // Before all others, to see whether somebody else ends the program.
  process.prependOnceListener('SIGTERM', stop('SIGTERM'));
  process.prependOnceListener('SIGINT', stop('SIGINT'));
  return queue;
}

/**
 * Gives a function that hands work over in place of doing it, and tells the job's id when the job is kept. While Redis is
 * down it fails, so that no request promises what nobody will do. What it is given becomes JSON. Work that fails is tried
 * three times, and after a crash it can be done once more, so it must be safe to repeat.
 */
export function inQueue‹<Given extends unknown[]>›(name‹: string›, work‹: (...given: Given) => unknown›) {
  const run = (given‹: string›) => work(...JSON.parse(given));
  let queue‹: Queue | null | undefined›;
  const opened = () => {
    if (queue !== undefined) return queue;
    const url = address();
    queue = url === null ? null : openQueue(name, url, run);
    return queue;
  };
  // The worker begins when the program has loaded, and stops it where it has no Redis and must have one.
  setImmediate(opened);
  return async (...given‹: Given›)‹: Promise<string>› => {
    const kept = opened();
    if (kept === null) return doHere(name, () => run(JSON.stringify(given)));
    const options = {
      attempts: 3,
      backoff: { type: 'exponential', delay: 1000 },
      removeOnComplete: { count: 1000 },
      removeOnFail: { count: 5000 },
    };
    const job = await inTime(kept.add(name, JSON.stringify(given), options));
    return job.id ?? '';
  };
}

${inTime(
  2000,
  'The queue itself waits for Redis to come back, for as long as that takes; a request does not.',
  'The queue did not answer in time.',
)}
/** The only instance does it itself, behind the answer. */
function doHere(name‹: string›, work‹: () => unknown›) {
  const id = randomUUID();
  setImmediate(async () => {
    try {
      await work();
    } catch (error) {
      console.error('A job failed:', name, id, error);
    }
  });
  return id;
}
`,
};
