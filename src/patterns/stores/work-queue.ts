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

/** Jobs of all instances wait here. A second program on the same Redis needs a name of its own. */
const queueName = '«queue»';

const works = new Map‹<string, (given: string) => unknown>›();
let queue‹: Queue | null | undefined›;

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

/** Opened with the first work that is named, when the environment is there. */
function jobs() {
  if (queue !== undefined) return queue;
  const url = address();
  if (url === null) {
    queue = null;
    return queue;
  }
  queue = new Queue(queueName, { connection: { url, maxRetriesPerRequest: 1, enableOfflineQueue: false } });
  queue.on('error', (error) => console.error('Queue:', error.message));
  const worker = new Worker(queueName, async (job) => works.get(job.name)?.(job.data), {
    connection: { url, maxRetriesPerRequest: null },
    concurrency: 5,
  });
  worker.on('error', (error) => console.error('Worker:', error.message));
  worker.on('failed', (job, error) => console.error('A job failed:', job?.name, job?.id, error));
  for (const signal of ['SIGTERM', 'SIGINT']‹ as const›) {
    process.once(signal, async () => {
      // What is under way is finished; what waits is left to the other instances.
      await worker.close();
      if (process.listenerCount(signal) === 0) process.exit(0);
    });
  }
  return queue;
}

/**
 * Gives a function that hands work over in place of doing it, and tells the job's id when the job is kept. While Redis is
 * down it fails, so that no request promises what nobody will do. What it is given
 * becomes JSON. After a crash a job can be done a second time, so it must be safe to repeat.
 */
export function inQueue‹<Given extends unknown[]>›(name‹: string›, work‹: (...given: Given) => unknown›) {
  works.set(name, (given) => work(...JSON.parse(given)));
  // The worker begins when the program has loaded, and stops it where it has no Redis and must have one.
  setImmediate(jobs);
  return async (...given‹: Given›)‹: Promise<string>› => {
    const kept = jobs();
    if (kept === null) return doHere(name, JSON.stringify(given));
    const options = { removeOnComplete: { count: 1000 }, removeOnFail: { count: 5000 } };
    const job = await inTime(kept.add(name, JSON.stringify(given), options));
    return job.id ?? '';
  };
}

/** The queue itself waits for Redis to come back, for as long as that takes; a request does not. */
function inTime‹<Answer>›(asked‹: Promise<Answer>›)‹: Promise<Answer>› {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, 2000, new Error('The queue did not answer in time.'));
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The only instance does it itself, behind the answer. */
function doHere(name‹: string›, given‹: string›) {
  const id = randomUUID();
  setImmediate(async () => {
    try {
      await works.get(name)?.(given);
    } catch (error) {
      console.error('A job failed:', name, id, error);
    }
  });
  return id;
}
`,
};
