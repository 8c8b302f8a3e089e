import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { Redis } from 'ioredis';
import { type RedisReply, RedisStore } from 'rate-limit-redis';

const redis = new Redis(process.env.REDIS_URL ?? 'redis://cache:6379');
const store = (prefix: string) =>
  new RedisStore({
    prefix,
    sendCommand: (command: string, ...rest: string[]) => redis.call(command, ...rest) as Promise<RedisReply>,
  });

const app = express();

// Per-IP rate limit
app.get('/api', rateLimit({ windowMs: 60_000, limit: 100, store: store('api:') }), (_request, response) => {
  response.send('ok');
});

// Per-user rate limit
app.get(
  '/premium',
  rateLimit({
    windowMs: 60_000,
    limit: 1000,
    store: store('premium:'),
    keyGenerator: (request) => request.get('x-user') ?? 'anonymous',
  }),
  (_request, response) => {
    response.send('ok');
  },
);

app.listen(3000);
