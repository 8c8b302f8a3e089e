import type { Rule } from '../../findings/rule.ts';
import { sessionVerdicts } from './session/verdicts.ts';

/** Sessions that a library keeps in files of the host, which its processes share and no other host does. */
export const rule: Rule = {
  info: {
    id: 'session-file-store',
    title: 'Sessions kept in local files',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'host',
    breaksAt: ['lost-disk'],
    gates: ['scope', 'guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'The Twelve-Factor App: processes',
      url: 'https://12factor.net/processes',
      quote:
        'Session state data is a good candidate for a datastore that offers time-expiration, such as Memcached or Redis.',
    },
    summary: 'Sessions stand in files of one host, so users are signed out when an instance elsewhere answers.',
  },
  check: (context) => sessionVerdicts(context, rule.info, 'files'),
};
