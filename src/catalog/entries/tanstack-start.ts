import type { Framework, TrackedType } from '../types.ts';
import { argument, entry, made, method } from './wording.ts';

const id = 'tanstack-start';
const start = ['@tanstack/react-start', '@tanstack/solid-start', '@tanstack/start'];
const serverFunction: TrackedType = 'tanstack-start.server-function';

/** Functions that pages call on the server, and the router that the server makes for each request. */
export const tanstackStart: Framework = {
  id,
  title: 'TanStack Start',
  packages: start,
  types: [
    {
      type: serverFunction,
      madeBy: [made(start, 'createServerFn')],
      declaredAs: [],
      chains: ['middleware', 'validator', 'inputValidator'],
    },
  ],
  entries: [
    entry(id, 'request', method(serverFunction, 'handler'), argument(0)),
    {
      kind: 'file',
      framework: id,
      files: ['src/router.{ts,tsx}', 'app/router.{ts,tsx}'],
      exports: ['getRouter', 'createRouter'],
      dependency: '@tanstack/react-start',
      moment: 'request',
    },
  ],
  singletons: [],
  listeners: [],
  citation: {
    title: 'TanStack Start: server functions',
    url: 'https://tanstack.com/start/latest/docs/framework/react/guide/server-functions',
  },
};
