import { chainRelated, entryTitle } from '../../findings/chain.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { capitalised, firstSentence } from '../../findings/wording.ts';
import { operatorStop } from '../../gates/for-operators.ts';
import { leavesOutProduction, wayStop } from '../../gates/guard.ts';
import { workReach } from '../../gates/moment.ts';
import { isOfAllRows } from '../../gates/rows/all-rows.ts';
import { fewMadeStop } from '../../gates/rows/creation.ts';
import { growsWithUse, isSameTable, tablesRead } from '../../gates/rows/tables.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { calleeOf } from '../../link/calls-at.ts';
import type { Effect, ProgramGraph, Reach } from '../../link/program-graph.ts';

/** A read of all rows of a table that grows, which each request to a list makes again. */
export const rule: Rule = {
  info: {
    id: 'query-unbounded',
    title: 'A request reads a whole table',
    tier: 'capacity',
    pattern: 'replication',
    base: 'warning',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'role', 'guard'],
    citation: {
      title: 'PostgreSQL: LIMIT and OFFSET',
      url: 'https://www.postgresql.org/docs/current/queries-limit.html',
      quote:
        'If a limit count is given, no more than that many rows will be returned (but possibly fewer, if the query itself yields fewer rows).',
    },
    summary: 'A list reads all rows of a table that grows, so each answer takes longer than the one before.',
  },
  check: (context) =>
    [...context.graph.effects.values()].flat().flatMap((effect) => {
      if (effect.effect !== 'database-read' || !isOfAllRows(context.graph, effect, growsWithUse)) return [];
      const table = tablesRead(context.graph, effect).find(growsWithUse);
      return table === undefined ? [] : verdictOf(context, effect, table);
    }),
};

function verdictOf(context: RuleContext, effect: Effect, table: string): readonly Verdict[] {
  const { graph } = context;
  const { site, function: key } = effect;
  const at = calleeOf(graph.facts, effect);
  const reach = workReach(graph, key, ['request']);
  const stop = firstStop([
    () => scopeStop(context, site.file, key),
    () => (reach === null ? { gate: 'moment', reason: 'No request leads here.' } : null),
    () => (reach === null ? null : wayStop(graph, reach)),
    () => guardStop(graph, effect),
    () => (reach === null ? null : routeStop(graph, reach, table)),
    () => (reach === null ? null : operatorStop(graph, effect, reach)),
    () => fewMadeStop(graph, effect, table),
  ]);
  if (stop !== null || reach === null) return stop === null ? [] : [{ kind: 'silent', site: at, ...stop }];
  const judgement = judge({
    info: rule.info,
    programs: servingThrough(context, site.file, [reach]),
    raised: false,
    certainty: reach.certainty,
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const who = reach.entry === null ? 'This request' : capitalised(entryTitle(graph, reach.entry));
  return [
    {
      kind: 'found',
      site: at,
      judgement,
      confidence: 'medium',
      sentences: [
        firstSentence([
          `${who} reads rows of \`${table}\` without a limit, however many there are.`,
          `This reads rows of \`${table}\` without a limit, however many there are.`,
          'This reads the rows of a table without a limit, however many there are.',
        ]),
        'With every new row it takes longer and more memory, on each instance and in the database.',
        'Read a page: give it a limit, and go on behind the last row that was shown.',
      ],
      related: chainRelated(graph, reach),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'work', file: site.file, function: graph.functions.get(key)?.title ?? '' },
      thing: `lists of ${table}`,
      symbol: `${graph.functions.get(key)?.title ?? ''} reads all ${table}`,
    },
  ];
}

function guardStop(graph: ProgramGraph, { operation, site }: Effect): Stop | null {
  return operation.guards.some((guard) => leavesOutProduction(graph, site.file, guard))
    ? { gate: 'guard', reason: 'It is reached only outside production.' }
    : null;
}

const wholeOnPurpose =
  /^(?:export|csv|xlsx?|excel|dump|backup|download|sitemap|feed|rss|report|stats|statistics|metrics|migrate|cron|sync|reindex|import)$/i;

/** What is asked for whole, as an export; and what changes something, which no list does. */
function routeStop(graph: ProgramGraph, { entry }: Reach, table: string): Stop | null {
  const route = entry?.route == null ? null : (graph.routes[entry.route] ?? null);
  if (route === null) return { gate: 'role', reason: 'It is no route, so no list that anybody pages through.' };
  if (route.verb !== null && route.verb !== 'GET')
    return { gate: 'role', reason: 'The route changes something, and is no list that anybody pages through.' };
  const names = [route.path ?? '', ...(entry === null ? [] : [graph.functions.get(entry.function)?.title ?? ''])];
  const parts = names.flatMap((name) => name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').split(/[/._\s-]+/));
  // What people report are rows like others: there the word only names the table.
  return parts.some((part) => wholeOnPurpose.test(part) && !isSameTable(part, table))
    ? { gate: 'role', reason: 'Whoever asks for an export or for statistics means all rows.' }
    : null;
}
