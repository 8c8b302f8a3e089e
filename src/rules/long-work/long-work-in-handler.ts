import type { EffectKind } from '../../catalog/types.ts';
import type { CodeFacts } from '../../facts/code.ts';
import { isBoth, isEither, isOpposite } from '../../facts/operators.ts';
import type { Value } from '../../facts/values.ts';
import { chainRelated, entryTitle } from '../../findings/chain.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { capitalised, firstSentence } from '../../findings/wording.ts';
import { isAnsweredBefore, isStreamed } from '../../gates/answered.ts';
import { conditionsOnWay } from '../../gates/conditions.ts';
import { leavesOutProduction, wayStop } from '../../gates/guard.ts';
import { workReach } from '../../gates/moment.ts';
import { lastName } from '../../gates/origins.ts';
import { queuedInsteadStop } from '../../gates/queued-instead.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { type WaitedWay, type WaitedWays, waitedWays } from '../../gates/waited.ts';
import { reachableEffects } from '../../link/effects.ts';
import type { Effect, ProgramGraph, Reach } from '../../link/program-graph.ts';
import { contains } from '../../text/spans.ts';
import { slowCalls } from './work/calls.ts';
import { workForEachRow } from './work/each-row.ts';
import type { Work } from './work/work.ts';

/** Work of seconds or minutes that an answer waits for, and with it a connection, a user and every proxy between. */
export const rule: Rule = {
  info: {
    id: 'long-work-in-handler',
    title: 'An answer waits for long work',
    tier: 'breaks',
    pattern: 'long-work',
    base: 'warning',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'role', 'guard'],
    citation: {
      title: 'Celery: frequently asked questions, what kinds of things should I use Celery for?',
      url: 'https://docs.celeryq.dev/en/stable/faq.html#what-kinds-of-things-should-i-use-celery-for',
      quote: 'For example, to finish the web request as soon as possible, then update the users page incrementally.',
    },
    summary: 'A request waits for seconds of work: a browser, a converter, or a call for each row of a table.',
  },
  check(context) {
    const { graph, catalog } = context;
    const all = [...slowCalls(graph, catalog), ...workForEachRow(graph)];
    if (all.length === 0) return [];
    const ways = waitedWays(context);
    return all.flatMap((work) => verdictOf(context, work, ways));
  },
};

function verdictOf(context: RuleContext, work: Work, ways: WaitedWays): readonly Verdict[] {
  const { graph } = context;
  const { site } = work;
  const found = waysTo(context, work, ways);
  // One way that nothing speaks against is enough, whatever speaks against another.
  const way = found.find((each) => stopOnWay(context, work, each) === null) ?? found[0] ?? null;
  const stop = firstStop([
    () => scopeStop(context, site.file, work.function),
    () => work.stop,
    () => (way === null ? unwaitedStop(context, work) : null),
    () => guardStop(context, work),
    () => (way === null ? null : stopOnWay(context, work, way)),
  ]);
  if (stop !== null || way === null) return stop === null ? [] : [{ kind: 'silent', site, ...stop }];
  const { reach } = way;
  const judgement = judge({
    info: rule.info,
    programs: servingThrough(context, site.file, [reach]),
    raised: false,
    certainty: 'proved',
    weak: work.weak || (work.isBrief && !isRepeated(context, work, reach)),
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const rows = work.rows === null ? [] : [{ site: work.rows, message: 'All rows are read here.' }];
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: work.weak ? 'medium' : 'high',
      sentences: sentencesOf(context, work, reach),
      related: [...chainRelated(graph, reach), ...rows],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'work', file: site.file, function: graph.functions.get(work.function)?.title ?? '' },
      thing: work.thing,
      symbol: `${graph.functions.get(work.function)?.title ?? ''} waits for ${work.thing}`,
    },
  ];
}

/** The ways on which an answer waits for the work, and nothing has answered before it. */
function waysTo({ graph, catalog }: RuleContext, work: Work, ways: WaitedWays): readonly WaitedWay[] {
  if (isAnsweredBefore(graph, catalog, work.function, work.span, work.guards)) return [];
  if (isStreamed(graph, work.function)) return [];
  return (ways.get(work.function) ?? []).filter((way) => work.isWaitedFor(way));
}

function stopOnWay(context: RuleContext, work: Work, { reach }: WaitedWay): Stop | null {
  const { graph } = context;
  return firstStop([
    () => wayStop(graph, reach),
    () => pauseStop(context, work, reach),
    () => briefStop(context, work, reach),
    () => doneOnceStop(context, work, reach),
    () => queuedInsteadStop(graph, work.function, reach),
  ]);
}

function unwaitedStop({ graph }: RuleContext, { function: key }: Work): Stop {
  return workReach(graph, key, ['request']) === null
    ? { gate: 'moment', reason: 'No request leads here, so nobody waits for it.' }
    : { gate: 'moment', reason: 'No answer surely waits for it: it is let go, streamed, or run behind the answer.' };
}

function guardStop({ graph }: RuleContext, { guards, site }: Work): Stop | null {
  return guards.some((guard) => leavesOutProduction(graph, site.file, guard))
    ? { gate: 'guard', reason: 'It is reached only outside production.' }
    : null;
}

