import type { Library } from '../types.ts';
import { argument, called, made, namedArgument, option } from './wording.ts';

/** Servers of files in a folder, which are the same in every instance as long as nobody writes there. */
export const staticFiles: Library = {
  id: 'static-files',
  title: 'serve-static',
  packages: ['serve-static', 'koa-static', 'sirv', 'express-static-gzip', '@fastify/static'],
  types: [],
  uses: [
    { call: called(['express'], 'static'), role: 'file-server', options: null },
    {
      call: called(['serve-static', 'koa-static', 'express-static-gzip'], 'default'),
      role: 'file-server',
      options: null,
    },
    { call: made(['sirv'], 'default'), role: 'file-server', options: null },
    {
      call: called(['@hono/node-server/serve-static', 'hono/bun', 'hono/serve-static'], 'serveStatic'),
      role: 'file-server',
      options: null,
      destination: option(0, 'root'),
    },
    {
      call: {
        kind: 'given',
        methods: ['register'],
        argument: argument(0),
        modules: ['@fastify/static'],
        name: 'default',
      },
      role: 'file-server',
      options: argument(1),
      destination: option(1, 'root'),
    },
    {
      call: made(['fastapi.staticfiles', 'starlette.staticfiles'], 'StaticFiles'),
      role: 'file-server',
      options: null,
      destination: namedArgument('directory'),
    },
  ],
  effects: [],
  citation: {
    title: 'Express: serving static files',
    url: 'https://expressjs.com/en/starter/static-files.html',
    quote:
      'To serve static files such as images, CSS files, and JavaScript files, use the express.static built-in middleware function in Express.',
  },
};
