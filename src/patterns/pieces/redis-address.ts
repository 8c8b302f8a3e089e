/** Where a module of TypeScript or JavaScript finds its Redis: `url`, or null where one instance keeps things by itself. */
export const redisAddress = `  const url = process.env.REDIS_URL;
  if (!url) {
    if (process.env.NODE_ENV === 'production' && process.env.ALLOW_SINGLE_INSTANCE !== '1') {
      throw new Error('Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1 while exactly one instance runs.');
    }
    return null;
  }`;

/** What stands above the function that connects. */
export const redisRemark = `/**
 * The Redis that all instances share, at REDIS_URL: one connection for each. Without it an instance keeps things in its own
 * memory, which is right for exactly one: in production ALLOW_SINGLE_INSTANCE=1 must say so.
 */`;
