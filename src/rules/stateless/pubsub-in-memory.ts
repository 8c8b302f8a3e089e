import { firstOfEach, placedBeside, programsKey } from '../../findings/first-of-each.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Silent, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { guardStop } from '../../gates/guard.ts';
import { answeringPrograms, scopeStop } from '../../gates/scope.ts';
import { judgedAt } from '../../gates/settings-scope.ts';
import { keepingOf } from '../../gates/shared.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import { anotherWayStop } from './realtime/another-way.ts';
import { type Published, publishedIn } from './realtime/published.ts';

/** Messages for subscribers that are handed on in the memory of the process, so that those of other instances miss them. */
export const rule: Rule = {
  info: {
    id: 'pubsub-in-memory',
    title: 'Subscriptions served from memory',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'graphql-subscriptions: getting started',
      url: 'https://github.com/apollographql/graphql-subscriptions#getting-started-with-your-first-subscription',
      quote:
        "It only works if you have a single instance of your server and doesn't scale beyond a couple of connections.",
    },
    summary: 'What is published on one instance never reaches those who subscribed on another.',
  },
  check: (context) => {
    const judged = context.graph.uses
      .filter(({ pattern }) => pattern.role === 'pub-sub')
      .flatMap((use) => judgeUse(context, use));
    return onceForProgram(judged);
  },
};

function judgeUse(context: RuleContext, use: LibraryUse): readonly Verdict[] {
  const { graph } = context;
  const { pubSub } = use.pattern;
  if (pubSub === undefined) return [];
  const site = { file: use.file, span: use.fact.calleeSpan };
  const silent = (stop: Stop): readonly Silent[] => [{ kind: 'silent', site, ...stop }];
  const at = judgedAt(context, use);
  const keeping = keepingOf(graph, use);
  const early = firstStop([
    () => scopeStop(context, at.file, at.key),
    () => (keeping.kind === 'elsewhere' ? keeping.stop : null),
    () => guardStop(graph, use),
    () => anotherWayStop(graph, use),
  ]);
  if (early !== null) return silent(early);
  const programs = answeringPrograms(context, at.file, at.key);
  if (programs.length === 0)
    return silent({ gate: 'scope', reason: 'Only workers import it, and nobody subscribes there.' });
  const files = new Set(programs.flatMap((program) => [...program.files]).sort());
  const { published, isHeard } = publishedIn(graph, use, pubSub, files);
  const role = roleStop(published, isHeard);
  if (role !== null) return silent(role);
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: published.some(({ reached }) => reached === 'proved') ? 'proved' : 'possible',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const given = keeping.kind === 'memory' ? keeping.given : null;
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: given === null ? 'medium' : 'high',
      sentences: sentencesOf(context, judgement, pubSub.remedy),
      related: relatedOf(published),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      thing: 'subscriptions',
      symbol: `${use.library.id} publisher`,
    },
  ];
}

function roleStop(published: readonly Published[], isHeard: boolean): Stop | null {
  if (!isHeard) return { gate: 'role', reason: 'Nobody is seen to subscribe to it, so nobody misses a message.' };
  if (published.length === 0) return { gate: 'role', reason: 'Nothing is seen to be published through it.' };
  return published.every(({ reached }) => reached === 'everywhere')
    ? { gate: 'role', reason: 'Every instance comes by itself to what it publishes, and tells its own subscribers.' }
    : null;
}

function relatedOf(published: readonly Published[]): Found['related'] {
  const order = ['proved', 'possible'] as const;
  return order
    .flatMap((kind) => published.filter(({ reached }) => reached === kind))
    .slice(0, 3)
    .map(({ site }) => ({ site, message: 'This reaches only those who subscribed on this instance.' }));
}

/** Several that are made in one program are one thing to mend: the first is told, the others stand beside it. */
function onceForProgram(verdicts: readonly Verdict[]): readonly Verdict[] {
  return firstOfEach(verdicts, programsKey, placedBeside('Another one is made here.'));
}

function sentencesOf(context: RuleContext, judgement: Judgement, remedy: string): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  return [
    firstSentence([harmOf(judgement)]),
    judgement.situation === 'assumed'
      ? 'Each tells only its own subscribers.'
      : numbersSentence(judgement, 'tells only its own subscribers', names),
    remedy,
  ];
}

function harmOf(judgement: Judgement): string {
  switch (judgement.situation) {
    case 'one':
    case 'one-at-deploy':
      return 'With a second instance, what one publishes would never reach those who subscribed on the other.';
    case 'assumed':
      return `${withInstances(judgement)} what one publishes never reaches those who subscribed on the other.`;
    default:
      return 'What one instance publishes never reaches those who subscribed on another.';
  }
}