/** A pause under a condition or in a loop is one between two tries or two steps, which few requests meet. */
function pauseStop({ graph }: RuleContext, { isPause, guards }: Work, reach: Reach): Stop | null {
  if (!isPause) return null;
  return isRepeatedOnWay(graph, reach) || isConditional(graph, guards, reach)
    ? { gate: 'role', reason: 'It waits only under a condition or in a loop, as between two tries.' }
    : null;
}

/** Whether it is done only where some condition holds, on the way or where it stands. */
function isConditional(graph: ProgramGraph, guards: Work['guards'], reach: Reach): boolean {
  return [...guards, ...conditionsOnWay(graph, reach).map(({ guard }) => guard)].some(({ holds }) => holds);
}

/** One page that is drawn where somebody asks for it is over before a queue would have begun. */
function briefStop(context: RuleContext, work: Work, reach: Reach): Stop | null {
  if (!work.isBrief || isRepeated(context, work, reach)) return null;
  return isConditional(context.graph, work.guards, reach)
    ? { gate: 'role', reason: 'One alone is mostly short, and it is done only under a condition.' }
    : null;
}

const looksForResult = new RegExp(
  `^(?:${[
    'exists|existsSync|pathExists|path_exists|is_?file|is_?dir|isfile|isdir',
    // A package or a program is installed once, too.
    'find_spec|which|whichSync|is_?installed|command_?exists',
  ].join('|')})$`,
  'i',
);

/** `if (exists(result)) return`: what was made once is there for all later requests. */
function doneOnceStop({ graph }: RuleContext, work: Work, reach: Reach): Stop | null {
  const own = work.guards.map((guard) => ({ file: work.site.file, guard }));
  const isLookedFor = [...own, ...conditionsOnWay(graph, reach)].some(({ file, guard }) => {
    const code = graph.facts.get(file)?.code ?? null;
    return code !== null && saysNoResult(code, guard.test, guard.holds);
  });
  return isLookedFor ? { gate: 'role', reason: 'It is done only where its result is not there yet.' } : null;
}

function saysNoResult(code: CodeFacts, test: Value, holds: boolean): boolean {
  if (test.kind === 'call') return !holds && looksForResult.test(lastName(code, test.call));
  if (test.kind !== 'operator') return false;
  if (isOpposite(test.operator)) return saysNoResult(code, test.right, !holds);
  const isOf = holds ? isBoth(test.operator) : isEither(test.operator);
  return isOf && [test.left, test.right].some((part) => part !== null && saysNoResult(code, part, holds));
}

function isRepeated({ graph }: RuleContext, work: Work, reach: Reach): boolean {
  return work.isInLoop || isRepeatedOnWay(graph, reach);
}

function isRepeatedOnWay(graph: ProgramGraph, reach: Reach): boolean {
  return reach.chain.some(({ from, site }) =>
    graph.functions.get(from)?.fact.operations.some(({ inLoop, span }) => inLoop && contains(span, site.span)),
  );
}

const changing: ReadonlySet<EffectKind> = new Set([
  'database-write',
  'transaction',
  'mail',
  'payment',
  'object-write',
  'file-write',
  'external-call',
  'publish',
]);

function isChange(graph: ProgramGraph, { effect, call, site }: Effect): boolean {
  const sql = graph.facts.get(site.file)?.code?.calls[call]?.sql ?? null;
  return changing.has(effect) || (sql !== null && sql.kind !== 'select');
}

/** What a longer wait comes to: something half done where a loop or the request has more to do, and else the same work again. */
function endSentence(context: RuleContext, work: Work, reach: Reach): string {
  if (work.rows !== null) {
    return 'It takes longer with every new row, until a timeout on the way or a deploy ends it half done.';
  }
  const { graph } = context;
  const changes =
    isRepeated(context, work, reach) ||
    reach.entry === null ||
    reachableEffects(graph, reach.entry.function).some((each) => isChange(graph, each));
  const end = changes ? 'ends it half done' : 'ends it, so that it begins anew';
  const times = isConditional(graph, work.guards, reach) ? '' : ' each time';
  return `It takes seconds${times}, and a deploy or a timeout on the way ${end}.`;
}

function sentencesOf(context: RuleContext, work: Work, reach: Reach): readonly string[] {
  const { graph } = context;
  const title = reach.entry === null ? 'A request' : entryTitle(graph, reach.entry);
  const start = capitalised(title);
  const again = isRepeated(context, work, reach);
  const what = work.isBrief && again ? `${work.what} in a loop` : work.what;
  // Behind a condition some requests do not come to it, as those for which the result is there already.
  const isSome = isConditional(graph, work.guards, reach);
  const waits = isSome ? 'can wait for' : 'waits for';
  const who = isSome ? start.replace(/^Any request to/, 'A request to') : start;
  return [
    firstSentence([
      `${who} ${waits} ${what} before it answers.`,
      `${who} ${waits} ${what}.`,
      `This answer ${waits} ${what}.`,
      `This answer ${waits} ${work.thing}.`,
    ]),
    work.isBrief && !again
      ? 'A short one takes a second or so; long ones, or many that are asked for at once, hold the process up.'
      : endSentence(context, work, reach),
    'Answer 202 with the id of a job, let a worker do it, and tell by a status route when it is done.',
  ];
}
