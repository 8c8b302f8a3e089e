import { inTime } from './in-time.ts';

/** The queue that requests hand work to, as `queue`, and what bounds the time that they wait for it. */
export function bullmqProducer(attempts: string): string {
  return `const redisUrl = process.env.REDIS_URL;
if (!redisUrl) throw new Error('Set REDIS_URL, to the Redis that holds the queue.');

// While Redis is down a request fails at once, instead of waiting for it.
const queue = new Queue('«queue»', {
  connection: { url: redisUrl, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
  defaultJobOptions: {
    attempts: ${attempts},
    backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
    removeOnComplete: { age: 24 * 3600 },
    // Failed jobs stay, as the dead letters that somebody looks at.
    removeOnFail: false,
  },
});
queue.on('error', (error) => console.error('Queue:', error));

${inTime(
  2000,
  'What the queue answers in time: one that Redis was never there for waits for it to come, and a request does not.',
  'The queue did not answer in time.',
)}`;
}
