import { chainRelated, entryTitle } from '../../findings/chain.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { capitalised, firstSentence } from '../../findings/wording.ts';
import { leavesOutProduction, wayStop } from '../../gates/guard.ts';
import { type LetGo, letGoIn } from '../../gates/let-go/let-go.ts';
import { doneAnywayStop, type Loss, lossOf } from '../../gates/let-go/loss.ts';
import { redoneStop } from '../../gates/let-go/redone.ts';
import { lossMessage } from '../../gates/let-go/surely.ts';
import { queuedInsteadStop } from '../../gates/queued-instead.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { triedOutStop } from '../../gates/tried-out.ts';
import { reachableEffects } from '../../link/effects.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';

/** Work that a request begins and leaves to the process alone: a deploy, a crash or a scale-in takes it along. */
export const rule: Rule = {
  info: {
    id: 'work-after-response',
    title: 'Work that nobody waits for',
    tier: 'breaks',
    pattern: 'queues',
    base: 'warning',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'role', 'guard', 'shared'],
    citation: {
      title: 'The Twelve-Factor App, IX. Disposability',
      url: 'https://12factor.net/disposability',
      quote:
        "The twelve-factor app's processes are disposable, meaning they can be started or stopped at a moment's notice.",
    },
    summary: 'A mail, a charge or a job that nobody waits for is lost when the process ends before it is done.',
  },
  check: (context) => oncePerFunction(letGoIn(context).flatMap((each) => verdictOf(context, each))),
};

interface Told {
  readonly work: LetGo;
  readonly verdict: Verdict;
}

/** What a clock does sooner than this is done before a deploy has ended the process. */
const shortestDelay = 30_000;

function verdictOf(context: RuleContext, work: LetGo): readonly Told[] {
  const { graph } = context;
  const { site } = work;
  const silent = (stop: Stop): readonly Told[] => [{ work, verdict: { kind: 'silent', site, ...stop } }];
  if (work.targets.length === 0 && work.own.length === 0) return [];
  const lost = lossOf(graph, { targets: work.targets, own: work.own, from: work.function, site });
  // Most calls that nobody awaits have nothing to lose, and are not worth a word.
  if ('gate' in lost) return [];
  const stop = firstStop([
    () => scopeStop(context, site.file, work.function),
    () => wayStop(graph, work.reach),
    () => outsideStop(context, work),
    () => delayStop(work),
    () => heldStop(graph, work),
    () => triedOutStop(graph, work.reach),
    () => insteadStop(context, work),
    () => doneAnywayStop(graph, { targets: work.targets, takers: [] }, lost.effect),
    () => (lost.what === 'mail' ? null : redoneStop(graph, { targets: work.targets, from: work.function })),
  ]);
  if (stop !== null) return silent(stop);
  const judgement = judge({
    info: rule.info,
    programs: servingThrough(context, site.file, [work.reach]),
    raised: false,
    certainty: 'proved',
    weak: lost.isLight,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const title = graph.functions.get(work.function)?.title ?? '';
  const verdict: Verdict = {
    kind: 'found',
    site,
    judgement,
    confidence: lost.isLight ? 'low' : 'medium',
    sentences: sentencesOf(context, work, lost, judgement),
    related: [
      ...chainRelated(graph, work.reach),
      ...(lost.effect.function === work.function
        ? []
        : [{ site: lost.effect.site, message: lossMessage(graph, work.targets, lost.effect) }]),
    ],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'work', file: site.file, function: title },
    thing: 'work behind the answer',
    symbol: `${title} lets go of a ${lost.what}`,
  };
  return [{ work, verdict }];
}

function outsideStop({ graph }: RuleContext, { guards, site }: LetGo): Stop | null {
  return guards.some((guard) => leavesOutProduction(graph, site.file, guard))
    ? { gate: 'guard', reason: 'It is begun only outside production.' }
    : null;
}

function delayStop({ how, delay }: LetGo): Stop | null {
  return how === 'clock' && delay < shortestDelay
    ? { gate: 'role', reason: 'The clock waits for less than half a minute.' }
    : null;
}

/** What goes on for long is ended all the same, because whoever stops the process waits for half a minute at most. */
function heldStop(graph: ProgramGraph, { isHeld, targets }: LetGo): Stop | null {
  const isLong = targets.some((key) => reachableEffects(graph, key).some(({ effect }) => effect === 'long-work'));
  return isHeld && !isLong
    ? { gate: 'moment', reason: 'The process waits for the end of this thread before it exits.' }
    : null;
}

function insteadStop({ graph }: RuleContext, { function: key, call, reach, targets }: LetGo): Stop | null {
  const edges = (graph.callees.get(key) ?? []).filter((edge) => edge.call === call && targets.includes(edge.to));
  return firstStop(
    edges.map((edge) => () => queuedInsteadStop(graph, edge.to, { ...reach, chain: [...reach.chain, edge] })),
  );
}

/** Several pieces that one function lets go of are one thing to mend, as far as they are alike. */
function oncePerFunction(told: readonly Told[]): readonly Verdict[] {
  const seen = new Set<string>();
  return told.flatMap(({ work, verdict }): readonly Verdict[] => {
    if (verdict.kind === 'silent') return [verdict];
    const key = work.how === 'behind' ? `${work.function} behind` : `${work.function} ${verdict.symbol}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [verdict];
  });
}

function sentencesOf(context: RuleContext, work: LetGo, lost: Loss, judgement: Judgement): readonly string[] {
  const { graph } = context;
  const title = work.reach.entry === null ? 'the request' : entryTitle(graph, work.reach.entry);
  const { what, verb } = lost;
  const unless =
    work.how === 'clock' ? `if the process ends within ${lengthText(work.delay)}` : 'if the process ends first';
  const isFrozen = judgement.program.topology.lifetime?.value === 'frozen-after-response';
  return [
    firstSentence([
      `${capitalised(article(what))} is never ${verb} ${unless}: ${title} does not wait for it.`,
      `${capitalised(article(what))} is never ${verb} ${unless}: nobody waits for it.`,
    ]),
    isFrozen
      ? 'The platform may stop the process as soon as the answer is given, and nothing else knows of it.'
      : 'A deploy, a crash or fewer instances end it at any time, and nothing else knows that it is still to be done.',
    work.how === 'clock'
      ? 'Keep what is due in the database or a queue with delayed jobs, and let a worker do it.'
      : 'Put it into a queue that outlives the process, or wait for it before you answer.',
  ];
}

function article(what: string): string {
  return `${/^[aeiou]/i.test(what) ? 'an' : 'a'} ${what}`;
}

function lengthText(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return `${Math.round(milliseconds / 1000)} seconds`;
  if (minutes < 120) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
