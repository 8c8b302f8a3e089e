import { judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Silent, Verdict } from '../../findings/rule.ts';
import { guardStop } from '../../gates/guard.ts';
import { answeringPrograms, scopeStop, servingPrograms } from '../../gates/scope.ts';
import { judgedAt } from '../../gates/settings-scope.ts';
import { type Keeping, keepingOf } from '../../gates/shared.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import { describedOnlyStop } from './limit/asked-for.ts';
import { sharedBeside } from './limit/beside.ts';
import { connectionStop } from './limit/counted.ts';
import { fenceStop } from './limit/fence.ts';
import { isOverruled, overriddenStop } from './limit/guarded.ts';
import { idleStop } from './limit/idle.ts';
import { localStop } from './limit/local.ts';
import { limiterName } from './limit/name.ts';
import { offStop } from './limit/off.ts';
import { purposeOf } from './limit/purpose.ts';
import { effectiveLimit, instancesInWords, sentencesOf } from './limit/sentences.ts';
import { type FoundLimiter, withoutStacked } from './limit/stacked.ts';
import { switchOf } from './limit/switched.ts';
import { unguardedStop } from './limit/unguarded.ts';
import { unlimitedStop } from './limit/unlimited.ts';
import { unusedStop } from './limit/unused.ts';

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
    gates: ['scope', 'guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'express-rate-limit: data stores',
      url: 'https://express-rate-limit.mintlify.app/reference/stores',
      quote:
        "By default, the built-in memory-store is used. This one does not synchronize it's state across instances.",
    },
    summary:
      'A limit is counted in the memory of each process, so the real limit is the written one times the instances.',
  },
  check: (context) => {
    const found: FoundLimiter[] = [];
    const silent: Verdict[] = [];
    for (const use of context.graph.uses) {
      if (use.pattern.role !== 'rate-limiter') continue;
      const judged = judgeLimiter(context, use);
      if (judged === null) continue;
      if ('kind' in judged) silent.push(judged);
      else found.push(judged);
    }
    return [...silent, ...withoutStacked(context.graph, found)];
  },
};

function judgeLimiter(context: RuleContext, use: LibraryUse): Silent | FoundLimiter | null {
  const { graph } = context;
  const site = { file: use.file, span: use.fact.calleeSpan };
  const keeping = keepingOf(graph, use);
  const at = judgedAt(context, use);
  const stop = stopOf(context, use, keeping);
  if (stop !== null) return { kind: 'silent', site, ...stop };
  const name = limiterName(graph, use);
  const purpose = purposeOf(context, use, name);
  const beside = sharedBeside(graph, use);
  const setting = switchOf(graph, use);
  // What stands before routes counts where they are asked for; a worker only imports it.
  const programs = (purpose.routes.length > 0 ? answeringPrograms : servingPrograms)(context, at.file, at.key);
  if (programs.length === 0) return { kind: 'silent', site, gate: 'scope', reason: 'Only workers import its routes.' };
  const judgement = judge({
    info: rule.info,
    programs,
    raised: purpose.weight === 'grave',
    certainty: 'proved',
    weak: purpose.weight === 'slight' || beside !== null || setting !== null,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return null;
  const limit = isOverruled(graph, use, purpose.routes) ? null : purpose.limit;
  const effective = effectiveLimit(limit, judgement);
  const verdict: Found = {
    kind: 'found',
    site,
    judgement,
    confidence: limit?.known === 'literal' ? 'high' : 'medium',
    sentences: sentencesOf(context, { limit, purpose, judgement, isBeside: beside !== null, setting }),
    related: [
      ...purpose.routes.slice(0, 5).map((route) => ({ site: route.site, message: 'It limits this route.' })),
      ...(beside === null
        ? []
        : [
            {
              site: { file: beside.file, span: beside.fact.calleeSpan },
              message: 'This limiter is given a shared store.',
            },
          ]),
    ],
    evidence: {
      limit: limit?.count ?? null,
      effective,
      formula:
        limit === null || effective === null ? null : `${limit.count} × ${instancesInWords(judgement)} = ${effective}`,
    },
    subject: { kind: 'use', id: use.id },
    thing:
      purpose.counted === 'requests' ? 'rate limits' : `${purpose.counted.replace(/ (?:tries|requests)$/, '')} limits`,
    symbol: name ?? `${use.library.id} limiter`,
  };
  return { use, limit, verdict };
}

function stopOf(context: RuleContext, use: LibraryUse, keeping: Keeping): Stop | null {
  const { graph } = context;
  const at = judgedAt(context, use);
  return firstStop([
    () => scopeStop(context, at.file, at.key),
    () => (keeping.kind === 'elsewhere' ? keeping.stop : filesStop(keeping)),
    () => guardStop(graph, use),
    () => describedOnlyStop(graph, use),
    () => overriddenStop(graph, use),
    () => localStop(graph, use),
    () => offStop(graph, use),
    () => unusedStop(graph, use),
    () => unlimitedStop(graph, use),
    () => unguardedStop(graph, use),
    () => connectionStop(graph, use),
    () => idleStop(graph, use),
    () => fenceStop(graph, use),
  ]);
}

/** Files are shared by the processes of a host, and a limit of several hosts is seldom counted there. */
function filesStop({ inFiles }: Keeping & { readonly kind: 'memory' }): Stop | null {
  return inFiles === true
    ? { gate: 'shared', reason: 'It counts in files, which the processes of a host share.' }
    : null;
}
