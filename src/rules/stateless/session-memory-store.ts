import type { Rule } from '../../findings/rule.ts';
import { sessionVerdicts } from './session/verdicts.ts';

/** Sessions that a library keeps in the memory of the process, because it was given no store or one that is memory. */
export const rule: Rule = {
  info: {
    id: 'session-memory-store',
    title: 'Sessions kept in memory',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: ['overlap'],
    gates: ['scope', 'guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'express-session: the default store',
      url: 'https://github.com/expressjs/session#sessionoptions',
      quote: 'It […] does not scale past a single process, and is meant for debugging and developing.',
    },
    summary: 'Sessions stand in the memory of one process, so users are signed out when another instance answers.',
  },
  check: (context) => sessionVerdicts(context, rule.info, 'memory'),
};
