import type { Framework, TrackedType } from '../types.ts';
import { argument, argumentsFrom, entry, exported, made, method, verbs } from './wording.ts';

const id = 'express';
const modules = ['express'];
const types = ['express', 'express-serve-static-core'];
const application: TrackedType = 'express.application';
const router: TrackedType = 'express.router';
const route: TrackedType = 'express.route';
const receives = ['express.request', 'express.response'];

/** Verbs that routers answer, with `all` for every one of them. */
const answered = [...verbs, 'all', 'del'];

export const express: Framework = {
  id,
  title: 'Express',
  packages: ['express'],
  types: [
    {
      type: application,
      madeBy: [made(modules, 'default')],
      declaredAs: [exported(types, 'Express'), exported(types, 'Application')],
      chains: ['use', 'set', 'enable', 'disable', 'engine', ...answered],
    },
    {
      type: router,
      madeBy: [made(modules, 'Router'), made(['express-promise-router', 'router'], 'default')],
      declaredAs: [exported(types, 'Router'), exported(types, 'IRouter')],
      chains: ['use', 'param', ...answered],
      mounted: true,
    },
    {
      type: route,
      madeBy: [method(application, 'route'), method(router, 'route')],
      declaredAs: [exported(types, 'IRoute')],
      chains: answered,
      prefix: argument(0),
    },
    { type: 'express.request', madeBy: [], declaredAs: [exported(types, 'Request')] },
    {
      type: 'express.response',
      madeBy: [],
      declaredAs: [exported(types, 'Response')],
      chains: ['status', 'set', 'type', 'cookie', 'header'],
      speaks: ['write', 'send', 'json'],
    },
  ],
  entries: [
    ...[application, router].flatMap((on) => [
      entry(id, 'request', method(on, ...answered), argumentsFrom(1), { path: argument(0), verb: 'method', receives }),
      entry(id, 'request', method(on, 'use'), argumentsFrom(0), { path: argument(0), mounts: true, receives }),
      entry(id, 'request', method(on, 'param'), argument(1), { receives }),
    ]),
    entry(id, 'request', method(route, ...answered), argumentsFrom(0), { verb: 'method', receives }),
  ],
  singletons: [],
  hearsPromisesFrom: 5,
  listeners: [method(application, 'listen')],
  endsAtOnce: true,
  answers: [
    method(
      'express.response',
      ...['send', 'json', 'jsonp', 'end', 'sendStatus', 'sendFile', 'download', 'redirect', 'render'],
      ...['write', 'writeHead', 'flushHeaders'],
    ),
  ],
  citation: { title: 'Express: routing', url: 'https://expressjs.com/en/guide/routing.html' },
};
