import type { Library } from '../types.ts';
import { called, made } from './wording.ts';

/** Servers of files that lie beside the code and are the same in every instance. */
export const staticFiles: Library = {
  id: 'static-files',
  title: 'serve-static',
  packages: ['serve-static', 'koa-static', 'sirv', 'express-static-gzip'],
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
