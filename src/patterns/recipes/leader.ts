import { redisInTime } from '../pieces/in-time.ts';
import { redisClient, redisConnection } from '../pieces/redis-connection.ts';
import type { SnippetTemplate } from '../template.ts';
import { leaderPython } from './python/leader.ts';
import type { Recipe } from './recipe.ts';

export const leader: SnippetTemplate = {
  id: 'leader',
  title: 'Work that one instance leads (node-redis)',
  description: 'One instance holds a lease in Redis and does the work; another takes over when it dies',
  prefix: 'scale-leader',
  pattern: 'queues',
  problems: ['job runs on every instance', 'only one may run'],
  tradeoffs: 'For a moment two can lead, when an instance hangs longer than its lease.',
  languages: ['typescript', 'javascript'],
  rules: ['cron-in-process'],
  packages: { redis: '^5.12.0' },
  placement: 'file',
  frameworks: [],
  files: [],
  client: redisClient,
  slots: [{ name: 'seconds', initial: '30' }],
  text: `import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { createClient } from 'redis';

${redisConnection}
${redisInTime}
const lease = «seconds» * 1000;

// Only who holds the lease renews it, or gives it back: after its time somebody else may have it.
const renew = \`if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0\`;
const giveBack = \`if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0\`;

/**
 * Does work on one instance at a time until \`stop\` is aborted. Whoever holds the lease runs it, and its signal is aborted
 * when the lease is lost; the others wait, and one of them takes over within «seconds» s. Work that ends is begun again.
 * An instance that hangs longer than its lease does not know that it lost it, so what the work does must bear two for
 * that moment.
 */
export async function whileLeading(
  name‹: string›,
  work‹: (signal: AbortSignal) => Promise<void>›,
  stop‹: AbortSignal›,
)‹: Promise<void>› {
  const key = \`leader:\${name}\`;
  const token = randomUUID();
  while (!stop.aborted) {
    const taken = await inTime(redis.set(key, token, { NX: true, PX: lease })).catch(() => null);
    if (taken === 'OK') await lead(key, token, work, stop);
    await pause(lease / 3, stop);
  }
}

async function lead(
  key‹: string›,
  token‹: string›,
  work‹: (signal: AbortSignal) => Promise<void>›,
  stop‹: AbortSignal›,
)‹: Promise<void>› {
  const done = new AbortController();
  const lost = new AbortController();
  const keeping = keepLease(key, token, done.signal, lost);
  try {
    await work(AbortSignal.any([stop, lost.signal]));
  } catch (error) {
    console.error('Work of the leader failed:', error);
  } finally {
    done.abort();
    await keeping;
    const given = inTime(redis.eval(giveBack, { keys: [key], arguments: [token] }));
    await given.catch((error) => console.error('A lease ends by its time alone:', error));
  }
}

/** Renews the lease three times in its time; a renewal that fails or comes too late ends it here as well. */
async function keepLease(
  key‹: string›,
  token‹: string›,
  done‹: AbortSignal›,
  lost‹: AbortController›,
)‹: Promise<void>› {
  while (!done.aborted) {
    await pause(lease / 3, done);
    if (done.aborted) return;
    const asked = redis.eval(renew, { keys: [key], arguments: [token, String(lease)] });
    const renewed = await inTime(asked).catch(() => 0);
    if (renewed !== 1) {
      lost.abort();
      return;
    }
  }
}

async function pause(milliseconds‹: number›, signal‹: AbortSignal›)‹: Promise<void>› {
  await after(milliseconds, undefined, { signal }).catch(() => undefined);
}
`,
};

export const leaderRecipe: Recipe = {
  id: 'leader-elected-job',
  title: 'Job that one instance leads',
  description: 'One instance holds a lease in Redis and does the work; another takes over when it dies.',
  pattern: 'queues',
  problems: [
    'cron runs on every instance',
    'job runs several times',
    'only one may run',
    'leader election',
    'mail is sent twice',
  ],
  tradeoffs:
    'For a moment two can lead, when an instance hangs longer than its lease, so the work must bear that. For single runs a schedule in a queue, or a CronJob of the platform, is simpler.',
  rules: ['cron-in-process'],
  variants: [
    {
      language: 'script',
      frameworks: [],
      files: [{ stem: 'leader', template: leader }],
      further: [
        'Call whileLeading where the program starts, with the signal that it stops by, and take the clock away that started the job.',
      ],
    },
    {
      language: 'python',
      frameworks: [],
      files: [{ stem: 'leader', template: leaderPython }],
      further: ['Call lead where the program starts, in a thread, and take the clock away that started the job.'],
    },
  ],
};
