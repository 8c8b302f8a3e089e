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

const sharedStore = {
  name: 'a shared store is given',
  replace: [['windowMs:', 'store: createStore(), windowMs:']],
} as const;

/** What a limiter guards by what stands behind it, where its name or a path alone would say something else. */
const silent: readonly RuleCase[] = [
  {
    name: 'the route does nothing but answer with a status',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      app.post('/beacons', rateLimit({ windowMs: 60000, limit: 50 }), (request, response) => {
        response.status(204).end();
      });
      app.listen(3000);
      ${two}`,
  },
  {
    name: 'the handler named beside the limiter does nothing but answer',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Beacons } from './beacons.ts';
      const app = express();
      new Beacons(app).register();
      app.listen(3000);
      // file: src/beacons.ts
      import { rateLimit } from 'express-rate-limit';
      import { describeRoute } from '@shop/routes';
      export class Beacons {
        constructor(private readonly app: unknown) {}
        register() {
          describeRoute(this.app, {
            method: 'post',
            path: '/beacons',
            handler: this.receive,
            middleware: [rateLimit({ windowMs: 60000, limit: 50 })],
          });
        }
        receive(request, response) {
          response.sendStatus(200);
        }
      }
      ${two}`,
  },
  {
    name: 'a stricter limiter of the same secret stands on what takes it',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      import { store } from './store.ts';
      const app = express();
      const loginLimiter = rateLimit({ windowMs: 60000, limit: 5, store });
      const loginPageLimiter = rateLimit({ windowMs: 60000, limit: 100 });
      app.get('/products', (request, response) => response.send([]));
      app.get('/orders', (request, response) => response.send([]));
      app.get('/prices', (request, response) => response.send([]));
      app.get('/login', loginPageLimiter, (request, response) => response.render('login'));
      app.get('/logout', loginPageLimiter, (request, response) => request.session.destroy(() => response.redirect('/')));
      app.post('/login', loginPageLimiter, loginLimiter, (request, response) => response.send('welcome'));
      app.listen(3000);
      // file: src/store.ts
      import { createStore } from '@shop/store';
      export const store = createStore();
      ${two}`,
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a handler named beside the limiter that does something',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { Beacons } from './register.ts';
      const app = express();
      new Beacons(app).register();
      app.listen(3000);
      // file: src/register.ts
      import { rateLimit } from 'express-rate-limit';
      import { describeRoute } from '@shop/routes';
      export class Beacons {
        constructor(private readonly app: unknown) {}
        register() {
          describeRoute(this.app, {
            method: 'post',
            path: '/beacons',
            handler: this.receive,
            middleware: [rateLimit({ windowMs: 60000, limit: 50 })],
            //           ^^^^^^^^^ ratelimit-memory-store
          });
        }
        async receive(request, response) {
          await request.app.locals.clients.save(request.body);
          response.sendStatus(200);
        }
      }
      ${two}`,
    // The file is called after registering, and nobody signs up in it.
    expect: [{ severity: 'note', says: ['50 requests a minute are really up to 100', 'It stands before `receive`'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the work is done before a handler that only answers',
    files: `
      // file: src/app.ts
      import express from 'express';
      import passport from 'passport';
      import { rateLimit } from 'express-rate-limit';
      import { keepAll } from '@shop/inbox';
      const app = express();
      app.get('/products', (request, response) => response.send([]));
      app.get('/orders', (request, response) => response.send([]));
      app.get('/prices', (request, response) => response.send([]));
      app.post('/login', rateLimit({ windowMs: 60000, limit: 5 }), passport.authenticate('local'), (request, response) => {
        //               ^^^^^^^^^ ratelimit-memory-store
        response.sendStatus(204);
      });
      app.post('/inbox', rateLimit({ windowMs: 60000, limit: 20 }), keepAll, (request, response) => {
        //               ^^^^^^^^^ ratelimit-memory-store
        response.sendStatus(204);
      });
      app.listen(3000);
      ${two}`,
    expect: [
      { severity: 'error', says: ['5 sign-in tries'] },
      { severity: 'warning', says: ['20 requests'] },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'a looser limiter stands on another route that takes the secret',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      import { store } from './store.ts';
      const app = express();
      const loginLimiter = rateLimit({ windowMs: 60000, limit: 5, store });
      const anyLoginLimiter = rateLimit({ windowMs: 60000, limit: 100 });
      //                      ^^^^^^^^^ ratelimit-memory-store
      app.get('/products', (request, response) => response.send([]));
      app.get('/orders', (request, response) => response.send([]));
      app.get('/prices', (request, response) => response.send([]));
      app.post('/login', anyLoginLimiter, loginLimiter, (request, response) => response.send('welcome'));
      app.post('/partners/login', anyLoginLimiter, (request, response) => response.send('welcome'));
      app.listen(3000);
      // file: src/store.ts
      import { createStore } from '@shop/store';
      export const store = createStore();
      ${two}`,
    expect: [{ says: ['100 sign-in tries a minute are really up to 200'] }],
    silentWhen: [{ name: 'it shares a store, too', replace: [['limit: 100 }', 'limit: 100, store }']] }],
  },
  {
    name: 'devices are registered, and nobody signs up',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const devices = new Map<string, object>();
      app.get('/products', (request, response) => response.send([]));
      app.get('/orders', (request, response) => response.send([]));
      app.get('/prices', (request, response) => response.send([]));
      app.post('/register', rateLimit({ windowMs: 60000, limit: 20 }), (request, response) => {
        //                  ^^^^^^^^^ ratelimit-memory-store
        devices.set(request.body.serial, request.body);
        response.send('known');
      });
      app.post('/v1/devices/register', rateLimit({ windowMs: 60000, limit: 30 }), (request, response) => {
        //                             ^^^^^^^^^ ratelimit-memory-store
        devices.set(request.body.serial, request.body);
        response.send('known');
      });
      app.listen(3000);
      ${two}`,
    expect: [
      { severity: 'warning', says: ['20 requests a minute are really up to 40'] },
      { severity: 'warning', says: ['30 requests a minute are really up to 60'] },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'somebody who gives a password signs up',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      import { addPerson } from './people.ts';
      const app = express();
      app.get('/products', (request, response) => response.send([]));
      app.get('/orders', (request, response) => response.send([]));
      app.get('/prices', (request, response) => response.send([]));
      app.post('/users/register', rateLimit({ windowMs: 60000, limit: 20 }), async (request, response) => {
        //                        ^^^^^^^^^ ratelimit-memory-store
        await addPerson(request.body);
        response.send('welcome');
      });
      app.listen(3000);
      // file: src/people.ts
      import { hash } from 'bcrypt';
      export const addPerson = async (body) => ({ name: body.name, secret: await hash(body.password, 12) });
      ${two}`,
    expect: [{ severity: 'error', says: ['20 sign-up tries a minute are really up to 40'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'thousands a minute hinder nobody who guesses',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      app.get('/products', (request, response) => response.send([]));
      app.get('/orders', (request, response) => response.send([]));
      app.post('/token', rateLimit({ windowMs: 60000, limit: 6000 }), (request, response) => response.send('renewed'));
      //                 ^^^^^^^^^ ratelimit-memory-store
      app.listen(3000);
      ${two}`,
    expect: [{ severity: 'warning', says: ['6000 requests a minute are really up to 12000'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'a general limiter is named after whom it counts',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const apiKeyLimiter = rateLimit({ windowMs: 60000, limit: 120 });
      //                    ^^^^^^^^^ ratelimit-memory-store
      app.use('/api', apiKeyLimiter);
      app.get('/api/products', (request, response) => response.send([]));
      app.get('/api/orders', (request, response) => response.send([]));
      app.post('/api/orders', (request, response) => response.send('placed'));
      app.get('/health', (request, response) => response.send('up'));
      app.listen(3000);
      ${two}`,
    expect: [{ severity: 'note', says: ['120 requests a minute are really up to 240', 'as a guard against floods'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'a limiter that is named after signing in stands before much else',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      const authLimiter = rateLimit({ windowMs: 60000, limit: 60 });
      //                  ^^^^^^^^^ ratelimit-memory-store
      app.get('/products', authLimiter, (request, response) => response.send([]));
      app.get('/orders', authLimiter, (request, response) => response.send([]));
      app.get('/prices', authLimiter, (request, response) => response.send([]));
      app.get('/carts', authLimiter, (request, response) => response.send([]));
      app.post('/reviews', authLimiter, (request, response) => response.send('thanks'));
      app.listen(3000);
      ${two}`,
    expect: [{ severity: 'warning', says: ['60 requests a minute are really up to 120'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'an optional sign-in before everything does not ask who wants to sign in',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { auth } from '@shop/identity';
      import { rateLimit } from 'express-rate-limit';
      import { settings } from './settings.ts';
      const app = express();
      if (settings.identity.enabled) app.use(auth(settings.identity));
      app.get('/products', (request, response) => response.send([]));
      app.get('/orders', (request, response) => response.send([]));
      app.get('/prices', (request, response) => response.send([]));
      app.post('/login', rateLimit({ windowMs: 60000, limit: 5 }), (request, response) => response.send('welcome'));
      //                 ^^^^^^^^^ ratelimit-memory-store
      app.post('/pin', rateLimit({ windowMs: 60000, limit: 6 }), (request, response) => response.send('right'));
      //               ^^^^^^^^^ ratelimit-memory-store
      app.listen(3000);
      // file: src/settings.ts
      export const settings = { identity: { enabled: process.env.IDENTITY === 'on' } };
      ${two}`,
    expect: [
      { severity: 'error', says: ['5 sign-in tries a minute are really up to 10'] },
      { severity: 'error', says: ['6 one-time code tries a minute are really up to 12'] },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'who is asked in production is asked',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { requireUser } from './user.ts';
      import { rateLimit } from 'express-rate-limit';
      const app = express();
      app.get('/products', (request, response) => response.send([]));
      app.get('/orders', (request, response) => response.send([]));
      if (process.env.NODE_ENV !== 'test') app.use(requireUser);
      app.post('/login', rateLimit({ windowMs: 60000, limit: 5 }), (request, response) => response.send('welcome'));
      //                 ^^^^^^^^^ ratelimit-memory-store
      app.post('/pin', rateLimit({ windowMs: 60000, limit: 6 }), (request, response) => response.send('right'));
      //               ^^^^^^^^^ ratelimit-memory-store
      app.listen(3000);
      // file: src/user.ts
      export const requireUser = (request, response, next) => (request.user ? next() : response.sendStatus(401));
      ${two}`,
    expect: [
      // Nobody can be signed in where signing in is what the route is for.
      { severity: 'error', says: ['5 sign-in tries a minute are really up to 10'] },
      { severity: 'note', says: ['6 requests a minute are really up to 12', 'ask who is signed in'] },
    ],
    silentWhen: [sharedStore],
  },
];

checkRule(rule, [...silent, ...flagged]);
