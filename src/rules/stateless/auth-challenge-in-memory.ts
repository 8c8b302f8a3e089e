import type { Rule } from '../../findings/rule.ts';
import { isCandidate } from '../../gates/kept-collection.ts';
import { collectionVerdict } from './collection/verdict.ts';

/** Codes, states, tokens and refusals that one request leaves in memory and another must find there to be let in. */
export const rule: Rule = {
  info: {
    id: 'auth-challenge-in-memory',
    title: 'Sign-in challenge kept in memory',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: ['overlap'],
    gates: ['scope', 'moment', 'lifetime', 'role', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, VI. Processes',
      url: 'https://12factor.net/processes',
      quote:
        'The twelve-factor app never assumes that anything cached in memory or on disk will be available on a future request or job',
    },
    summary: 'A code, token or refusal is kept in the memory of one process, and the check may reach another.',
  },
  check: (context) =>
    context.graph.cells.filter(isCandidate).flatMap((cell) => collectionVerdict(rule.info, context, cell, 'challenge')),
};
