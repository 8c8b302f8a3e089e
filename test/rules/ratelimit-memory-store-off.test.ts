import { rule } from '../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const two = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 2
`;

/** An application with a sign-in route among others. */
const shop = (statements: string, files = ''): string => `
  // file: src/app.ts
  import express from 'express';
  import { rateLimit } from 'express-rate-limit';
  const app = express();
  app.get('/products', (request, response) => response.send([]));
  app.get('/orders', (request, response) => response.send([]));
  app.get('/prices', (request, response) => response.send([]));
  ${statements}
  app.listen(3000);
  ${files}
  ${two}`;

const answer = '(request, response) => response.send("welcome")';

const sharedStore = {
  name: 'a shared store is given',
  replace: [['windowMs:', 'store: createStore(), windowMs:']],
} as const;

/** Limiters that count nothing where it matters. */
const silent: readonly RuleCase[] = [
  {
    name: 'every request is skipped',
    gate: 'guard',
    files: shop(`app.post('/login', rateLimit({ windowMs: 60000, limit: 5, skip: () => true }), ${answer});`),
  },
  {
    name: 'every request in production is skipped',
    gate: 'guard',
    files: shop(`
      const isProduction = process.env.NODE_ENV === 'production';
      app.post('/login', rateLimit({ windowMs: 60000, limit: 5, skip: () => isProduction }), ${answer});`),
  },
  {
    name: 'there is no limit',
    gate: 'guard',
    files: shop(`
      app.post('/login', rateLimit({ windowMs: 60000, limit: Infinity }), ${answer});
      app.post('/pin', rateLimit({ windowMs: 60000, limit: Number.MAX_SAFE_INTEGER }), ${answer});
      app.post('/forgot', rateLimit({ windowMs: 60000, limit: 0 }), ${answer});`),
  },
  {
    name: 'it is put before routes only outside production',
    gate: 'guard',
    files: shop(`
      const loginLimiter = rateLimit({ windowMs: 60000, limit: 5 });
      if (process.env.NODE_ENV !== 'production') app.use('/login', loginLimiter);
      app.post('/login', ${answer});`),
  },
  {
    name: 'nothing mentions it',
    gate: 'scope',
    files: shop(
      `import { searches } from './limits.ts';
      app.use(searches);
      app.post('/login', ${answer});`,
      `// file: src/limits.ts
      import { rateLimit } from 'express-rate-limit';
      export const searches = (request, response, next) => next();
      export const loginLimiter = rateLimit({ windowMs: 60000, limit: 5 });`,
    ),
  },
  {
    name: 'nothing calls what makes it',
    gate: 'scope',
    files: shop(
      `const { searches } = require('./limits.ts');
      app.use(searches);
      app.post('/login', ${answer});`,
      `// file: src/limits.ts
      const { rateLimit } = require('express-rate-limit');
      const searches = (request, response, next) => next();
      function createLoginLimiter() {
        return rateLimit({ windowMs: 60000, limit: 5 });
      }
      module.exports = { searches, createLoginLimiter };`,
    ),
  },
  {
    name: 'its options are put together with what cannot be read',
    gate: 'shared',
    files: shop(`
      import { given } from '@shop/limits';
      const options = Object.assign({}, { windowMs: 60000, limit: 5 }, given);
      app.post('/login', rateLimit(options), ${answer});
      app.post('/pin', rateLimit(Object.assign({ windowMs: 60000, limit: 5 }, given)), ${answer});`),
  },
  {
    name: 'it counts each connection by itself',
    gate: 'role',
    files: `
      // file: src/app.ts
      import { Server } from 'socket.io';
      import { RateLimiterMemory } from 'rate-limiter-flexible';
      const messages = new RateLimiterMemory({ points: 5, duration: 1 });
      const server = new Server(3000);
      server.on('connection', (socket) => {
        socket.on('message', async (text) => {
          await messages.consume(socket.id);
          socket.broadcast.emit('message', text);
        });
      });
      ${two}`,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'only tests and health checks are skipped',
    files: shop(`
      app.post('/login', rateLimit({ windowMs: 60000, limit: 5, skip: () => process.env.NODE_ENV === 'test' }), ${answer});
      //                 ^^^^^^^^^ ratelimit-memory-store
      app.post('/pin', rateLimit({ windowMs: 60000, limit: 6, skip: (request) => request.ip === '::1' }), ${answer});
      //               ^^^^^^^^^ ratelimit-memory-store`),
    expect: [{ says: ['5 sign-in tries'] }, { says: ['6 one-time code tries'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'it is put before one route in production, too',
    files: shop(`
      const loginLimiter = rateLimit({ windowMs: 60000, limit: 5 });
      //                   ^^^^^^^^^ ratelimit-memory-store
      if (process.env.NODE_ENV !== 'production') app.use('/forgot', loginLimiter);
      app.post('/forgot', ${answer});
      app.post('/login', loginLimiter, ${answer});`),
    expect: [{ severity: 'error', says: ['5 sign-in tries a minute'] }],
    silentWhen: [
      sharedStore,
      { name: 'it is put before that one alone', replace: [["'/login', loginLimiter,", "'/login',"]] },
    ],
  },
  {
    name: 'a package that cannot be read is handed the limiter through an index',
    files: shop(
      `import { loginLimiter } from './limits/index.ts';
      import { mount } from '@shop/routes';
      mount(app, { login: loginLimiter });`,
      `// file: src/limits/index.ts
      export * from './login.ts';
      // file: src/limits/login.ts
      import { rateLimit } from 'express-rate-limit';
      export const loginLimiter = rateLimit({ windowMs: 60000, limit: 5 });
      //                          ^^^^^^^^^ ratelimit-memory-store`,
    ),
    silentWhen: [
      sharedStore,
      {
        name: 'nothing mentions it',
        replace: [
          ['{ login: loginLimiter }', '{}'],
          ['import { loginLimiter } from', 'import'],
        ],
      },
    ],
  },
  {
    name: 'a module hands it on by another name',
    files: shop(
      `const limits = require('./limits.ts');
      const { mount } = require('@shop/routes');
      mount(app, limits.login);`,
      `// file: src/limits.ts
      const { rateLimit } = require('express-rate-limit');
      const limiter = rateLimit({ windowMs: 60000, limit: 5 });
      //              ^^^^^^^^^ ratelimit-memory-store
      module.exports = { login: limiter };`,
    ),
    silentWhen: [sharedStore, { name: 'nothing mentions it', replace: [['limits.login', 'limits.other']] }],
  },
  {
    name: 'it stands before the application that it is given',
    files: `
      # file: src/app.py
      from flask import Flask
      from flask_limiter import Limiter
      app = Flask(__name__)
      limiter = Limiter(app=app, default_limits=['5 per minute'])
      #         ^^^^^^^ ratelimit-memory-store
      @app.post('/login')
      def login():
          return 'welcome'
      # file: requirements.txt
      flask
      flask-limiter
      # file: compose.yaml
      services:
        shop:
          build: .
          command: gunicorn --chdir src app:app
          deploy:
            replicas: 2
      `,
    silentWhen: [
      { name: 'a storage is given', replace: [['default_limits', "storage_uri='redis://cache', default_limits"]] },
    ],
  },
  {
    name: 'another module of Python takes it by its name',
    files: `
      # file: src/app.py
      from flask import Flask
      from shop.limits import limiter
      app = Flask(__name__)
      limiter.init_app(app)
      @app.post('/login')
      def login():
          return 'welcome'
      # file: src/shop/limits.py
      from flask_limiter import Limiter
      from flask_limiter.util import get_remote_address
      limiter = Limiter(get_remote_address, default_limits=['5 per minute'])
      #         ^^^^^^^ ratelimit-memory-store
      # file: requirements.txt
      flask
      flask-limiter
      # file: compose.yaml
      services:
        shop:
          build: .
          command: gunicorn --chdir src app:app
          deploy:
            replicas: 2
      `,
    silentWhen: [
      { name: 'a storage is given', replace: [['default_limits', "storage_uri='redis://cache', default_limits"]] },
    ],
  },
  {
    name: 'its options are put together with what can be read',
    files: shop(`
      app.post('/login', rateLimit(Object.assign({ windowMs: 60000 }, { limit: 5 })), ${answer});
      //                 ^^^^^^^^^ ratelimit-memory-store`),
    expect: [{ says: ['5 sign-in tries a minute are really up to 10'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'a user has several connections',
    files: `
      // file: src/app.ts
      import { Server } from 'socket.io';
      import { RateLimiterMemory } from 'rate-limiter-flexible';
      const messages = new RateLimiterMemory({ points: 5, duration: 1 });
      //                   ^^^^^^^^^^^^^^^^^ ratelimit-memory-store
      const server = new Server(3000);
      server.on('connection', (socket) => {
        socket.on('message', async (text) => {
          await messages.consume(socket.data.user);
          socket.broadcast.emit('message', text);
        });
      });
      ${two}`,
    expect: [{ severity: 'note', says: ['5 requests a second are really up to 10'] }],
    silentWhen: [{ name: 'it counts in Redis', replace: [['RateLimiterMemory', 'RateLimiterRedis']] }],
  },
  {
    name: 'a provider is asked for everybody together',
    files: shop(`
      import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
      const translations = new RateLimiterMemory({ points: 5, duration: 1 });
      //                       ^^^^^^^^^^^^^^^^^ ratelimit-memory-store
      const mails = new RateLimiterQueue(new RateLimiterMemory({ points: 2, duration: 1 }));
      //                                     ^^^^^^^^^^^^^^^^^ ratelimit-memory-store
      app.post('/translations', async (request, response) => {
        await translations.consume('provider');
        response.send(await fetch('https://translations.example', { body: request.body.text }));
      });
      app.post('/mails', async (request, response) => {
        await mails.removeTokens(1);
        response.send(await fetch('https://mails.example', { body: request.body.text }));
      });`),
    expect: [
      { severity: 'note', says: ['5 calls a second are really up to 10', 'counts everybody together'] },
      { severity: 'note', says: ['2 calls a second are really up to 4', 'counts everybody together'] },
    ],
    silentWhen: [{ name: 'it counts in Redis', replace: [['RateLimiterMemory', 'RateLimiterRedis']] }],
  },
  {
    name: 'routes ask for the limit and give numbers of their own',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      import rateLimit from '@fastify/rate-limit';
      const app = Fastify();
      await app.register(rateLimit, { global: false, max: 100, timeWindow: '1 minute' });
      //        ^^^^^^^^ ratelimit-memory-store
      app.post('/login', { config: { rateLimit: { max: 5, timeWindow: '1 minute' } } }, async () => 'welcome');
      app.get('/products', async () => []);
      await app.listen({ port: 3000 });
      ${two}`,
    expect: [{ severity: 'error', says: ['5 sign-in tries a minute are really up to 10'] }],
    silentWhen: [{ name: 'Redis is given', replace: [['global: false', 'global: false, redis: createClient()']] }],
  },
  {
    name: 'a decorator gives the route a number of its own',
    files: `
      // file: src/app.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { ThrottlerModule } from '@nestjs/throttler';
      import { AccountController } from './account.controller.ts';
      @Module({ imports: [ThrottlerModule.forRoot([{ ttl: 60000, limit: 100 }])], controllers: [AccountController] })
      //                                  ^^^^^^^ ratelimit-memory-store
      export class AppModule {}
      // file: src/account.controller.ts
      import { Controller, Get, Post, UseGuards } from '@nestjs/common';
      import { Throttle, ThrottlerGuard } from '@nestjs/throttler';
      @Controller('account')
      export class AccountController {
        @Get('products')
        products() {
          return [];
        }
        @Post('login')
        @UseGuards(ThrottlerGuard)
        @Throttle({ default: { limit: 3, ttl: 60000 } })
        login() {
          return 'welcome';
        }
      }
      ${two}`,
    expect: [{ severity: 'error', says: ['The limit of sign-in tries is really up to 2 times what it says.'] }],
    silentWhen: [
      {
        name: 'every request is skipped',
        replace: [['[{ ttl: 60000, limit: 100 }]', '{ throttlers: [{ ttl: 60000, limit: 100 }], skipIf: () => true }']],
      },
    ],
  },
];

checkRule(rule, [...silent, ...flagged]);
