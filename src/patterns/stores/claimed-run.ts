import { redisInTime } from '../pieces/in-time.ts';
import type { CodeTemplate } from '../template.ts';

const head: Omit<CodeTemplate, 'packages' | 'slots' | 'text'> = {
  id: 'claimed-run',
  title: 'Runs of jobs that one instance alone does',
  description: 'Claims each run in Redis, or runs it where one instance alone is',
  prefix: 'scale-claimed-run',
  languages: ['typescript', 'javascript'],
  rules: ['cron-in-process'],
};

/** `options` set a key only if it is absent, in the client's own words. */
function textWith(connect: string, options: string): string {
  return `import { ${connect} } from '«redis»';

// Where no Redis is allowed to be absent the program stops as it starts, and not at its first job.
setImmediate(${connect});

/**
 * Whether this instance is the one that does a run of a job. The clocks of all instances ask at about the same time: who
 * asks first does it, and for half a minute nobody else. A job that starts more often than each minute needs less.
 */
export async function claimRun(job‹: string›)‹: Promise<boolean>› {
  const redis = ${connect}();
  if (redis === null) return true;
  try {
    return (await inTime(redis.set(\`run:\${job}\`, '1', ${options}))) === 'OK';
  } catch (error) {
    // While Redis is down nobody does it, because twice would be worse than late.
    console.error('A job is left out:', job, error);
    return false;
  }
}

${redisInTime}`;
}

export const claimedRun: CodeTemplate = {
  ...head,
  packages: { redis: '^5.12.0' },
  slots: [{ name: 'redis', initial: './shared-redis.js' }],
  text: textWith('connectSharedRedis', '{ NX: true, EX: 30 }'),
};

export const claimedIoredisRun: CodeTemplate = {
  ...head,
  packages: { ioredis: '^5.11.0' },
  slots: [{ name: 'redis', initial: './shared-ioredis.js' }],
  text: textWith('connectSharedIoredis', "'EX', 30, 'NX'"),
};
