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

const app = `
  // file: src/app.ts
  import express from 'express';
  import { routes } from './routes.ts';
  const app = express();
  routes(app);
  app.listen(3000);
`;

const sharedStore = {
  name: 'a shared store is given',
  replace: [['windowMs:', 'store: createStore(), windowMs:']],
} as const;

/** A limiter whose route stands in the object that it is written in, which a wrapper of somebody's own registers. */
const flagged: readonly RuleCase[] = [
  {
    name: 'a route whose path and handler tell of no secret',
    files: `
      ${app}
      // file: src/routes.ts
      import { rateLimit } from 'express-rate-limit';
      import { describeRoute } from '@shop/routes';
      async function keepBeacon(request, response) {
        await request.app.locals.beacons.save(request.body);
        response.send('kept');
      }
      export function routes(app) {
        describeRoute(app, {
          method: 'post',
          url: '',
          handler: keepBeacon,
          before: [rateLimit({ windowMs: 60000, limit: 50 })],
          //       ^^^^^^^^^ ratelimit-memory-store
        });
      }
      ${two}`,
    expect: [
      {
        severity: 'note',
        says: ['50 requests a minute are really up to 100', 'before `keepBeacon`, where nothing tells of a secret'],
        related: ['src/routes.ts:10'],
      },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'a route with a path and a handler from a package',
    files: `
      ${app}
      // file: src/routes.ts
      import { rateLimit } from 'express-rate-limit';
      import { describeRoute, list } from '@shop/routes';
      export function routes(app) {
        describeRoute(app, {
          method: 'GET',
          path: '/prices',
          options: { pre: [{ method: rateLimit({ windowMs: 60000, limit: 50 }) }], handler: list },
          //                         ^^^^^^^^^ ratelimit-memory-store
        });
      }
      ${two}`,
    expect: [{ severity: 'note', says: ['It stands before GET /prices, where nothing tells'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the path is that of a sign-in',
    files: `
      ${app}
      // file: src/routes.ts
      import { rateLimit } from 'express-rate-limit';
      import { describeRoute, check } from '@shop/routes';
      const limiter = rateLimit({ windowMs: 60000, limit: 5 });
      //              ^^^^^^^^^ ratelimit-memory-store
      export function routes(app) {
        describeRoute(app, { method: 'post', path: '/login', handler: check, before: [limiter] });
      }
      ${two}`,
    expect: [{ severity: 'error', says: ['5 sign-in tries a minute are really up to 10'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'a row of a table in another file than the limiter',
    files: `
      ${app}
      // file: src/limits.ts
      import { rateLimit } from 'express-rate-limit';
      export const tight = rateLimit({ windowMs: 60000, limit: 5 });
      //                   ^^^^^^^^^ ratelimit-memory-store
      // file: src/routes.ts
      import { registerAll, check, list } from '@shop/routes';
      import { tight } from './limits.ts';
      const table = [
        { verb: 'get', path: '/prices', handler: list },
        { verb: 'post', path: '/forgot-password', handler: check, before: [tight] },
      ];
      export function routes(app) {
        registerAll(app, table);
      }
      ${two}`,
    expect: [
      {
        severity: 'error',
        says: ['5 password reset tries a minute are really up to 10'],
        related: ['src/routes.ts:5'],
      },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'the file is called after signing in, and the route is another',
    files: `
      ${app.replace('./routes.ts', './auth.ts')}
      // file: src/auth.ts
      import { rateLimit } from 'express-rate-limit';
      import { describeRoute, list } from '@shop/routes';
      export function routes(app) {
        describeRoute(app, {
          path: '/greetings',
          handler: list,
          before: [rateLimit({ windowMs: 60000, limit: 50 })],
          //       ^^^^^^^^^ ratelimit-memory-store
        });
      }
      ${two}`,
    expect: [{ severity: 'note', says: ['50 requests a minute', 'It stands before /greetings'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the path is empty, and the file speaks of signing in',
    files: `
      ${app.replace('./routes.ts', './login.ts')}
      // file: src/login.ts
      import { rateLimit } from 'express-rate-limit';
      import { describeRoute, receive } from '@shop/routes';
      export function routes(app) {
        describeRoute(app, {
          path: '',
          handler: receive,
          before: [rateLimit({ windowMs: 60000, limit: 5 })],
          //       ^^^^^^^^^ ratelimit-memory-store
        });
      }
      ${two}`,
    expect: [{ severity: 'error', says: ['5 sign-in tries a minute are really up to 10'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'something beside it asks who is signed in',
    files: `
      ${app}
      // file: src/routes.ts
      import { rateLimit } from 'express-rate-limit';
      import { describeRoute, requireUser, authenticate } from '@shop/routes';
      export function routes(app) {
        describeRoute(app, {
          path: '/prices',
          handler: authenticate,
          before: [requireUser, rateLimit({ windowMs: 60000, limit: 50 })],
          //                    ^^^^^^^^^ ratelimit-memory-store
        });
      }
      ${two}`,
    expect: [{ severity: 'note', says: ['Its routes ask who is signed in'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the object that it is written in tells no route',
    files: `
      ${app}
      // file: src/routes.ts
      import { rateLimit } from 'express-rate-limit';
      import { protect } from '@shop/routes';
      export function routes(app) {
        protect(app, { folder: 'public', before: [rateLimit({ windowMs: 60000, limit: 50 })] });
        //                                        ^^^^^^^^^ ratelimit-memory-store
      }
      ${two}`,
    expect: [{ severity: 'note', says: ['Its routes are not seen'] }],
    silentWhen: [sharedStore],
  },
];

checkRule(rule, flagged);
