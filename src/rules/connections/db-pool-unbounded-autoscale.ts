import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, sourceText } from '../../findings/wording.ts';
import { scopeStop } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { UnsizedPool } from '../../system/types.ts';

/** A pool without a size in a program that traffic multiplies, where nobody knows what the database takes. */
export const rule: Rule = {
  info: {
    id: 'db-pool-unbounded-autoscale',
    title: 'A pool without a size grows with traffic',
    tier: 'capacity',
    pattern: 'connections',
    base: 'note',
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
    summary: 'A program that traffic multiplies gives its pool no size, and no file says what the database takes.',
  },
  check: (context) => context.system.unsizedPools.flatMap((pool) => verdictsOf(context, pool)),
};

function verdictsOf(context: RuleContext, pool: UnsizedPool): readonly Verdict[] {
  const { demand, database } = pool;
  const site = { file: demand.use.file, span: demand.use.fact.calleeSpan };
  const stop = firstStop([() => scopeStop(context, site.file, demand.use.function), () => stopOf(context, pool)]);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const judgement = judge({
    info: rule.info,
    programs: context.system.programs.filter(({ name }) => name === demand.program),
    raised: false,
    certainty: 'proved',
    weak: demand.guess !== null,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: 'medium',
      sentences: sentencesOf(context, pool),
      related: [],
      evidence: { limit: null, effective: demand.poolMaximum, formula: null },
      subject: { kind: 'budget', database },
      thing: 'database connections',
      symbol: `${demand.program} ${database}`,
    },
  ];
}

function stopOf({ system }: RuleContext, { pooled, database, demand }: UnsizedPool): Stop | null {
  if (pooled)
    return { gate: 'shared', reason: `A pooler stands in front of ${database}, so these connections do not reach it.` };
  const budget = system.budgets.find((each) => each.database === database);
  const isSummed = budget?.demands.some(({ use }) => use === demand.use) === true;
  return isSummed && budget.demand > budget.supply.usable
    ? {
        gate: 'topology',
        reason: 'The sum of all pools is told already, with the number that is assumed for the database.',
      }
    : null;
}

function sentencesOf(context: RuleContext, { database, title, demand }: UnsizedPool): readonly string[] {
  const { poolMaximum, processesPerHost, hosts, program, source } = demand;
  const each = poolMaximum * processesPerHost;
  const from = sourceText(source, { facts: context.graph.facts, catalog: context.catalog });
  return [
    firstSentence([
      `Every copy of ${program} that traffic adds may open ${each} connections to ${database}.`,
      `Every copy that traffic adds may open ${each} connections to ${database}.`,
      `Every copy that traffic adds may open ${each} more connections to its database.`,
    ]),
    `There may be ${hosts} of them${from}, the size of the pool is its library’s own, and no file says what \`${title}\` is there.`,
    `Give the pool a size, and write the number as \`databases["${database}"].maxConnections\` in second-instance.json, so that the sum can be checked.`,
  ];
}
