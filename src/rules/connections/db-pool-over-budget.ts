import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { scopeStop } from '../../gates/scope.ts';
import type { ConnectionBudget, ConnectionDemand } from '../../system/types.ts';
import type { CountedPools } from './budget/counted.ts';
import { judgeBudget, largestDemand } from './budget/judge-budget.ts';
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

function confidenceOf({ supply }: ConnectionBudget, { demands, condition }: CountedPools): 'high' | 'medium' {
  const isWritten = demands.every((demand) => demand.poolKnown === 'literal' && demand.source.kind === 'place');
  return isWritten && supply.grounded && condition === null ? 'high' : 'medium';
}

function hostsText({ program, hosts, surge }: ConnectionDemand): string {
  const most = `${program} runs on up to ${hosts} ${hosts === 1 ? 'host' : 'hosts'}`;
  return surge === 0 ? `${most}.` : `${most}, and ${surge} more during a roll-out.`;
}

type Related = Extract<Verdict, { kind: 'found' }>['related'];

/** Each pool with its size, each line that says how many instances open it, and the line that says what the database takes. */
function relatedOf(
  budget: ConnectionBudget,
  { demands }: CountedPools,
  at: { readonly file: string; readonly span: readonly [number, number] },
): Related {
  const places = demands.flatMap((demand): Related => {
    const pool = demand.poolSite ?? { file: demand.use.file, span: demand.use.fact.calleeSpan };
    const some = demand.poolMaximum === 1 ? 'one connection' : `${demand.poolMaximum} connections`;
    const from =
      demand.oneAtATime === true
        ? ', because it works on one job at a time'
        : demand.poolKnown === 'default'
          ? ", which is the library's default"
          : '';
    return [
      { site: pool, message: `${demand.program}: up to ${some} in each process${from}.` },
      ...(demand.source.kind === 'place'
        ? [
            {
              site: demand.source.site,
              message: hostsText(demand),
            },
          ]
        : []),
    ];
  });
  const { supply } = budget;
  const limit: Related =
    supply.source.kind === 'place'
      ? [
          {
            site: supply.source.site,
            message: `${budget.database} accepts ${supply.maximum} connections (${supply.title}).`,
          },
        ]
      : [];
  const seen = new Set([keyOf(at)]);
  return [...places, ...limit].filter(({ site }) => {
    const isNew = !seen.has(keyOf(site));
    seen.add(keyOf(site));
    return isNew;
  });
}

function keyOf(site: { readonly file: string; readonly span: readonly [number, number] }): string {
  return `${site.file}#${site.span.join('-')}`;
}
