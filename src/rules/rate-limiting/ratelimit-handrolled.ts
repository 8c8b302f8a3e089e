import { judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { isCandidate, type KeptCollection, keptCollection } from '../../gates/kept-collection.ts';
import { keptRelated } from '../../gates/kept-related.ts';
import { keptRole } from '../../gates/kept-role.ts';
import type { StateCell } from '../../link/program-graph.ts';
import { boundOf } from './handrolled/bound.ts';
import { guardedBy } from './handrolled/guarded.ts';
import { effectiveLimit, instancesInWords, sentencesOf } from './limit/sentences.ts';

/** A limiter of the program's own: it counts in a collection of the process, compares, and refuses whoever comes too often. */
export const rule: Rule = {
  info: {
    id: 'ratelimit-handrolled',
    title: "Rate limit of the program's own, counted in memory",
    tier: 'breaks',
    pattern: 'rate-limiting',
    base: 'warning',
    raised: 'error',
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'lifetime', 'role', 'topology'],
    citation: {
      title: 'Redis: INCR, pattern rate limiter',
      url: 'https://redis.io/docs/latest/commands/incr/',
      quote:
        'The rate limiter pattern is a special counter that is used to limit the rate at which an operation can be performed.',
    },
    summary: 'Code of the program counts tries in memory, so the real limit is the written one times the instances.',
  },
  check: (context) => context.graph.cells.filter(isCandidate).flatMap((cell) => verdictOf(context, cell)),
};

function verdictOf(context: RuleContext, cell: StateCell): readonly Verdict[] {
  const kept = keptCollection(context, cell);
  return 'kind' in kept && keptRole(context.graph, kept) === 'limit' ? foundIn(context, kept) : [];
}

function foundIn(context: RuleContext, kept: KeptCollection): readonly Found[] {
  const { graph } = context;
  const { cell } = kept;
  const limit = boundOf(graph, cell);
  const purpose = guardedBy(context, kept, limit);
  const judgement = judge({
    info: rule.info,
    programs: kept.programs,
    raised: purpose.weight === 'grave',
    certainty: kept.certainty,
    weak: kept.weak || purpose.weight === 'slight',
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const effective = effectiveLimit(limit, judgement);
  return [
    {
      kind: 'found',
      site: cell.site,
      judgement,
      confidence: kept.certainty === 'possible' || kept.weak ? 'low' : 'high',
      sentences: sentencesOf(context, { limit, purpose, judgement, isBeside: false, setting: kept.setting }),
      related: keptRelated(graph, kept),
      evidence: {
        limit: limit?.count ?? null,
        effective,
        formula:
          limit === null || effective === null
            ? null
            : `${limit.count} × ${instancesInWords(judgement)} = ${effective}`,
      },
      subject: { kind: 'cell', id: cell.id },
      thing:
        purpose.counted === 'requests'
          ? 'rate limits'
          : `${purpose.counted.replace(/ (?:tries|requests)$/, '')} limits`,
      symbol: cell.id.slice(cell.id.indexOf('#') + 1),
    },
  ];
}
