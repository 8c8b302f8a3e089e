import type { TemplateClient } from '../template.ts';

/** What makes the process's one client of node-redis, as `redis`. */
export const redisConnection = `const redisUrl = process.env.REDIS_URL;
if (!redisUrl) throw new Error('Set REDIS_URL, to the Redis that all instances share.');

// A command that cannot be sent within half a second fails; waiting for Redis to come back would hold every request.
const redis = createClient({ url: redisUrl, commandOptions: { timeout: 500 } });
redis.on('error', (error) => console.error('Redis:', error));
redis.connect().catch((error) => console.error('Redis:', error));
`;

export const redisClient: TemplateClient = { package: 'redis', local: 'redis', text: redisConnection };

/** The same of ioredis. */
export const ioredisConnection = `const redisUrl = process.env.REDIS_URL;
if (!redisUrl) throw new Error('Set REDIS_URL, to the Redis that all instances share.');

// A command that cannot be sent within half a second fails; waiting for Redis to come back would hold every request.
const redis = new Redis(redisUrl, { connectTimeout: 500, commandTimeout: 500, maxRetriesPerRequest: 1 });
redis.on('error', (error) => console.error('Redis:', error));
`;

export const ioredisClient: TemplateClient = { package: 'ioredis', local: 'redis', text: ioredisConnection };
