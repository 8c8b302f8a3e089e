import { rule } from '../../src/rules/stateless/session-memory-store.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const three = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
`;

const one = three.replace('replicas: 3', 'replicas: 1');

/** An Express application whose session set-up is the interesting part. */
const express = (imports: string, setUp: string): string => `
  // file: src/app.ts
  import express from 'express';
  ${imports}
  const app = express();
  ${setUp}
  app.post('/sign-in', (request, response) => { request.session.user = request.body.name; response.send(request.session.user); });
  app.get('/me', (request, response) => response.json(request.session.user)); app.listen(3000);
`;

/** What the session is asked for says who is signed in. */
const signIn = `app.post('/sign-in', (request, response) => {
        request.session.userId = request.body.id;
        response.end();
      });
      app.get('/orders', (request, response) => response.send(request.session.userId));`;

const plainSession = `import session from 'express-session';`;
const sharedStore = {
  name: 'a shared store is given',
  replace: [["secret: 'kept'", "secret: 'kept', store: createStore()"]],
} as const;

/** A program that begins by asking its operator for settings, in a small server of its own. */
const installer = (condition: string): string => `
      // file: src/app.js
      const fs = require('node:fs');
      const settingsFile = 'config.json';
      const isThere = fs.existsSync(settingsFile) || process.env.DATABASE_URL;
      if (${condition}) require('./first').ask(3000);
      else require('./shop');
      // file: src/shop.js
      const express = require('express');
      const app = express();
      app.get('/', (request, response) => response.send('open'));
      app.listen(3000);
      // file: src/first.js
      const express = require('express');
      const session = require('express-session');
      const first = module.exports;
      first.ask = (port) => {
        const app = express();
        app.use(session({ secret: 'kept' }));
        app.get('/me', (request, response) => response.json(request.session.user));
        app.listen(port);
      };
    `;

const silent: readonly RuleCase[] = [
  { name: 'what asks for settings while there are none', gate: 'guard', files: installer('!isThere') },
  {
    name: 'a Redis store is given',
    gate: 'shared',
    files: `${express(
      `import session from 'express-session';
       import { RedisStore } from 'connect-redis';
       import { createClient } from 'redis';`,
      `app.use(session({ secret: 'kept', store: new RedisStore({ client: createClient() }) }));`,
    )}${three}`,
  },
  {
    name: 'a database store is made by a factory',
    gate: 'shared',
    files: `${express(
      `import session from 'express-session';
       import connectPgSimple from 'connect-pg-simple';`,
      `const PostgresStore = connectPgSimple(session);
       app.use(session({ secret: 'kept', store: new PostgresStore({ tableName: 'sessions' }) }));`,
    )}${three}`,
  },
  {
    name: 'a store of the workspace stands in another file',
    gate: 'shared',
    files: `${express(
      `import session from 'express-session';
       import { sessionStore } from './session-store.ts';`,
      `app.use(session({ secret: 'kept', store: sessionStore }));`,
    )}
    // file: src/session-store.ts
    import MongoStore from 'connect-mongo';
    export const sessionStore = MongoStore.create({ mongoUrl: process.env.MONGO_URL });
    ${three}`,
  },
  {
    name: 'the store is shared in production and memory elsewhere',
    gate: 'guard',
    files: `${express(
      `import session from 'express-session';
       import { RedisStore } from 'connect-redis';
       import { createClient } from 'redis';`,
      `const store = process.env.REDIS_URL ? new RedisStore({ client: createClient() }) : undefined;
       app.use(session({ secret: 'kept', store }));`,
    )}${three}`,
  },
  {
    name: 'the store is put into the options afterwards',
    gate: 'shared',
    files: `${express(
      `import session from 'express-session';
       import { RedisStore } from 'connect-redis';
       import { createClient } from 'redis';`,
      `const options: session.SessionOptions = { secret: 'kept' };
       if (process.env.REDIS_URL) {
         options.store = new RedisStore({ client: createClient() });
       }
       app.use(session(options));`,
    )}${three}`,
  },
  {
    name: 'two set-ups share one condition',
    files: `${express(
      `import session from 'express-session';
       import { RedisStore } from 'connect-redis';
       import { createClient } from 'redis';`,
      `if (process.env.REDIS_URL) {
         app.use(session({ secret: 'kept', store: new RedisStore({ client: createClient() }) }));
       } else {
         app.use(session({ secret: 'kept' }));
       }`,
    )}${three}`,
  },
  {
    name: 'memory is used in development alone',
    gate: 'guard',
    files: `${express(
      plainSession,
      `if (process.env.NODE_ENV !== 'production') {
         app.use(session({ secret: 'kept' }));
       }`,
    )}${three}`,
  },
  {
    name: 'the options are spread from a module that cannot be read',
    gate: 'shared',
    files: `${express(
      `import session from 'express-session';
       import { sessionOptions } from '@shop/settings';`,
      `app.use(session({ ...sessionOptions, secret: 'kept' }));`,
    )}${three}`,
  },
  {
    name: 'the session lies in a signed cookie',
    gate: 'shared',
    files: `${express(
      `import cookieSession from 'cookie-session';`,
      `app.use(cookieSession({ name: 'shop', keys: ['kept'] }));`,
    )}${three}`,
  },
  {
    name: 'koa-session keeps the session in the cookie',
    gate: 'shared',
    files: `
      // file: src/app.ts
      import Koa from 'koa';
      import session from 'koa-session';
      const app = new Koa();
      app.keys = ['kept'];
      app.use(session({ key: 'shop' }, app));
      app.get('/me', (request, response) => response.json(request.session.user)); app.listen(3000);
      ${three}`,
  },
  {
    name: 'the call stands in a test',
    gate: 'scope',
    files: `${express('', '')}
      // file: test/session.test.ts
      import session from 'express-session';
      export const middleware = session({ secret: 'kept' });
      ${three}`,
  },
  {
    name: 'no program imports the file',
    gate: 'scope',
    files: `${express('', '')}
      // file: src/old/session.ts
      import session from 'express-session';
      export const middleware = session({ secret: 'kept' });
      ${three}`,
  },
  {
    name: 'another function is called session',
    gate: 'none',
    files: `${express(`import { session } from './telegram.ts';`, `app.use(session({ secret: 'kept' }));`)}
      // file: src/telegram.ts
      export const session = (options: object) => (request: unknown, response: unknown, next: () => void) => next();
      ${three}`,
  },
  {
    name: 'the store is chosen by a function of the workspace that returns a shared one',
    gate: 'shared',
    files: `${express(
      `import session from 'express-session';
       import { createStore } from './create-store.ts';`,
      `app.use(session({ secret: 'kept', store: createStore() }));`,
    )}
      // file: src/create-store.ts
      import { RedisStore } from 'connect-redis';
      import { createClient } from 'redis';
      export function createStore() {
        return new RedisStore({ client: createClient() });
      }
      ${three}`,
  },
  {
    name: 'hapi keeps small sessions in the cookie',
    gate: 'shared',
    files: `
      // file: src/app.ts
      import Hapi from '@hapi/hapi';
      import Yar from '@hapi/yar';
      const server = Hapi.server({ port: 3000 });
      await server.register({ plugin: Yar, options: { cookieOptions: { password: 'kept' } } });
      await server.start();
      ${three}`,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'no store is given',
    files: `
      // file: src/app.ts
      import express from 'express';
      import session from 'express-session';
      const app = express();
      app.use(session({ secret: 'kept' }));
      //      ^^^^^^^ session-memory-store
      ${signIn}
      app.listen(3000);
      ${three}`,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'medium',
        says: ['Each of 3 instances (compose.yaml:6) holds its own sessions.', 'express-session'],
      },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'the memory store is given by name',
    files: `
      // file: src/app.ts
      import express from 'express';
      import session, { MemoryStore } from 'express-session';
      const app = express();
      app.use(session({ secret: 'kept', store: new MemoryStore() }));
      //      ^^^^^^^ session-memory-store
      ${signIn}
      app.listen(3000);
      ${three}`,
    expect: [{ severity: 'error', confidence: 'high', related: ['src/app.ts:4'] }],
    silentWhen: [{ name: 'the store is another', replace: [['new MemoryStore()', 'createStore()']] }],
  },
  {
    name: 'memorystore is still memory',
    files: `
      // file: src/app.js
      const express = require('express');
      const session = require('express-session');
      const MemoryStore = require('memorystore')(session);
      const app = express();
      app.use(session({ secret: 'kept', store: new MemoryStore({ checkPeriod: 86400000 }) }));
      //      ^^^^^^^ session-memory-store
      ${signIn}
      app.listen(3000);
      ${three.replace('app.ts', 'app.js')}`,
    expect: [{ severity: 'error', confidence: 'high' }],
    silentWhen: [
      {
        name: 'the factory is that of a database store',
        replace: [["require('memorystore')", "require('connect-pg-simple')"]],
      },
    ],
  },
  {
    name: 'the options stand in another file',
    files: `
      // file: src/app.ts
      import express from 'express';
      import session from 'express-session';
      import { sessionOptions } from './settings.ts';
      const app = express();
      app.use(session(sessionOptions));
      //      ^^^^^^^ session-memory-store
      app.get('/me', (request, response) => response.json(request.session.user)); app.listen(3000);
      // file: src/settings.ts
      export const sessionOptions = { secret: 'kept', resave: false };
      ${three}`,
    silentWhen: [{ name: 'they hold a store', replace: [["secret: 'kept'", "secret: 'kept', store: createStore()"]] }],
  },
  {
    name: 'the set-up is a function of another file',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { useSessions } from './sessions.ts';
      const app = express();
      useSessions(app);
      app.get('/me', (request, response) => response.json(request.session.user)); app.listen(3000);
      // file: src/sessions.ts
      import session from 'express-session';
      import type { Express } from 'express';
      export function useSessions(app: Express) {
        app.use(session({ secret: 'kept' }));
        //      ^^^^^^^ session-memory-store
      }
      ${three}`,
    silentWhen: [
      sharedStore,
      {
        name: 'the application does not import it',
        replace: [
          ["import { useSessions } from './sessions.ts';", ''],
          ['useSessions(app);', ''],
        ],
      },
    ],
  },
  {
    name: 'Fastify sessions without a store',
    files: `
      // file: src/app.ts
      import Fastify from 'fastify';
      import cookie from '@fastify/cookie';
      import session from '@fastify/session';
      const app = Fastify();
      app.register(cookie);
      app.register(session, { secret: 'kept' });
      //  ^^^^^^^^ session-memory-store
      app.get('/cart', async (request) => request.session);
      app.listen({ port: 3000 });
      ${three}`,
    expect: [{ says: ['@fastify/session'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'hapi moves every session to the server and no cache is named',
    files: `
      // file: src/app.ts
      import Hapi from '@hapi/hapi';
      import Yar from '@hapi/yar';
      const server = Hapi.server({ port: 3000 });
      await server.register({ plugin: Yar, options: { maxCookieSize: 0, cookieOptions: { password: 'kept' } } });
      //           ^^^^^^^^ session-memory-store
      server.route({ method: 'GET', path: '/cart', handler: (request) => request.yar.get('cart') });
      await server.start();
      ${three}`,
    silentWhen: [
      { name: 'a cache is named', replace: [['maxCookieSize: 0', "maxCookieSize: 0, cache: { cache: 'redis' }"]] },
      { name: 'small sessions stay in the cookie', replace: [['maxCookieSize: 0', 'maxCookieSize: 1000']] },
    ],
  },
  {
    name: 'koa-generic-session without a store',
    files: `
      // file: src/app.js
      const Koa = require('koa');
      const session = require('koa-generic-session');
      const app = new Koa();
      app.keys = ['kept'];
      app.use(session({ key: 'kept' }));
      //      ^^^^^^^ session-memory-store
      app.get('/me', (request, response) => response.json(request.session.user)); app.listen(3000);
      ${three.replace('app.ts', 'app.js')}`,
    silentWhen: [{ name: 'a store is given', replace: [["key: 'kept'", "key: 'kept', store: createStore()"]] }],
  },
  {
    name: 'nothing says how many instances run',
    files: `
      // file: src/app.ts
      import express from 'express';
      import session from 'express-session';
      const app = express();
      app.use(session({ secret: 'kept' }));
      //      ^^^^^^^ session-memory-store
      ${signIn}
      app.listen(3000);
    `,
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'one instance is declared',
    files: `
      // file: src/app.ts
      import express from 'express';
      import session from 'express-session';
      const app = express();
      app.use(session({ secret: 'kept' }));
      //      ^^^^^^^ session-memory-store
      app.get('/me', (request, response) => response.json(request.session.user)); app.listen(3000);
      ${one}`,
    expect: [{ severity: 'note', situation: 'one' }],
    silentWhen: [sharedStore],
  },
  {
    name: 'one pod is declared and a rolling deploy runs two for a while',
    files: `
      // file: src/app.ts
      import express from 'express';
      import session from 'express-session';
      const app = express();
      app.use(session({ secret: 'kept' }));
      //      ^^^^^^^ session-memory-store
      ${signIn}
      app.listen(3000);
      # file: k8s/shop.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: shop
      spec:
        replicas: 1
        strategy:
          type: RollingUpdate
        template:
          spec:
            containers:
              - name: shop
                image: shop:1.0
                command: [node, src/app.ts]
    `,
    expect: [{ severity: 'warning', situation: 'one-at-deploy', says: ['deploy'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'two processes run on one host',
    files: `
      // file: src/app.ts
      import cluster from 'node:cluster';
      import express from 'express';
      import session from 'express-session';
      if (cluster.isPrimary) {
        for (let each = 0; each < 4; each++) cluster.fork();
      } else {
        const app = express();
        app.use(session({ secret: 'kept' }));
        //      ^^^^^^^ session-memory-store
        app.get('/me', (request, response) => response.json(request.session.user)); app.listen(3000);
      }
    `,
    silentWhen: [sharedStore],
  },
];

checkRule(rule, [...silent, ...flagged]);
