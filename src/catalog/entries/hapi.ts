import type { Framework, TrackedType } from '../types.ts';
import { argument, entry, exported, made, method, option } from './wording.ts';

const id = 'hapi';
const modules = ['@hapi/hapi'];
const server: TrackedType = 'hapi.server';

export const hapi: Framework = {
  id,
  title: 'hapi',
  packages: modules,
  types: [
    {
      type: server,
      madeBy: [made(modules, 'server'), made(modules, 'Server')],
      declaredAs: [exported(modules, 'Server')],
    },
  ],
  entries: [
    entry(
      id,
      'request',
      method(server, 'route'),
      option(0, 'handler', 'options.handler', 'config.handler', 'options.pre'),
      {
        path: option(0, 'path'),
        verb: { option: ['method'] },
      },
    ),
    entry(id, 'request', method(server, 'route'), argument(0)),
    entry(id, 'request', method(server, 'ext'), argument(1)),
    entry(id, 'boot', method(server, 'register'), option(0, 'register', 'plugin.register'), { receives: [server] }),
  ],
  singletons: [],
  hearsPromisesFrom: 0,
  listeners: [method(server, 'start')],
  endsAtOnce: true,
  citation: { title: 'hapi: routing', url: 'https://hapi.dev/tutorials/routing' },
};
