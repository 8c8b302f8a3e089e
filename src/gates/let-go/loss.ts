import type { CodeFacts } from '../../facts/code.ts';
import { callByCallee } from '../../link/calls-at.ts';
import { reachableEffects } from '../../link/effects.ts';
import type { Effect, FunctionKey, ProgramGraph, Site } from '../../link/program-graph.ts';
import { claimStop } from '../claims.ts';
import { type RowChange, rowChangeOf } from '../job-harm.ts';
import { partsOf } from '../names.ts';
import { lastName } from '../origins.ts';
import { changeElsewhere, remembersOwn } from '../outbound.ts';
import { functionsFrom } from '../reachable.ts';
import type { Stop } from '../stop.ts';
import { isGreeting } from './greeting.ts';
import { chainFrom } from './left-alone.ts';

/** What somebody misses when work that was begun or kept in memory is lost with its process. */
export interface Loss {
  readonly kind: 'loss';
  /** One of it, as a sentence goes on: `mail`, `job`. */
  readonly what: string;
  /** What does not happen to it: `sent`. */
  readonly verb: string;
  readonly effect: Effect;
  /** It takes so little time, or means so little, that a loss is rare or small. */
  readonly isLight: boolean;
}

interface Begun {
  /** The functions that do the work. */
  readonly targets: readonly FunctionKey[];
  /** What the call that begins it does itself. */
  readonly own: readonly Effect[];
  /** The function that begins it. */
  readonly from: FunctionKey;
  /** The callee of the call that begins it. */
  readonly site: Site;
  /** Whether a queue in memory holds it until then, so that it is missed although no other instance would send it. */
  readonly isHeld?: true;
}

/** The worst that is lost with the work, or why nobody would miss it. */
export function lossOf(graph: ProgramGraph, { targets, own, from, site, isHeld }: Begun): Loss | Stop {
  const job = targets[0] ?? from;
  const reached = [...own, ...targets.flatMap((key) => reachableEffects(graph, key))];
  const all = [...new Set(reached)].filter(({ operation }) => operation.inCatch !== true);
  const isNamedNote = targets.some((key) =>
    partsOf(graph.functions.get(key)?.fact.name ?? '').some((word) => notes.has(word)),
  );
  const effects = all.filter((effect) => isGrave(effect) || !(isNamedNote || isNote(graph, effect)));
  const first = (kind: Effect['effect']): Effect | undefined => effects.find(({ effect }) => effect === kind);
  const payment = first('payment');
  if (payment !== undefined) return loss(payment.thing ?? 'payment', 'made', payment);
  const mails = effects.filter(({ effect, later }) => effect === 'mail' && later !== true);
  const mail = mails.find((each) => !isGreeting(graph, { targets, site }, each));
  if (mail !== undefined) return loss('mail', 'sent', mail);
  const changes = effects.flatMap((effect) => {
    const change = rowChangeOf(graph, effect);
    return change === null || change === 'delete' ? [] : [{ effect, change }];
  });
  const long = effects.find(({ effect, work }) => effect === 'long-work' && work?.lasts === undefined) ?? null;
  const elsewhere = first('external-call');
  const kept = changes[0]?.effect ?? first('object-write');
  if (kept !== undefined && (long !== null || elsewhere !== undefined)) return loss('job', 'finished', kept);
  const mayBeOwn = isHeld !== true && remembersOwn(graph, job);
  const request = effects.find(
    (effect) => effect.effect === 'external-call' && !mayBeOwn && changeElsewhere(graph, job, effect) !== null,
  );
  if (request !== undefined) {
    return loss(`${changeElsewhere(graph, job, request) ?? ''} to another service`, 'made', request);
  }
  // Which commands take long is not asked here; without anything written, one may be the end of another.
  if (long !== null && long.work?.command === undefined) return loss('job', 'finished', long);
  const row = changes.find(({ change }) => isMissed(change));
  // Whoever changes rows in several steps leaves some of them undone.
  if (row !== undefined && changes.length >= stepsOfJob) return loss('job', 'finished', row.effect);
  if (row !== undefined && isTakenLightly(graph, { targets, from, site }, row)) {
    return {
      gate: 'role',
      reason: 'It goes on where it fails, and a single row more or less is all that it comes to.',
    };
  }
  if (row !== undefined) return { ...loss('row', 'written', row.effect), isLight: true };
  if (mails.length > 0) return { gate: 'role', reason: 'The mail only bids welcome, and nobody waits for it.' };
  return all.length > effects.length && effects.length === 0
    ? { gate: 'role', reason: 'It only notes what happened, so little is missed where it is lost.' }
    : { gate: 'role', reason: 'It writes nothing, sends nothing and charges nobody, as far as the code shows.' };
}

const stepsOfJob = 3;

