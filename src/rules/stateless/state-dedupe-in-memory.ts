import type { Rule } from '../../findings/rule.ts';
import { isCandidate } from '../../gates/kept-collection.ts';
import { collectionVerdict } from './collection/verdict.ts';

/** Marks of what was done, asked and set in memory to keep it from being done again: events, keys of requests, used tokens. */
export const rule: Rule = {
  info: {
    id: 'state-dedupe-in-memory',
    title: 'Marks against doing a thing twice, kept in memory',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'lifetime', 'role', 'topology'],
    citation: {
      title: 'Shopify: ignore duplicate webhooks',
      url: 'https://shopify.dev/docs/apps/build/webhooks/ignore-duplicates',
      quote: "you'll need persistent storage to compare with previously delivered webhooks and to store new IDs",
    },
    summary: 'What was done is marked in the memory of one process, so another instance does it a second time.',
  },
  check: (context) =>
    context.graph.cells.filter(isCandidate).flatMap((cell) => collectionVerdict(rule.info, context, cell, 'mark')),
};
