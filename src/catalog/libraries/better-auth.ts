import type { Library } from '../types.ts';
import { argument, called, sharedByOption } from './wording.ts';

/** Limits its own sign-in routes; different paths have different limits, so none is quoted. */
export const betterAuth: Library = {
  id: 'better-auth',
  title: 'better-auth',
  packages: ['better-auth'],
  types: [],
  uses: [
    {
      call: called(['better-auth'], 'betterAuth'),
      role: 'rate-limiter',
      options: argument(0),
      shared: {
        ...sharedByOption(['rateLimit.storage', 'rateLimit.customStorage', 'secondaryStorage'], {
          values: ['memory'],
        }),
        exceptWhen: { options: ['rateLimit.enabled'], values: [false] },
      },
    },
  ],
  effects: [],
  citation: {
    title: 'Better Auth: rate limit storage',
    url: 'https://www.better-auth.com/docs/concepts/rate-limit#storage',
    quote:
      'By default, rate limit data is stored in memory, which may not be suitable for many use cases, particularly in serverless environments.',
  },
};
