import { chainRelated, entryTitle } from '../../findings/chain.ts';
import { judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { capitalised, firstSentence } from '../../findings/wording.ts';
import { leavesOutProduction, wayStop } from '../../gates/guard.ts';
import { type KeptWork, keptWork } from '../../gates/let-go/kept-work.ts';
import { listedWork } from '../../gates/let-go/lists.ts';
import { doneAnywayStop, type Loss, lossOf } from '../../gates/let-go/loss.ts';
import { lossMessage } from '../../gates/let-go/surely.ts';
import { partsOf } from '../../gates/names.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { triedOutStop } from '../../gates/tried-out.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';

/** Work that requests put into a queue which only the memory of the process holds. */
export const rule: Rule = {
  info: {
    id: 'queue-in-memory',
    title: 'Jobs that wait in memory',
    tier: 'breaks',
    pattern: 'queues',
    base: 'error',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'lifetime', 'role', 'guard', 'shared'],
    citation: {
      title: 'The Twelve-Factor App, IX. Disposability',
      url: 'https://12factor.net/disposability',
      quote: 'For a worker process, graceful shutdown is achieved by returning the current job to the work queue.',
    },
    summary: 'Jobs that requests put in wait in the memory of one process, and are lost when it ends.',
  },
  check: (context) =>
    oncePerQueue([...keptWork(context), ...listedWork(context)].flatMap((each) => verdictOf(context, each))),
};

interface Told {
  readonly queue: string;
  readonly verdict: Verdict;
}

function verdictOf(context: RuleContext, work: KeptWork): readonly Told[] {
  const { graph } = context;
  const { site, queue } = work;
  const silent = (stop: Stop): readonly Told[] => [{ queue, verdict: { kind: 'silent', site, ...stop } }];
  const early = firstStop([
    () => scopeStop(context, site.file, work.function),
    () => work.stop,
    () => wayStop(graph, work.reach),
    () => outsideStop(context, work),
  ]);
  if (early !== null) return silent(early);
  if (work.targets.length === 0) {
    return silent({ gate: 'role', reason: 'What is done with it could not be followed.' });
  }
  const lost = lossOf(graph, { targets: work.targets, own: [], from: work.function, site, isHeld: true });
  if ('gate' in lost) return silent(lost);
  const again = doneAnywayStop(graph, work, lost.effect) ?? triedOutStop(graph, work.reach);
  if (again !== null) return silent(again);
  const isMild = work.until === 'response' || isNotice(graph, work, lost);
  const judgement = judge({
    info: isMild ? { ...rule.info, base: 'warning' } : rule.info,
    programs: servingThrough(context, site.file, [work.reach]),
    raised: false,
    certainty: work.reach.certainty,
    weak: lost.isLight,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const title = graph.functions.get(work.function)?.title ?? '';
  const verdict: Verdict = {
    kind: 'found',
    site,
    judgement,
    confidence: lost.isLight || work.reach.certainty === 'possible' ? 'low' : 'high',
    sentences: sentencesOf(context, work, lost),
    related: [
      ...chainRelated(graph, work.reach),
      { site: lost.effect.site, message: lossMessage(graph, work.targets, lost.effect) },
    ],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'work', file: site.file, function: title },
    thing: 'waiting jobs',
    symbol: `${title} keeps a ${lost.what}`,
  };
  return [{ queue, verdict }];
}

const notices = new Set('notification notifications notify notifies notifier notice notices alert alerts'.split(' '));

/** Mails and calls of what is named for notices tell of something that stands elsewhere, so that a lost one is no lost order. */
function isNotice(graph: ProgramGraph, { targets, function: key }: KeptWork, { what }: Loss): boolean {
  const names = [key, ...targets].map((each) => graph.functions.get(each)?.fact.name ?? '');
  return (
    (what === 'mail' || what.endsWith('to another service')) && names.flatMap(partsOf).some((word) => notices.has(word))
  );
}

function outsideStop({ graph }: RuleContext, { guards, site }: KeptWork): Stop | null {
  return guards.some((guard) => leavesOutProduction(graph, site.file, guard))
    ? { gate: 'guard', reason: 'It is put in only outside production.' }
    : null;
}

/** All that is put into one queue is one thing to mend: the worst is told, the others stand beside it. */
function oncePerQueue(told: readonly Told[]): readonly Verdict[] {
  const silent = told.flatMap(({ verdict }) => (verdict.kind === 'silent' ? [verdict] : []));
  const byQueue = new Map<string, Found[]>();
  for (const { queue, verdict } of told) {
    if (verdict.kind === 'found') byQueue.set(queue, [...(byQueue.get(queue) ?? []), verdict]);
  }
  const found = [...byQueue.values()].flatMap((all) => {
    const first = all.find(({ judgement }) => judgement.severity !== 'note') ?? all[0];
    if (first === undefined) return [];
    const others = all.filter((each) => each !== first).slice(0, 5);
    const beside = others.map(({ site }) => ({ site, message: 'More is put in here.' }));
    return [{ ...first, related: [...first.related, ...beside] }];
  });
  return [...silent, ...found];
}

function sentencesOf(context: RuleContext, work: KeptWork, { what, verb }: Loss): readonly string[] {
  const { graph } = context;
  const title = work.reach.entry === null ? 'A request' : capitalised(entryTitle(graph, work.reach.entry));
  return work.until === 'response'
    ? [
        firstSentence([`A deploy or crash right after the answer loses the ${what} that should follow it.`]),
        `${title} answers first, and only this process knows what is still to be ${verb}.`,
        'Hand it to a queue that outlives the process and a worker that takes from it.',
      ]
    : [
        firstSentence([`A deploy or crash empties this queue: each ${what} that waits in it is never ${verb}.`]),
        `${title} puts work in and does not wait for it, and only this process knows of it.`,
        'Keep it in a queue that outlives the process, such as one in Redis or the database, with a worker that takes from it.',
      ];
}
