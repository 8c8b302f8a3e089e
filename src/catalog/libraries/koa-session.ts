import type { Library } from '../types.ts';
import { alwaysShared, argument, called } from './wording.ts';

/** Keeps the session in the cookie; an external store is the user's own object, which cannot be judged from here. */
export const koaSession: Library = {
  id: 'koa-session',
  title: 'koa-session',
  packages: ['koa-session'],
  types: [],
  uses: [
    { call: called(['koa-session'], 'default'), role: 'session', options: argument(0), shared: alwaysShared },
    { call: called(['koa-session'], 'createSession'), role: 'session', options: argument(0), shared: alwaysShared },
  ],
  effects: [],
  citation: {
    title: 'koa-session',
    url: 'https://github.com/koajs/session#external-session-stores',
    quote: 'The session is stored in a cookie by default.',
  },
};
