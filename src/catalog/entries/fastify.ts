import type { Framework, TrackedType } from '../types.ts';
import { argument, argumentsFrom, entry, exported, made, method, option, verbs } from './wording.ts';

const id = 'fastify';
const modules = ['fastify'];
const instance: TrackedType = 'fastify.instance';
const receives = ['fastify.request', 'fastify.reply'];
const answered = [...verbs, 'all', 'trace', 'search', 'propfind'];

/** Hooks of requests; the others belong to the application's life. */
const requestHooks = [
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onSend',
  'onResponse',
  'onTimeout',
  'onError',
  'onRequestAbort',
];

export const fastify: Framework = {
  id,
  title: 'Fastify',
  packages: ['fastify'],
  types: [
    {
      type: instance,
      madeBy: [made(modules, 'default'), made(modules, 'fastify')],
      declaredAs: [exported(modules, 'FastifyInstance')],
      chains: ['addHook', 'after', 'decorate', 'ready', 'register', 'route', 'withTypeProvider', ...answered],
    },
    { type: 'fastify.request', madeBy: [], declaredAs: [exported(modules, 'FastifyRequest')] },
    {
      type: 'fastify.reply',
      madeBy: [],
      declaredAs: [exported(modules, 'FastifyReply')],
      chains: ['code', 'status', 'header', 'headers', 'type'],
      speaks: ['raw.write', 'send'],
    },
  ],
  entries: [
    entry(id, 'request', method(instance, ...answered), argumentsFrom(1), {
      path: argument(0),
      verb: 'method',
      receives,
    }),
    entry(id, 'request', method(instance, 'route'), option(0, 'preHandler', 'onRequest', 'preValidation', 'handler'), {
      path: option(0, 'url', 'path'),
      verb: { option: ['method'] },
      receives,
    }),
    entry(id, 'boot', method(instance, 'register'), argument(0), {
      path: option(1, 'prefix'),
      mounts: true,
      receives: [instance],
    }),
    entry(id, 'request', method(instance, 'addHook'), argument(1), {
      receives,
      only: { argument: argument(0), values: requestHooks },
    }),
    entry(id, 'boot', method(instance, 'addHook'), argument(1), {
      only: { argument: argument(0), values: ['onReady', 'onListen', 'onRoute', 'onRegister'] },
    }),
    entry(id, 'shutdown', method(instance, 'addHook'), argument(1), {
      only: { argument: argument(0), values: ['onClose', 'preClose'] },
    }),
    entry(id, 'request', method(instance, 'setErrorHandler', 'setNotFoundHandler'), argumentsFrom(0)),
    entry(id, 'request', method(instance, 'addContentTypeParser'), argument(-1)),
    entry(id, 'boot', method(instance, 'after', 'ready'), argument(0)),
  ],
  singletons: [],
  hearsPromisesFrom: 0,
  listeners: [method(instance, 'listen')],
  endsAtOnce: true,
  answers: [
    method('fastify.reply', 'send', 'redirect', 'hijack', 'raw.write', 'raw.writeHead', 'raw.end', 'raw.flushHeaders'),
  ],
  citation: { title: 'Fastify: routes', url: 'https://fastify.dev/docs/latest/Reference/Routes/' },
};
