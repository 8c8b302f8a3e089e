import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { scopeStop } from '../../gates/scope.ts';
import { grownBeyond } from '../../system/grown-pools.ts';
import type { ConnectionBudget } from '../../system/types.ts';
import { judgeBudget, largestDemand } from './budget/judge-budget.ts';
import { confidenceOf, relatedOf } from './budget/related.ts';
import { sentencesOf } from './budget/sentences.ts';

/** Pools that together may open more connections than their database accepts. */
export const rule: Rule = {
  info: {
    id: 'db-pool-over-budget',
    title: 'Pools exceed the database',
    tier: 'breaks',
    pattern: 'connections',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'shared', 'topology'],
    citation: {
      title: 'node-postgres: pool sizing',
      url: 'https://node-postgres.com/guides/pool-sizing',
      quote:
        "you'll need to think a bit about the max parameter of your pool across all services and all instances of all services which are connecting to your Postgres server.",
    },
    summary: 'The pools of all instances together may open more connections than the database accepts.',
  },
  check: (context) => context.system.budgets.flatMap((budget) => verdictOf(context, budget)),
};

function verdictOf(context: RuleContext, budget: ConnectionBudget): readonly Verdict[] {
  const judged = budget.pooled ? null : judgeBudget(context, budget);
  const largest = largestDemand(judged?.counted.demands ?? budget.demands);
  if (largest === null) return [];
  const site = { file: largest.use.file, span: largest.use.fact.calleeSpan };
  const scope = scopeStop(context, site.file);
  if (scope !== null) return [{ kind: 'silent', site, ...scope }];
  if (budget.pooled) {
    const reason = `A pooler stands in front of ${budget.database}, so these connections do not reach it.`;
    return [{ kind: 'silent', site, gate: 'shared', reason }];
  }
  if (judged === null) {
    const pools = budget.unread.length === 0 ? 'All pools' : 'All pools whose size can be read';
    const reason = `${pools} together open at most ${budget.demand} connections, well below the ${budget.supply.usable} that ${budget.database} takes.`;
    return [{ kind: 'silent', site, gate: 'topology', reason }];
  }
  if (grownBeyond(context.system, budget, judged.counted) !== null) {
    const reason =
      'With as few copies as the autoscaler begins with, all pools leave room; its maximum is told where it stands.';
    return [{ kind: 'silent', site, gate: 'topology', reason }];
  }
  const { counted, judgement, formula } = judged;
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: confidenceOf(budget, counted),
      sentences: sentencesOf(context, budget, judged),
      related: relatedOf(budget, counted, site),
      evidence: { limit: budget.supply.usable, effective: counted.demand, formula },
      subject: { kind: 'budget', database: budget.database },
      thing: 'database connections',
      symbol: budget.database,
    },
  ];
}
