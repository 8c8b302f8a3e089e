export const connection = { url: process.env.BROKER_URL ?? 'redis://queue:6379' };
