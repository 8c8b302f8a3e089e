import { rule } from '../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const compose = `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 4
`;

/** A Fastify service whose limiter is put before all of it, with routes that have more to say. */
const shop = (options: string, ...routes: readonly string[]) => `
  // file: src/app.ts
  import Fastify from 'fastify';
  import rateLimit from '@fastify/rate-limit';
  import { place, signIn } from './orders.ts';
  const app = Fastify();
  await app.register(rateLimit, ${options});
  //        ^^^^^^^^ ratelimit-memory-store
${routes.map((route) => `  ${route}\n`).join('')}  app.get('/prices', place);
  app.get('/orders', place);
  await app.listen({ port: 3000 });
  // file: src/orders.ts
  import { store } from '@shop/store';
  export const place = async (request) => store.list(request.query);
  export const signIn = async (request) => store.check(request.body);
  ${compose}`;

const unmarked = (text: string) => text.replace(/\n *\/\/ +\^+ ratelimit-memory-store/, '');

const silent: readonly RuleCase[] = [
  {
    name: 'routes with numbers of their own count in the store of all',
    files: unmarked(
      shop('{ max: 100, redis: client }', "app.post('/login', { config: { rateLimit: { max: 3 } } }, signIn);"),
    ),
  },
];

const sharedStore = {
  name: 'a shared store is given',
  replace: [['rateLimit, {', 'rateLimit, { redis: client,']],
} as const;

const flagged: readonly RuleCase[] = [
  {
    name: 'a sign-in has a number of its own',
    files: shop(
      "{ max: 100, timeWindow: '1 minute' }",
      "app.post('/login', { config: { rateLimit: { max: 3, timeWindow: 60_000 } } }, signIn);",
    ),
    expect: [
      {
        severity: 'error',
        confidence: 'high',
        says: ['3 sign-in tries a minute are really up to 12'],
        related: ['src/app.ts:6'],
      },
    ],
    silentWhen: [sharedStore],
  },
  {
    name: 'what it leaves out is as the limiter has it',
    files: shop(
      '{ max: 100, timeWindow: 3_600_000 }',
      "app.route({ method: 'POST', url: '/login', config: { rateLimit: { max: 7 } }, handler: signIn });",
    ),
    expect: [{ severity: 'error', says: ['7 sign-in tries an hour are really up to 28'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the options stand in a constant',
    files: shop(
      '{ max: 100, timeWindow: 60_000 }',
      'const strict = { config: { rateLimit: { max: 3 } } };',
      "app.post('/login', strict, signIn);",
    ),
    expect: [{ severity: 'error', says: ['3 sign-in tries a minute are really up to 12'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'only routes that ask are limited, and one asks',
    files: shop(
      '{ global: false, max: 100, timeWindow: 60_000 }',
      "app.post('/login', { config: { rateLimit: { max: 3 } } }, signIn);",
    ),
    expect: [{ severity: 'error', says: ['3 sign-in tries a minute are really up to 12'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'only routes that ask are limited, and none is seen to',
    files: shop('{ global: false, max: 100, timeWindow: 60_000 }', "app.post('/login', signIn);"),
    expect: [{ severity: 'note', says: ['Its routes are not seen'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the number of the sign-in cannot be read',
    files: shop(
      '{ max: 100, timeWindow: 60_000 }',
      "app.post('/login', { config: { rateLimit: { max: request => quota(request) } } }, signIn);",
    ),
    expect: [{ severity: 'error', says: ['The limit of sign-in tries is really up to 4 times what it says'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'the sign-in is left out, and the others are guarded against floods alone',
    files: shop('{ max: 100, timeWindow: 60_000 }', "app.post('/login', { config: { rateLimit: false } }, signIn);"),
    expect: [{ severity: 'note', says: ['100 requests a minute are really up to 400', 'a guard against floods'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'a route that tells of no secret has a number of its own',
    files: shop(
      '{ max: 100, timeWindow: 60_000 }',
      "app.get('/search', { config: { rateLimit: { max: 10 } } }, place);",
      "app.post('/login', signIn);",
    ),
    expect: [{ severity: 'warning', says: ['100 requests a minute are really up to 400'] }],
    silentWhen: [sharedStore],
  },
  {
    name: 'other options of a route say nothing of the limit',
    files: shop(
      '{ max: 10, timeWindow: 60_000 }',
      "app.post('/login', { config: { limit: { max: 3 } }, schema: { rateLimit: { max: 3 } } }, signIn);",
    ),
    expect: [{ severity: 'warning', says: ['10 requests a minute are really up to 40'] }],
    silentWhen: [sharedStore],
  },
];

checkRule(rule, [...silent, ...flagged]);
