import type { Rule } from '../../findings/rule.ts';
import { writtenFiles } from './written/once.ts';

/** Files that one request leaves on the disk of its instance and another request asks for. */
export const rule: Rule = {
  info: {
    id: 'fs-write-in-handler',
    title: 'A file that another request asks for',
    tier: 'breaks',
    pattern: 'storage',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'host',
    breaksAt: ['lost-disk'],
    gates: ['scope', 'moment', 'role', 'guard', 'lifetime', 'shared', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, VI. Processes',
      url: 'https://12factor.net/processes',
      quote:
        'The twelve-factor app never assumes that anything cached in memory or on disk will be available on a future request or job',
    },
    summary: 'A request writes a file to the disk of one instance, and another request asks for it.',
  },
  check: (context) => writtenFiles(context, { info: rule.info, given: false }),
};
