import type { Rule } from '../../findings/rule.ts';
import { isCandidate } from '../../gates/kept-collection.ts';
import { collectionVerdict } from './collection/verdict.ts';
import { switchVerdict } from './switched/verdict.ts';

/** A collection in a static field, or in a field of an object that serves all requests. */
export const rule: Rule = {
  info: {
    id: 'state-singleton-field',
    title: 'Collection kept in a singleton',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'warning',
    raised: 'error',
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'lifetime', 'role', 'topology'],
    citation: {
      title: 'The Twelve-Factor App, VI. Processes',
      url: 'https://12factor.net/processes',
      quote: 'Any data that needs to persist must be stored in a stateful backing service, typically a database.',
    },
    summary: 'An object that serves all requests keeps entries in a field, so each instance knows only its own.',
  },
  check: (context) =>
    context.graph.cells
      .filter(({ home }) => home.kind === 'field' || home.kind === 'static')
      .flatMap((cell) =>
        isCandidate(cell) ? collectionVerdict(rule.info, context, cell, null) : switchVerdict(rule.info, context, cell),
      ),
};
