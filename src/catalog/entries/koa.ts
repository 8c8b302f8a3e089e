import type { Framework, TrackedType } from '../types.ts';
import { argument, argumentsFrom, entry, exported, made, method, option, verbs } from './wording.ts';

const id = 'koa';
const routers = ['@koa/router', 'koa-router'];
const application: TrackedType = 'koa.application';
const router: TrackedType = 'koa.router';
const receives = ['koa.context'];
const answered = [...verbs, 'all', 'del'];

export const koa: Framework = {
  id,
  title: 'Koa',
  packages: ['koa', ...routers],
  types: [
    {
      type: application,
      madeBy: [made(['koa'], 'default')],
      declaredAs: [exported(['koa'], 'default')],
      chains: ['use', 'on'],
    },
    {
      type: router,
      madeBy: [made(routers, 'default'), made(routers, 'Router')],
      declaredAs: [exported(routers, 'default'), exported(routers, 'Router')],
      // What `routes()` gives stands for its router where it is mounted.
      chains: ['use', 'prefix', 'param', 'routes', 'middleware', 'allowedMethods', ...answered],
      prefix: option(0, 'prefix'),
      mounted: true,
    },
    {
      type: 'koa.context',
      madeBy: [],
      declaredAs: [exported(['koa'], 'Context'), exported(['koa'], 'ParameterizedContext')],
    },
  ],
  entries: [
    entry(id, 'request', method(application, 'use'), argumentsFrom(0), { mounts: true, receives }),
    entry(id, 'request', method(router, ...answered), argumentsFrom(1), {
      path: argument(0),
      verb: 'method',
      receives,
    }),
    entry(id, 'request', method(router, 'use'), argumentsFrom(0), { path: argument(0), mounts: true, receives }),
    entry(id, 'request', method(router, 'param'), argument(1)),
    entry(id, 'request', method(router, 'register'), argument(2), { path: argument(0), verb: 'any', receives }),
  ],
  singletons: [],
  hearsPromisesFrom: 0,
  listeners: [method(application, 'listen')],
  endsAtOnce: true,
  citation: { title: 'Koa router: API', url: 'https://github.com/koajs/router/blob/master/API.md' },
};
