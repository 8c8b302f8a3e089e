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
    name: 'memory only insures a limiter that counts in Redis, for as long as it may take',
    files: `${behind(`
      import { RateLimiterMemory, RateLimiterRedis, RLWrapperTimeouts } from 'rate-limiter-flexible';
      import { client } from './redis.ts';
      const limits = { points: 5, duration: 60 };
      const limiter = new RLWrapperTimeouts({
        limiter: new RateLimiterRedis({ ...limits, storeClient: client }),
        timeoutMs: 500,
        insuranceLimiter: new RateLimiterMemory(limits),
      });
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
  {
    name: 'a limiter before the pages of an interface protects the instance',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const pages = express.Router();
      pages.use(rateLimit({ windowMs: 60000, limit: 500 }));
      pages.use(express.static('dist/pages'));
      pages.use((request, response) => response.sendFile('index.html', { root: 'dist/pages' }));
      app.use('/admin', pages);
      app.get('/products', (request, response) => response.send([]));
      app.listen(3000);
      ${four}`,
  },
  {
    name: 'a limiter hands on to a router of files from its own handler',
    gate: 'role',
    files: `
      // file: src/app.ts
      import { readFileSync } from 'node:fs';
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      function createPages() {
        const pages = express.Router();
        pages.use((request, response) => response.send(readFileSync('dist/index.html', 'utf8')));
        return pages;
      }
      function createEntrance() {
        const pages = createPages();
        const entrance = express.Router();
        entrance.use(rateLimit({ windowMs: 60000, limit: 500 }));
        entrance.use((request, response, next) => pages(request, response, next));
        return entrance;
      }
      app.use('/admin', createEntrance());
      app.get('/products', (request, response) => response.send([]));
      app.listen(3000);
      ${four}`,
  },
  {
    name: 'a guard of one’s own counts in its own way',
    gate: 'shared',
    files: `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { APP_GUARD } from '@nestjs/core';
      import { ThrottlerModule } from '@nestjs/throttler';
      import { PlanGuard } from './plan.guard.ts';
      @Module({
        imports: [ThrottlerModule.forRoot([{ ttl: 60000, limit: 10 }])],
        providers: [{ provide: APP_GUARD, useClass: PlanGuard }],
      })
      export class AppModule {}
      // file: src/plan.guard.ts
      import { Injectable } from '@nestjs/common';
      import { ThrottlerGuard } from '@nestjs/throttler';
      @Injectable()
      export class PlanGuard extends ThrottlerGuard {
        async handleRequest({ context }) {
          return this.plans.allows(context);
        }
      }
      ${four.replace('app.ts', 'main.ts')}`,
  },
  {
    name: 'a function gives back the shared one where a client is there',
    files: `${behind(`
      import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
      import { connect } from './redis.ts';
      function createLimiter() {
        if (process.env.REDIS_URL) {
          const client = connect(process.env.REDIS_URL);
          if (client) {
            return new RateLimiterRedis({ storeClient: client, points: 5, duration: 60 });
          }
        }
        return new RateLimiterMemory({ points: 5, duration: 60 });
      }
      const limiter = createLimiter();
      export const signInLimiter = (request, response, next) => limiter.consume(request.ip).then(() => next(), next);
      // file: src/redis.ts
      import { createClient } from 'redis';
      export const connect = (url: string) => createClient({ url });
    `)}${four}`,
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
    expect: [
      { severity: 'warning', confidence: 'medium', says: ['30 requests a second by default are really up to 120'] },
    ],
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
    expect: [
      { severity: 'error', confidence: 'medium', says: ['50 sign-in tries an hour by default are really up to 200'] },
    ],
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
    expect: [{ severity: 'note', says: ['The limit of requests is really up to 4 times what it says.'] }],
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
    expect: [{ severity: 'note', says: ['The limit of requests is really up to 4 times what it says.'] }],
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
    expect: [{ severity: 'note', confidence: 'medium', says: ['5 requests a minute are really up to 20'] }],
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
    expect: [{ severity: 'note', says: ['100 requests a minute are really up to 400'] }],
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
      import { APP_GUARD } from '@nestjs/core';
      import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
      @Module({
        imports: [ThrottlerModule.forRoot([{ ttl: 60000, limit: 10 }])],
        //                        ^^^^^^^ ratelimit-memory-store
        providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
      })
      export class AppModule {}
      // file: package.json
      { "name": "shop", "main": "src/main.ts", "scripts": { "start": "node src/main.ts" },
        "dependencies": { "@nestjs/core": "^11.0.0", "@nestjs/common": "^11.0.0", "@nestjs/throttler": "^6.4.0" } }
      ${four.replace('app.ts', 'main.ts')}`,
    expect: [{ severity: 'note', says: ['10 requests a minute are really up to 40'] }],
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
      import { APP_GUARD } from '@nestjs/core';
      import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
      @Module({
        imports: [
          ThrottlerModule.forRootAsync({
            //            ^^^^^^^^^^^^ ratelimit-memory-store
            useFactory: async () => [{ ttl: 60000, limit: 10 }],
          }),
        ],
        providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
      })
      export class AppModule {}
      ${four.replace('app.ts', 'main.ts')}`,
    expect: [{ severity: 'note', says: ['10 requests a minute are really up to 40'] }],
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
      import { APP_GUARD } from '@nestjs/core';
      import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
      @Module({
        imports: [ThrottlerModule.forRoot({ ttl: 60, limit: 10 })],
        //                        ^^^^^^^ ratelimit-memory-store
        providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
      })
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
    name: 'a limiter whose time is bounded counts in memory all the same',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { RateLimiterMemory, RLWrapperTimeouts } from 'rate-limiter-flexible';
      const app = express();
      const counted = new RateLimiterMemory({ points: 3, duration: 600 });
      //                  ^^^^^^^^^^^^^^^^^ ratelimit-memory-store
      const otpLimiter = new RLWrapperTimeouts({ limiter: counted, timeoutMs: 500 });
      app.post('/code', async (request, response) => {
        await otpLimiter.consume(request.body.phone);
        response.send('sent');
      });
      app.listen(3000);
      ${four}`,
    expect: [{ says: ['are really up to 12'] }],
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
  {
    name: 'a limiter before the whole application is a guard against floods',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const signIns = rateLimit({ windowMs: 60000, limit: 5 });
      //              ^^^^^^^^^ ratelimit-memory-store
      app.use(rateLimit({ windowMs: 60000, limit: 600 }));
      //      ^^^^^^^^^ ratelimit-memory-store
      app.get('/products', (request, response) => response.send([]));
      app.post('/sign-in', signIns, (request, response) => response.send('welcome'));
      app.listen(3000);
      ${four}`,
    expect: [
      { severity: 'error', says: ['5 sign-in tries a minute'] },
      { severity: 'note', says: ['600 requests a minute are really up to 2400', 'as a guard against floods'] },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'a limiter of routes for who is signed in',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      import { requireUser } from './user.ts';
      const app = express();
      app.get('/products', (request, response) => response.send([]));
      app.get('/orders', (request, response) => response.send([]));
      app.post('/2fa/disable', rateLimit({ windowMs: 60000, limit: 5 }), requireSession(), (request, response) => {
        //                     ^^^^^^^^^ ratelimit-memory-store
        response.send('off');
      });
      app.post('/pay', rateLimit({ windowMs: 60000, limit: 5 }), requireSession(), (request, response) => {
        //             ^^^^^^^^^ ratelimit-memory-store
        response.send('paid');
      });
      function requireSession() {
        return (request, response, next) => (request.session.user ? next() : response.sendStatus(401));
      }
      app.listen(3000);
      ${four}`,
    expect: [
      { severity: 'note', says: ['5 requests a minute are really up to 20', 'ask who is signed in'] },
      { severity: 'error', says: ['5 payment tries a minute are really up to 20'] },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'a middleware that only notes who is signed in asks for nobody',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      import { updateAuthenticatedUsers } from './users.ts';
      const app = express();
      app.use(updateAuthenticatedUsers());
      app.get('/products', (request, response) => response.send([]));
      app.post('/2fa/verify', rateLimit({ windowMs: 60000, limit: 5 }), (request, response) => response.send('in'));
      //                      ^^^^^^^^^ ratelimit-memory-store
      app.listen(3000);
      // file: src/users.ts
      export const updateAuthenticatedUsers = () => (request, response, next) => next();
      ${four}`,
    expect: [{ severity: 'error', says: ['5 one-time code tries a minute'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'a word that is something else here',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      app.get('/products', (request, response) => response.send([]));
      app.post('/counters/reset', rateLimit({ windowMs: 60000, limit: 5 }), (request, response) => response.send('0'));
      //                          ^^^^^^^^^ ratelimit-memory-store
      app.listen(3000);
      ${four}`,
    expect: [{ severity: 'warning', says: ['5 requests a minute are really up to 20'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the limiters beside it share a store',
    files: `
      // file: src/app.ts
      import { Hono } from 'hono';
      import { serve } from '@hono/node-server';
      import { rateLimiter } from 'hono-rate-limiter';
      import { DatabaseStore } from './database-store.ts';
      const app = new Hono();
      app.use('/login', rateLimiter({ windowMs: 60000, limit: 10, store: new DatabaseStore() }));
      app.use('/query/*', rateLimiter({ windowMs: 60000, limit: 300 }));
      //                  ^^^^^^^^^^^ ratelimit-memory-store
      app.get('/query/products', (c) => c.json([]));
      app.post('/login', (c) => c.text('welcome'));
      serve(app);
      // file: src/database-store.ts
      export class DatabaseStore {}
      ${four}`,
    expect: [{ severity: 'note', says: ['Limiters beside it share a store'], related: ['src/app.ts:6'] }],
    silentWhen: [{ name: 'it shares one, too', replace: [['limit: 300', 'limit: 300, store: new DatabaseStore()']] }],
  },
  {
    name: 'a factory’s limiter of a sign-in route among many others',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { limiter } from './limiter.ts';
      const app = express();
      app.get('/products', limiter(100), (request, response) => response.send([]));
      app.get('/orders', limiter(100), (request, response) => response.send([]));
      app.post('/sign-in', limiter(5), (request, response) => response.send('welcome'));
      app.listen(3000);
      // file: src/limiter.ts
      import { rateLimit } from 'express-rate-limit';
      export function limiter(limit: number) {
        return rateLimit({ windowMs: 60000, limit });
        //     ^^^^^^^^^ ratelimit-memory-store
      }
      ${four}`,
    expect: [
      {
        severity: 'error',
        says: ['The limit of sign-in tries is really up to 4 times what it says.'],
        related: ['src/app.ts:6', 'src/app.ts:4', 'src/app.ts:5'],
      },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'a factory has a number of its own',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { createLimiter } from './limiter.ts';
      const app = express();
      const searches = createLimiter({ window: 60000 });
      app.get('/products', (request, response) => response.send([]));
      app.get('/search', searches, (request, response) => response.send([]));
      app.listen(3000);
      // file: src/limiter.ts
      import { rateLimit } from 'express-rate-limit';
      export function createLimiter(options?: { window?: number; limit?: number }) {
        const windowMs = options?.window ?? 1000;
        const limit = options?.limit ?? (process.env.LIMIT ? parseInt(process.env.LIMIT, 10) : 10);
        return rateLimit({ windowMs: windowMs, limit });
        //     ^^^^^^^^^ ratelimit-memory-store
      }
      ${four}`,
    expect: [{ severity: 'warning', confidence: 'medium', says: ['10 requests', 'by default are really up to 40'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'two windows of one promise are told once',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const bursts = rateLimit({ windowMs: 1000, limit: 3 });
      const daily = rateLimit({ windowMs: 24 * 60 * 60 * 1000, limit: 20 });
      //            ^^^^^^^^^ ratelimit-memory-store
      app.get('/products', (request, response) => response.send([]));
      app.post('/sign-in', bursts, daily, (request, response) => response.send('welcome'));
      app.listen(3000);
      ${four}`,
    expect: [{ severity: 'error', says: ['20 sign-in tries a day are'], related: ['src/app.ts:7', 'src/app.ts:4'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'a guard of one’s own only names who is counted',
    files: `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { ThrottlerModule } from '@nestjs/throttler';
      import { AccountController } from './account.controller.ts';
      @Module({ imports: [ThrottlerModule.forRoot([{ ttl: 60000, limit: 10 }])], controllers: [AccountController] })
      //                                  ^^^^^^^ ratelimit-memory-store
      export class AppModule {}
      // file: src/account.controller.ts
      import { Controller, Get, Post, UseGuards } from '@nestjs/common';
      import { AddressGuard } from './address.guard.ts';
      @Controller('account')
      export class AccountController {
        @Get('products')
        products() {
          return [];
        }
        @Post('login')
        @UseGuards(AddressGuard)
        login() {
          return 'welcome';
        }
      }
      // file: src/address.guard.ts
      import { Injectable } from '@nestjs/common';
      import { ThrottlerGuard } from '@nestjs/throttler';
      @Injectable()
      export class AddressGuard extends ThrottlerGuard {
        async getTracker(request) {
          return request.ips[0];
        }
      }
      ${four.replace('app.ts', 'main.ts')}`,
    expect: [{ severity: 'error', says: ['10 sign-in tries'] }],
    silentWhen: [
      {
        name: 'it counts in its own way',
        replace: [['getTracker(request)', 'handleRequest(request)']],
      },
    ],
  },
];

checkRule(rule, [...silent, ...flagged]);
