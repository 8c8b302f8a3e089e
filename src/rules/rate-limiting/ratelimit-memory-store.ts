import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { guardStop } from '../../gates/guard.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import { keepingOf } from '../../gates/shared.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import { limitOf } from './limit/limit.ts';
import { limiterName } from './limit/name.ts';
import { purposeOf } from './limit/purpose.ts';
import { effectiveLimit, instancesInWords, sentencesOf } from './limit/sentences.ts';

/** A rate limiter that counts in the memory of the process, so that each instance allows the whole limit. */
export const rule: Rule = {
  info: {
    id: 'ratelimit-memory-store',
    title: 'Rate limit counted in memory',
    tier: 'breaks',
    pattern: 'rate-limiting',
    base: 'warning',
    raised: 'error',
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'shared', 'topology'],
    citation: {
      title: 'express-rate-limit: data stores',
      url: 'https://express-rate-limit.mintlify.app/reference/stores',
      quote:
        "By default, the built-in memory-store is used. This one does not synchronize it's state across instances.",
    },
    summary:
      'A limit is counted in the memory of each process, so the real limit is the written one times the instances.',
  },
  check: (context) =>
    context.graph.uses.filter((use) => use.pattern.role === 'rate-limiter').flatMap((use) => verdictOf(context, use)),
};

function verdictOf(context: RuleContext, use: LibraryUse): readonly Verdict[] {
  const { graph } = context;
  const site = { file: use.file, span: use.fact.calleeSpan };
  const keeping = keepingOf(graph, use);
  const stop =
    scopeStop(context, use.file) ?? (keeping.kind === 'elsewhere' ? keeping.stop : null) ?? guardStop(graph, use);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const name = limiterName(graph, use);
  const purpose = purposeOf(use, name, graph.routes.length);
  const judgement = judge({
    info: rule.info,
    programs: servingPrograms(context, use.file),
    raised: purpose.grave,
    certainty: 'proved',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const limit = limitOf(graph, use);
  const effective = effectiveLimit(limit, judgement);
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: limit?.known === 'literal' ? 'high' : 'medium',
      sentences: sentencesOf(context, { limit, purpose, judgement }),
      related: purpose.routes.map((route) => ({ site: route.site, message: 'It limits this route.' })).slice(0, 5),
      evidence: {
        limit: limit?.count ?? null,
        effective,
        formula:
          limit === null || effective === null
            ? null
            : `${limit.count} × ${instancesInWords(judgement)} = ${effective}`,
      },
      subject: { kind: 'use', id: use.id },
      thing:
        purpose.counted === 'requests'
          ? 'rate limits'
          : `${purpose.counted.replace(/ (?:tries|requests)$/, '')} limits`,
      symbol: name ?? `${use.library.id} limiter`,
    },
  ];
}
