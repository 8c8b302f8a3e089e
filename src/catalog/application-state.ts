import type { ApplicationState } from './unfollowed.ts';

/** Objects of applications on which code hangs what all requests share. */
export const applicationState: readonly ApplicationState[] = [
  {
    on: 'express.application',
    member: 'locals',
    call: null,
    citation: {
      title: 'Express: app.locals',
      url: 'https://expressjs.com/en/api.html#app.locals',
      quote: 'Once set, the value of app.locals properties persist throughout the life of the application.',
    },
  },
  {
    on: 'fastify.instance',
    member: null,
    call: 'decorate',
    citation: {
      title: 'Fastify: decorators',
      url: 'https://fastify.dev/docs/latest/Reference/Decorators/',
    },
  },
];
