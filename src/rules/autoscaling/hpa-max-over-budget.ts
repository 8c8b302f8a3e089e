import { least } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import { scopeStop } from '../../gates/scope.ts';
import { type Grown, grownBeyond } from '../../system/grown-pools.ts';
import type { ConnectionBudget } from '../../system/types.ts';
import { type JudgedBudget, judgeBudget, largestDemand } from '../connections/budget/judge-budget.ts';
import { confidenceOf, relatedOf } from '../connections/budget/related.ts';
import { arithmetic } from '../connections/budget/sentences.ts';

/** An autoscaler that may start more copies than the database has connections for. */
export const rule: Rule = {
  info: {
    id: 'hpa-max-over-budget',
    title: 'The autoscaler outgrows the database',
    tier: 'breaks',
    pattern: 'autoscaling',
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
    summary: 'An autoscaler may start so many copies that their pools open more connections than the database accepts.',
  },
  check: (context) => context.system.budgets.flatMap((budget) => verdictOf(context, budget)),
};

function verdictOf(context: RuleContext, budget: ConnectionBudget): readonly Verdict[] {
  const judged = judgeBudget(context, budget);
  const grown = judged === null ? null : grownBeyond(context.system, budget, judged.counted);
  if (judged === null || grown === null) return [];
  const { site, demand, steering } = grown;
  if (budget.pooled) {
    const reason = `A pooler stands in front of ${budget.database}, so the connections of further copies do not reach it.`;
    return [{ kind: 'silent', site, gate: 'shared', reason }];
  }
  // The place of the sum decides whether any of it is real, as it does for the pools themselves.
  const scope = scopeStop(context, (largestDemand(judged.counted.demands) ?? demand).use.file);
  if (scope !== null) return [{ kind: 'silent', site, ...scope }];
  const program = context.system.programs.find(({ name }) => name === demand.program) ?? judged.judgement.program;
  const isChart = steering.workloads[0]?.unit.chart !== undefined;
  return [
    {
      kind: 'found',
      site,
      judgement: {
        ...judged.judgement,
        // What a chart says by itself is a default that whoever installs it may change.
        severity: least(judged.judgement.severity, isChart ? 'warning' : 'error'),
        instances: demand.hosts * demand.processesPerHost,
        source: demand.source,
        program,
      },
      confidence: isChart ? 'medium' : confidenceOf(budget, judged.counted),
      sentences: [
        firstSentence(harmWordings(budget, judged, grown)),
        arithmetic(context, budget, judged),
        advice(judged, grown),
      ],
      related: relatedOf(budget, judged.counted, site),
      evidence: { limit: budget.supply.usable, effective: judged.counted.demand, formula: judged.formula },
      subject: { kind: 'budget', database: budget.database },
      thing: 'database connections',
      symbol: `${demand.program}.${budget.database}`,
    },
  ];
}

function harmWordings(
  { database, supply, unread }: ConnectionBudget,
  { counted, over }: JudgedBudget,
  { demand, maximum }: Grown,
): readonly string[] {
  const { usable } = supply;
  const sum = `${unread.length === 0 ? '' : 'at least '}${counted.demand}`;
  const start = `With ${maximum} copies of ${demand.program}`;
  if (counted.condition !== null) {
    return [
      `${start} pools open ${sum} connections of ${usable}, if ${counted.condition}.`,
      `With ${maximum} copies pools open ${sum} connections of ${usable}, if all lead to ${database}.`,
      `With ${maximum} copies pools may open ${sum} connections of ${usable}.`,
    ];
  }
  const takes = over ? `${sum} connections, but ${database} takes ${usable}` : `${sum} of the ${usable} of ${database}`;
  return [
    `${start} all pools together open ${takes}.`,
    `With ${maximum} copies all pools open ${takes}.`,
    `With ${maximum} copies pools open ${sum} connections of ${usable}.`,
  ];
}

function advice({ counted }: JudgedBudget, { fitting, demand }: Grown): string {
  if (counted.condition !== null)
    return 'Say in the manifest where it leads, or lower the maximum so that the sum fits.';
  const pools = 'smaller pools, or a pooler such as PgBouncer in between, let it grow further';
  return fitting === null
    ? `No maximum leaves a fifth of them free; ${pools}.`
    : `Up to ${fitting} ${fitting === 1 ? 'copy' : 'copies'} of ${demand.program} leave a fifth of them free; ${pools}.`;
}
