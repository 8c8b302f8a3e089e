import { chainRelated, entryTitle } from '../../findings/chain.ts';
import { judge } from '../../findings/judge.ts';
import { oncePerPlace } from '../../findings/once.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { capitalised, firstSentence } from '../../findings/wording.ts';
import { operatorStop } from '../../gates/for-operators.ts';
import { wayStop } from '../../gates/guard.ts';
import { workReach } from '../../gates/moment.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { asksForUser } from '../../gates/signed-in.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { calleeOf } from '../../link/calls-at.ts';
import type { Effect, Reach, Route } from '../../link/program-graph.ts';
import { mayBeCached } from './hot/cached.ts';
import { costOf } from './hot/costly.ts';
import { isSameForAll } from './hot/same.ts';

/** A question that costs the database much, and that everybody who asks gets the same answer to. */
export const rule: Rule = {
  info: {
    id: 'read-hot-uncached',
    title: 'One answer worked out for each who asks',
    tier: 'capacity',
    planOnly: true,
    pattern: 'caching',
    base: 'note',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'role', 'guard', 'shared'],
    citation: {
      title: 'Express: cache request results',
      url: 'https://expressjs.com/en/advanced/best-practice-performance.html#cache-request-results',
      quote: 'Another strategy to improve the performance in production is to cache the result of requests',
    },
    summary: 'A public route asks the database for the same joined or counted rows each time; the plan alone says so.',
  },
  check: (context) =>
    oncePerPlace(
      [...context.graph.effects.values()].flat().flatMap((effect) => {
        const cost = effect.effect === 'database-read' ? costOf(context.graph, effect) : null;
        return cost === null ? [] : verdictOf(context, effect, cost);
      }),
    ),
};

function verdictOf(context: RuleContext, effect: Effect, cost: string): readonly Verdict[] {
  const { graph } = context;
  const { site, function: key } = effect;
  const at = calleeOf(graph.facts, effect);
  const reach = workReach(graph, key, ['request']);
  const route = reach?.entry?.route == null ? null : (graph.routes[reach.entry.route] ?? null);
  if (reach === null || route === null || reach.certainty !== 'proved') return [];
  const stop = firstStop([
    () => scopeStop(context, site.file, key),
    () => wayStop(graph, reach),
    () => routeStop(context, route),
    () => operatorStop(graph, effect, reach),
    () => sameStop(context, reach),
    () => cachedStop(context, route, reach),
  ]);
  if (stop !== null) return [{ kind: 'silent', site: at, ...stop }];
  const judgement = judge({
    info: rule.info,
    programs: servingThrough(context, site.file, [reach]),
    raised: false,
    certainty: 'proved',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null || reach.entry === null) return [];
  const who = capitalised(entryTitle(graph, reach.entry));
  return [
    {
      kind: 'found',
      site: at,
      judgement,
      confidence: 'medium',
      sentences: [
        firstSentence([
          `${who} ${cost} each time, and everybody gets the same answer.`,
          `This ${cost} each time, and everybody gets the same answer.`,
          'This is worked out for each who asks, and everybody gets the same answer.',
        ]),
        'Each further instance asks the one database as often again, so it is the database that is full first.',
        'Keep the answer for some seconds in a store that instances share, or let a proxy keep it by a Cache-Control header.',
      ],
      related: chainRelated(graph, reach),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'work', file: site.file, function: graph.functions.get(key)?.title ?? '' },
      thing: 'answers that are the same for all',
      symbol: `${graph.functions.get(key)?.title ?? ''} for all`,
    },
  ];
}

const varying = /[:*<{[(]|\$/;
const seldom =
  /(?:^|[/_-])(?:admin|health\w*|metrics|status|debug|internal|setup|install|export|csv|cron|migrate)(?=$|[/._-])/i;

function routeStop({ graph }: RuleContext, route: Route): Stop | null {
  const role = (reason: string): Stop => ({ gate: 'role', reason });
  const { verb, path } = route;
  if (verb !== 'GET' || path === null) return role('It is no route that is only asked.');
  if (varying.test(path)) return role('What is asked for stands in the path, so that answers differ.');
  if (seldom.test(path)) return role('Few ask for this.');
  return asksForUser(graph, route)
    ? role('Those alone who are signed in come here, and may get answers of their own.')
    : null;
}

function sameStop({ graph }: RuleContext, { entry, chain }: Reach): Stop | null {
  const isSame =
    entry !== null &&
    isSameForAll(
      graph,
      entry.function,
      chain.map(({ to }) => to),
    );
  return isSame ? null : { gate: 'role', reason: 'What is answered may hang on who asks, or on what is asked for.' };
}

function cachedStop(context: RuleContext, route: Route, reach: Reach): Stop | null {
  return mayBeCached(context, route, reach)
    ? { gate: 'shared', reason: 'Something keeps the answer, or may keep it.' }
    : null;
}