/** Whether the failure of a single row is taken without a word: by the work itself, or of a count by whoever begins it. */
function isTakenLightly(
  graph: ProgramGraph,
  { targets, from, site }: Pick<Begun, 'targets' | 'from' | 'site'>,
  { effect, change }: { readonly effect: Effect; readonly change: RowChange },
): boolean {
  const swallows = [...targets, effect.function].some((key) => {
    const failing = (graph.functions.get(key)?.fact.operations ?? []).filter(({ inCatch }) => inCatch === true);
    return key !== from && failing.length > 0 && !failing.some(({ kind }) => kind === 'throw');
  });
  const code = graph.facts.get(site.file)?.code ?? null;
  const call = callByCallee(graph.facts, site)?.id;
  const isCaught =
    code !== null && call !== undefined && chainFrom(code, call).some((each) => lastName(code, each) === 'catch');
  return swallows || (change === 'count' && isCaught);
}

function isMissed(change: RowChange): boolean {
  return change === 'insert' || change === 'count';
}

function loss(what: string, verb: string, effect: Effect): Loss {
  return { kind: 'loss', what, verb, effect, isLight: false };
}

/**
 * Words of what is only noted, measured, tidied up or kept ready: the log, figures, who was seen when, what is made anew when
 * asked, what is left over.
 */
const notes = new Set(
  `activities activity analytics audit audits beacon cache caches cached clean cleanup debug event events heartbeat hit hits histories
  history index invalidate invalidation journal last log logger logging logs metric metrics monitor monitoring ping prefetch
  preload presence purge refresh revalidate seen sentry statistics stat stats telemetry touch trace traces track tracker
  tracking usage used view viewed views visit visits visitor warm warmup`.split(/\s+/),
);

/** Whoever is told or charged notices, whatever the function is called. */
function isGrave({ effect }: Effect): boolean {
  return effect === 'mail' || effect === 'payment';
}

/** Whether a step is named for a note: by its function, by what it is called on, by its table or by its address. */
function isNote(graph: ProgramGraph, effect: Effect): boolean {
  const code = graph.facts.get(effect.site.file)?.code ?? null;
  const fact = code?.calls[effect.call];
  if (code === null || fact === undefined) return false;
  const { root, path } = fact.callee;
  const first = root.kind === 'declared' ? code.declarations[root.declaration]?.name : '';
  const names = [
    functionName(graph, code, effect.function),
    first ?? '',
    ...path.slice(0, -1),
    ...(fact.sql?.tables ?? []),
    lastName(code, effect.call) === 'save' ? (first ?? '') : '',
  ];
  return names.flatMap(partsOf).some((word) => notes.has(word));
}

/** The nearest name around a step, because callbacks have none. */
function functionName(graph: ProgramGraph, code: CodeFacts, key: FunctionKey): string {
  const node = graph.functions.get(key);
  for (let id: number | null = node?.id ?? null; id !== null && id !== 0; id = code.functions[id]?.parent ?? null) {
    const name = code.functions[id]?.name ?? '';
    if (name !== '') return name;
  }
  return '';
}

/**
 * Whether what is lost is done all the same: a clock, a broker or the start of the program comes to the same work and notes in
 * the database how far it is, or each piece of it is taken by a claim there. Of `takers`, which take work out of memory and
 * may well run by a clock, nothing is concluded.
 */
export function doneAnywayStop(
  graph: ProgramGraph,
  { targets, takers }: { readonly targets: readonly FunctionKey[]; readonly takers: readonly FunctionKey[] },
  effect: Effect,
): Stop | null {
  const steps = [...new Set(targets.flatMap((key) => functionsFrom(graph, key, 2)))];
  if (steps.some((key) => isComeToAgain(graph, key, takers) && notesProgress(graph, key, effect))) {
    return {
      gate: 'shared',
      reason: 'A clock, a queue or the start of the program comes to the same work, which stands in the database.',
    };
  }
  return targets.some((key) => claimStop(graph, key, effect) !== null)
    ? { gate: 'shared', reason: 'The work stands in the database, where whoever works takes it for itself.' }
    : null;
}

function isComeToAgain(graph: ProgramGraph, key: FunctionKey, takers: readonly FunctionKey[]): boolean {
  return (graph.moments.get(key) ?? []).some(
    ({ moment, certainty, entry, chain }) =>
      certainty === 'proved' &&
      ['timer', 'queue', 'boot', 'load'].includes(moment) &&
      !takers.some(
        (taker) =>
          taker === key || entry?.function === taker || chain.some(({ from, to }) => from === taker || to === taker),
      ),
  );
}

/** Whether a function does what is lost, and changes rows beside it. */
function notesProgress(graph: ProgramGraph, key: FunctionKey, effect: Effect): boolean {
  const effects = reachableEffects(graph, key);
  return effects.includes(effect) && effects.some((each) => rowChangeOf(graph, each) !== null);
}
