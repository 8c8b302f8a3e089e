import type { Operation } from '../facts/operations.ts';
import { callByCallee } from '../link/calls-at.ts';
import type { Effect, FunctionKey, ProgramGraph, Site } from '../link/program-graph.ts';
import { numberOf } from './numbers.ts';

/** A loop without an end of its own that works, waits, and begins anew: `while True: bill(); time.sleep(3600)`. */
export interface WaitingLoop {
  /** The callee that waits. */
  readonly site: Site;
  /** The function whose loop it is. */
  readonly function: FunctionKey;
  /** What the loop does each time: what it calls, or the function itself where it does nothing outside of the loop. */
  readonly jobs: readonly FunctionKey[];
  readonly milliseconds: number | null;
}

/** All of them in functions that come to run for sure while a process starts, in the order of the functions. */
export function waitingLoops(graph: ProgramGraph): readonly WaitingLoop[] {
  return [...graph.effects.values()]
    .flat()
    .filter(({ work }) => work?.lasts !== undefined && work.what === 'a clock')
    .flatMap((effect) => loopsAround(graph, effect));
}

/** The loop that the wait stands in, or that calls the function which ends with it. */
function loopsAround(graph: ProgramGraph, effect: Effect): readonly WaitingLoop[] {
  const wait = { site: effect.site, milliseconds: lengthOf(graph, effect) };
  if (isRepeated(effect.operation)) return loopOf(graph, effect.function, wait);
  return (graph.callers.get(effect.function) ?? []).flatMap(({ from, site, certainty, kind }) =>
    certainty === 'proved' && kind !== 'callback' && operationsAt(graph, from, site).some(isRepeated)
      ? loopOf(graph, from, wait)
      : [],
  );
}

function loopOf(
  graph: ProgramGraph,
  key: FunctionKey,
  wait: Pick<WaitingLoop, 'site' | 'milliseconds'>,
): readonly WaitingLoop[] {
  const begins = (graph.moments.get(key) ?? []).some(
    ({ moment, certainty }) => certainty === 'proved' && (moment === 'load' || moment === 'boot'),
  );
  return begins ? [{ ...wait, function: key, jobs: jobsOf(graph, key) }] : [];
}

/** Goes round as long as something holds, and not once for each of some items. */
function isRepeated({ inLoop, over }: Operation): boolean {
  return inLoop && over === undefined;
}

function jobsOf(graph: ProgramGraph, key: FunctionKey): readonly FunctionKey[] {
  const edges = (graph.callees.get(key) ?? []).filter(({ kind, given }) => kind !== 'load' && given !== true);
  const within = edges.filter(({ site }) => operationsAt(graph, key, site).some(({ inLoop }) => inLoop));
  const isAllWithin =
    within.length === edges.length && (graph.effects.get(key) ?? []).every(({ operation }) => operation.inLoop);
  if (isAllWithin) return [key];
  return [...new Set(within.flatMap(({ to, certainty }) => (certainty === 'proved' ? [to] : [])))];
}

function operationsAt(graph: ProgramGraph, key: FunctionKey, site: Site): readonly Operation[] {
  const node = graph.functions.get(key);
  const call = callByCallee(graph.facts, site, node?.id);
  return (node?.fact.operations ?? []).filter(
    (operation) => call !== null && operation.kind === 'call' && operation.call === call.id,
  );
}

function lengthOf(graph: ProgramGraph, { site, call, work }: Effect): number | null {
  const lasts = work?.lasts;
  const position = lasts?.argument.kind === 'position' ? lasts.argument.position : 0;
  const given = graph.facts.get(site.file)?.code?.calls[call]?.arguments[position];
  const length = given === undefined ? null : numberOf(graph, site.file, given);
  return length === null || lasts === undefined ? null : (length.value / lasts.perSecond) * 1000;
}
