export const connection = { url: process.env.REDIS_URL ?? 'redis://cache:6379' };
