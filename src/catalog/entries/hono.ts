import type { Framework, TrackedType } from '../types.ts';
import { argument, argumentsFrom, entry, exported, made, method, verbs } from './wording.ts';

const id = 'hono';
const modules = ['hono', 'hono/tiny', 'hono/quick', 'hono/preset'];
const application: TrackedType = 'hono.application';
const receives = ['hono.context'];
const answered = [...verbs, 'all'];

export const hono: Framework = {
  id,
  title: 'Hono',
  packages: ['hono', '@hono/node-server'],
  types: [
    {
      type: application,
      madeBy: [made(modules, 'Hono'), made(['@hono/zod-openapi'], 'OpenAPIHono'), method(application, 'basePath')],
      declaredAs: [exported(modules, 'Hono'), exported(['@hono/zod-openapi'], 'OpenAPIHono')],
      chains: ['use', 'route', 'on', 'onError', 'notFound', 'mount', 'openapi', ...answered],
    },
    { type: 'hono.context', madeBy: [], declaredAs: [exported(modules, 'Context')] },
  ],
  entries: [
    entry(id, 'request', method(application, ...answered), argumentsFrom(0), {
      path: argument(0),
      verb: 'method',
      receives,
    }),
    entry(id, 'request', method(application, 'on'), argumentsFrom(2), { path: argument(1), verb: 'any', receives }),
    entry(id, 'request', method(application, 'openapi'), argumentsFrom(1), { verb: 'any', receives }),
    entry(id, 'request', method(application, 'use'), argumentsFrom(0), { path: argument(0), receives }),
    entry(id, 'request', method(application, 'route'), argument(1), { path: argument(0), mounts: true }),
    entry(id, 'request', method(application, 'onError', 'notFound'), argument(0)),
  ],
  singletons: [],
  hearsPromisesFrom: 0,
  listeners: [made(['@hono/node-server'], 'serve')],
  endsAtOnce: true,
  citation: { title: 'Hono: routing', url: 'https://hono.dev/docs/api/routing' },
};
