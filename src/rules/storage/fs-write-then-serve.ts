import type { Rule } from '../../findings/rule.ts';
import { writtenFiles } from './written/once.ts';

/** Files that one request leaves on the disk of its instance and that users get from there in another request. */
export const rule: Rule = {
  info: {
    id: 'fs-write-then-serve',
    title: 'A file that users get from the disk of one instance',
    tier: 'breaks',
    pattern: 'storage',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'host',
    breaksAt: ['lost-disk'],
    gates: ['scope', 'moment', 'role', 'guard', 'lifetime', 'shared', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, VI. Processes',
      url: 'https://12factor.net/processes',
      quote: 'The memory space or filesystem of the process can be used as a brief, single-transaction cache.',
    },
    summary:
      'A request writes a file that users get from the same disk, by a server of files or by a route that sends it.',
  },
  check: (context) => writtenFiles(context, { info: rule.info, given: true }),
};
