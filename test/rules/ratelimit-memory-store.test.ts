import { rule } from '../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const four = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 4
`;

/** A sign-in route behind a limiter that another file makes. */
const behind = (limiter: string): string => `
  // file: src/app.ts
  import express from 'express';
  import { signInLimiter } from './limit.ts';
  const app = express();
  app.post('/sign-in', signInLimiter, (request, response) => response.send('welcome'));
  app.listen(3000);
  // file: src/limit.ts
  ${limiter}
`;

const sharedStore = {
  name: 'a shared store is given',
  replace: [['windowMs:', 'store: createStore(), windowMs:']],
} as const;

const silent: readonly RuleCase[] = [
  {
    name: 'a Redis store is given',
    gate: 'shared',
    files: `${behind(`
      import { rateLimit } from 'express-rate-limit';
      import { RedisStore } from 'rate-limit-redis';
      import { client } from './redis.ts';
      export const signInLimiter = rateLimit({ limit: 5, store: new RedisStore({ sendCommand: (...args) => client.sendCommand(args) }) });
      // file: src/redis.ts
      import { createClient } from 'redis';
      export const client = createClient();
    `)}${four}`,
  },
  {
    name: 'the store is shared where an address is set',
    gate: 'guard',
    files: `${behind(`
      import { rateLimit } from 'express-rate-limit';
      import { RedisStore } from 'rate-limit-redis';
      import { createClient } from 'redis';
      const client = process.env.REDIS_URL ? createClient({ url: process.env.REDIS_URL }) : null;
      export const signInLimiter = rateLimit({
        limit: 5,
        store: client ? new RedisStore({ sendCommand: (...args) => client.sendCommand(args) }) : undefined,
      });
    `)}${four}`,
  },
  {
    name: 'one of two limiters is chosen by a condition',
    files: `${behind(`
      import { rateLimit } from 'express-rate-limit';
      import { RedisStore } from 'rate-limit-redis';
      import { client } from './redis.ts';
      export const signInLimiter = client
        ? rateLimit({ limit: 5, store: new RedisStore({ sendCommand: (...args) => client.sendCommand(args) }) })
        : rateLimit({ limit: 5 });
      // file: src/redis.ts
      import { createClient } from 'redis';
      export const client = process.env.REDIS_URL ? createClient() : null;
    `)}${four}`,
  },
  {
    name: 'a function returns early with the shared one',
    files: `${behind(`
      import { rateLimit } from 'express-rate-limit';
      import { RedisStore } from 'rate-limit-redis';
      import { createClient } from 'redis';
      function createLimiter() {
        if (process.env.REDIS_URL) {
          const client = createClient();
          return rateLimit({ limit: 5, store: new RedisStore({ sendCommand: (...args) => client.sendCommand(args) }) });
        }
        return rateLimit({ limit: 5 });
      }
      export const signInLimiter = createLimiter();
    `)}${four}`,
  },
  {
    name: 'memory only insures a limiter that counts in Redis',
    files: `${behind(`
      import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
      import { client } from './redis.ts';
      const insurance = new RateLimiterMemory({ points: 5, duration: 60 });
      const limiter = new RateLimiterRedis({ storeClient: client, points: 5, duration: 60, insuranceLimiter: insurance });
      export const signInLimiter = (request, response, next) => limiter.consume(request.ip).then(() => next(), next);
      // file: src/redis.ts
      import { createClient } from 'redis';
      export const client = createClient();
    `)}${four}`,
  },
  {
    name: 'koa-ratelimit counts in Redis by default',
    gate: 'shared',
    files: `
      // file: src/app.ts
      import Koa from 'koa';
      import ratelimit from 'koa-ratelimit';
      import Redis from 'ioredis';
      const app = new Koa();
      app.use(ratelimit({ driver: 'redis', db: new Redis(), duration: 60000, max: 100 }));
      app.listen(3000);
      ${four}`,
  },
  {
    name: 'the Fastify plugin is given Redis',
    gate: 'shared',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      import rateLimit from '@fastify/rate-limit';
      import Redis from 'ioredis';
      const app = Fastify();
      await app.register(rateLimit, { max: 100, timeWindow: '1 minute', redis: new Redis() });
      await app.listen({ port: 3000 });
      ${four}`,
  },
  {
    name: 'the throttler is given a storage',
    gate: 'shared',
    files: `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { ThrottlerModule } from '@nestjs/throttler';
      import { ThrottlerStorageRedisService } from '@nest-lab/throttler-storage-redis';
      @Module({
        imports: [
          ThrottlerModule.forRoot({ throttlers: [{ ttl: 60000, limit: 10 }], storage: new ThrottlerStorageRedisService() }),
        ],
      })
      export class AppModule {}
      ${four.replace('app.ts', 'main.ts')}`,
  },
  {
    name: 'a class gives the throttler its options',
    gate: 'shared',
    files: `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { ThrottlerModule } from '@nestjs/throttler';
      import { ThrottlerSettings } from './throttler-settings.ts';
      @Module({ imports: [ThrottlerModule.forRootAsync({ useClass: ThrottlerSettings })] })
      export class AppModule {}
      // file: src/throttler-settings.ts
      export class ThrottlerSettings {}
      ${four.replace('app.ts', 'main.ts')}`,
  },
  {
    name: 'the limiter is only for development',
    gate: 'guard',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const isProduction = process.env.NODE_ENV === 'production';
      if (!isProduction) app.use(rateLimit({ limit: 1000 }));
      app.listen(3000);
      ${four}`,
  },
  {
    name: 'the options come from a package that cannot be read',
    gate: 'shared',
    files: `${behind(`
      import { rateLimit } from 'express-rate-limit';
      import { limits } from '@shop/settings';
      export const signInLimiter = rateLimit({ ...limits });
    `)}${four}`,
  },
  {
    name: 'better-auth is given a second storage',
    gate: 'shared',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { toNodeHandler } from 'better-auth/node';
      import { betterAuth } from 'better-auth';
      import { redisStorage } from '@shop/redis-storage';
      const auth = betterAuth({ secondaryStorage: redisStorage(), emailAndPassword: { enabled: true } });
      const app = express();
      app.all('/api/auth/*splat', toNodeHandler(auth));
      app.listen(3000);
      ${four}`,
  },
  {
    name: 'the limiter stands in a script',
    gate: 'scope',
    files: `
      // file: src/app.ts
      import express from 'express';
      const app = express();
      app.listen(3000);
      // file: scripts/crawl.ts
      import { RateLimiterMemory } from 'rate-limiter-flexible';
      export const politeness = new RateLimiterMemory({ points: 1, duration: 1 });
      ${four}`,
  },
  {
    name: 'the route is the browser’s own',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from './throttle.ts';
      const app = express();
      app.use(rateLimit({ limit: 5, windowMs: 60000 }));
      app.listen(3000);
      // file: src/throttle.ts
      export const rateLimit = (options: object) => (request: unknown, response: unknown, next: () => void) => next();
      ${four}`,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a sign-in limiter of another file',
    files: `${behind(`
      import { rateLimit } from 'express-rate-limit';
      export const signInLimiter = rateLimit({ windowMs: 60 * 1000, limit: 5 });
      //                           ^^^^^^^^^ ratelimit-memory-store
    `)}${four}`,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        symbol: 'signInLimiter',
        says: [
          '5 sign-in tries a minute are really up to 20: each of 4 instances (compose.yaml:6) counts in its own memory.',
          'Give the limiter a store they share.',
        ],
        related: ['src/app.ts:4'],
      },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'a limiter before every route is a warning',
    files: `
      // file: src/app.js
      const express = require('express');
      const rateLimit = require('express-rate-limit');
      const app = express();
      app.use(rateLimit({ windowMs: 15 * 60 * 1000, max: 100 }));
      //      ^^^^^^^^^ ratelimit-memory-store
      app.get('/products', (request, response) => response.send([]));
      app.post('/sign-in', (request, response) => response.send('welcome'));
      app.listen(3000);
      ${four.replace('app.ts', 'app.js')}`,
    expect: [{ severity: 'warning', says: ['100 requests in 15 minutes are really up to 400'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the limit is the environment’s with a default',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      import { settings } from './settings.ts';
      const app = express();
      const searches = rateLimit({ windowMs: settings.window, limit: settings.limit });
      //               ^^^^^^^^^ ratelimit-memory-store
      app.get('/search', searches, (request, response) => response.send([]));
      app.listen(3000);
      // file: src/settings.ts
      export const settings = {
        window: Number(process.env.SEARCH_WINDOW ?? 1000),
        limit: parseInt(process.env.SEARCH_LIMIT || '30', 10),
      };
      ${four}`,
    expect: [{ severity: 'warning', confidence: 'medium', says: ['30 requests a second are really up to 120'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the limit is the environment’s or else a number',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const tries = parseInt(process.env.TRIES, 10) || 10;
      const strict = rateLimit({ windowMs: 60 * 60 * 1000, limit: tries * 5 });
      //             ^^^^^^^^^ ratelimit-memory-store
      app.post('/login', strict, (request, response) => response.send('welcome'));
      app.post('/login/code', strict, (request, response) => response.send('welcome'));
      app.get('/contact', strict, (request, response) => response.send('write to us'));
      app.listen(3000);
      ${four}`,
    expect: [{ severity: 'error', confidence: 'medium', says: ['50 sign-in tries an hour are really up to 200'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'one of a few routes checks a secret',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const strict = rateLimit({ windowMs: 60000, limit: 5 });
      //             ^^^^^^^^^ ratelimit-memory-store
      app.post('/forgot', strict, (request, response) => response.send('sent'));
      app.post('/contact', strict, (request, response) => response.send('sent'));
      app.get('/products', (request, response) => response.send([]));
      app.get('/products/:id', (request, response) => response.send({}));
      app.get('/orders', (request, response) => response.send([]));
      app.listen(3000);
      ${four}`,
    expect: [{ severity: 'error', says: ['5 requests a minute are really up to 20'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the limit is the environment’s alone',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      app.use(rateLimit({ windowMs: 60000, limit: Number(process.env.LIMIT) }));
      //      ^^^^^^^^^ ratelimit-memory-store
      app.get('/products', (request, response) => response.send([]));
      app.listen(3000);
      ${four}`,
    expect: [{ severity: 'warning', says: ['The limit of requests is really up to 4 times what it says.'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the limit cannot be read',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      app.use(rateLimit({ windowMs: 60000, limit: async (request) => (request.user ? 100 : 10) }));
      //      ^^^^^^^^^ ratelimit-memory-store
      app.get('/products', (request, response) => response.send([]));
      app.listen(3000);
      ${four}`,
    expect: [{ severity: 'warning', says: ['The limit of requests is really up to 4 times what it says.'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the library’s own limit holds',
    files: `
      // file: src/app.ts
      import { Hono } from 'hono';
      import { serve } from '@hono/node-server';
      import { rateLimiter } from 'hono-rate-limiter';
      const app = new Hono();
      app.use(rateLimiter({ keyGenerator: (c) => c.req.header('x-user') ?? '' }));
      //      ^^^^^^^^^^^ ratelimit-memory-store
      app.get('/products', (c) => c.json([]));
      serve(app);
      ${four}`,
    expect: [{ severity: 'warning', confidence: 'medium', says: ['5 requests a minute are really up to 20'] }],
    silentWhen: [{ name: 'a store is given', replace: [['keyGenerator:', 'store: createStore(), keyGenerator:']] }],
  },
  {
    name: 'the path of its routes says what it guards',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const strict = rateLimit({ windowMs: 3600000, limit: 3 });
      //             ^^^^^^^^^ ratelimit-memory-store
      app.post('/account/reset-password', strict, (request, response) => response.send('sent'));
      app.listen(3000);
      ${four}`,
    expect: [{ severity: 'error', says: ['3 password reset tries an hour are really up to 12'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the Fastify plugin counts in memory',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      import rateLimit from '@fastify/rate-limit';
      const app = Fastify();
      await app.register(rateLimit, { max: 100, timeWindow: '1 minute' });
      //        ^^^^^^^^ ratelimit-memory-store
      app.get('/products', async () => []);
      await app.listen({ port: 3000 });
      ${four}`,
    expect: [{ severity: 'warning', says: ['100 requests a minute are really up to 400'] }],
    silentWhen: [{ name: 'Redis is given', replace: [['max: 100', 'redis: new Redis(), max: 100']] }],
  },
  {
    name: 'the throttler of a Nest module',
    files: `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { ThrottlerModule } from '@nestjs/throttler';
      @Module({ imports: [ThrottlerModule.forRoot([{ ttl: 60000, limit: 10 }])] })
      //                                  ^^^^^^^ ratelimit-memory-store
      export class AppModule {}
      // file: package.json
      { "name": "shop", "main": "src/main.ts", "scripts": { "start": "node src/main.ts" },
        "dependencies": { "@nestjs/core": "^11.0.0", "@nestjs/common": "^11.0.0", "@nestjs/throttler": "^6.4.0" } }
      ${four.replace('app.ts', 'main.ts')}`,
    expect: [{ severity: 'warning', says: ['10 requests a minute are really up to 40'] }],
    silentWhen: [
      {
        name: 'a storage is given',
        replace: [
          ['[{ ttl: 60000, limit: 10 }]', '{ throttlers: [{ ttl: 60000, limit: 10 }], storage: createStorage() }'],
        ],
      },
    ],
  },
  {
    name: 'a factory gives the throttler its options',
    files: `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { ThrottlerModule } from '@nestjs/throttler';
      @Module({
        imports: [
          ThrottlerModule.forRootAsync({
            //            ^^^^^^^^^^^^ ratelimit-memory-store
            useFactory: async () => [{ ttl: 60000, limit: 10 }],
          }),
        ],
      })
      export class AppModule {}
      ${four.replace('app.ts', 'main.ts')}`,
    expect: [{ severity: 'warning', says: ['10 requests a minute are really up to 40'] }],
    silentWhen: [
      {
        name: 'the factory gives a storage',
        replace: [
          ['[{ ttl: 60000, limit: 10 }]', '({ throttlers: [{ ttl: 60000, limit: 10 }], storage: createStorage() })'],
        ],
      },
    ],
  },
  {
    name: 'an older throttler counts its window in seconds',
    files: `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { ThrottlerModule } from '@nestjs/throttler';
      @Module({ imports: [ThrottlerModule.forRoot({ ttl: 60, limit: 10 })] })
      //                                  ^^^^^^^ ratelimit-memory-store
      export class AppModule {}
      // file: package.json
      { "name": "shop", "main": "src/main.ts", "scripts": { "start": "node src/main.ts" },
        "dependencies": { "@nestjs/core": "^9.0.0", "@nestjs/common": "^9.0.0", "@nestjs/throttler": "^4.2.1" } }
      ${four.replace('app.ts', 'main.ts')}`,
    expect: [{ says: ['10 requests a minute are really up to 40'] }],
    silentWhen: [{ name: 'a storage is given', replace: [['limit: 10', 'limit: 10, storage: createStorage()']] }],
  },
  {
    name: 'a limiter asked inside the handler',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { RateLimiterMemory } from 'rate-limiter-flexible';
      const app = express();
      const otpLimiter = new RateLimiterMemory({ points: 3, duration: 600 });
      //                     ^^^^^^^^^^^^^^^^^ ratelimit-memory-store
      app.post('/code', async (request, response) => {
        await otpLimiter.consume(request.body.phone);
        response.send('sent');
      });
      app.listen(3000);
      ${four}`,
    expect: [
      { severity: 'error', says: ['3 one-time code tries in 10 minutes are really up to 12'], symbol: 'otpLimiter' },
    ],
    silentWhen: [{ name: 'it counts in Redis', replace: [['RateLimiterMemory', 'RateLimiterRedis']] }],
  },
  {
    name: 'koa-ratelimit is told to count in memory',
    files: `
      // file: src/app.ts
      import Koa from 'koa';
      import ratelimit from 'koa-ratelimit';
      const app = new Koa();
      app.use(ratelimit({ driver: 'memory', db: new Map(), duration: 60000, max: 100 }));
      //      ^^^^^^^^^ ratelimit-memory-store
      app.listen(3000);
      ${four}`,
    expect: [{ says: ['100 requests a minute are really up to 400'] }],
    silentWhen: [{ name: 'the driver is Redis', replace: [["'memory'", "'redis'"]] }],
  },
  {
    name: 'a factory with the limit as its argument makes it',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { limiter } from './limiter.ts';
      const app = express();
      app.post('/orders', limiter(20), (request, response) => response.send('placed'));
      app.listen(3000);
      // file: src/limiter.ts
      import { rateLimit } from 'express-rate-limit';
      export const limiter = (limit: number) => rateLimit({ windowMs: 60000, limit });
      //                                        ^^^^^^^^^ ratelimit-memory-store
      ${four}`,
    expect: [{ severity: 'warning', says: ['20 requests a minute are really up to 80'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'nothing says how many instances run',
    files: `${behind(`
      import { rateLimit } from 'express-rate-limit';
      export const signInLimiter = rateLimit({ windowMs: 60 * 1000, limit: 5 });
      //                           ^^^^^^^^^ ratelimit-memory-store
    `)}`,
    expect: [
      {
        severity: 'warning',
        situation: 'assumed',
        says: ['With 2 instances 5 sign-in tries a minute are really up to 10: each counts in its own memory.'],
      },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'one instance is declared',
    files: `${behind(`
      import { rateLimit } from 'express-rate-limit';
      export const signInLimiter = rateLimit({ windowMs: 60 * 1000, limit: 5 });
      //                           ^^^^^^^^^ ratelimit-memory-store
    `)}${four.replace('replicas: 4', 'replicas: 1')}`,
    expect: [{ severity: 'note', situation: 'one', says: ['become up to 10 with a second instance'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'better-auth keeps its counts in memory',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { toNodeHandler } from 'better-auth/node';
      import { betterAuth } from 'better-auth';
      const auth = betterAuth({ emailAndPassword: { enabled: true } });
      //           ^^^^^^^^^^ ratelimit-memory-store
      const app = express();
      app.all('/api/auth/*splat', toNodeHandler(auth));
      app.listen(3000);
      ${four}`,
    expect: [{ severity: 'error' }],
    silentWhen: [
      {
        name: 'it counts in the database',
        replace: [['emailAndPassword', "rateLimit: { storage: 'database' }, emailAndPassword"]],
      },
      {
        name: 'its limits are off',
        replace: [['emailAndPassword', 'rateLimit: { enabled: false }, emailAndPassword']],
      },
    ],
  },
];

checkRule(rule, [...silent, ...flagged]);
