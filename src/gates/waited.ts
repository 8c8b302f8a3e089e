import type { Catalog } from '../catalog/types.ts';
import type { CodeFacts } from '../facts/code.ts';
import { callOf, type Operation } from '../facts/operations.ts';
import type { CallId } from '../facts/values.ts';
import type { RuleContext } from '../findings/rule.ts';
import { callByCallee } from '../link/calls-at.ts';
import { callsHoldTheirCaller } from '../link/holding.ts';
import type { CallEdge, FunctionKey, ProgramGraph, Reach } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';
import { contains } from '../text/spans.ts';
import { isAnsweredBefore, isAnsweredIn, isStreamed } from './answered.ts';
import { isAwaited } from './awaited.ts';
import { lastName } from './origins.ts';
import { isWithin } from './reachable.ts';

/**
 * How an answer waits for a function: for what it promises, for what an event in it tells, or only for what holds the
 * thread while it runs.
 */
export type Waiting = 'promise' | 'event' | 'blocking';

export interface WaitedWay {
  readonly waiting: Waiting;
  readonly reach: Reach;
}

export type WaitedWays = ReadonlyMap<FunctionKey, readonly WaitedWay[]>;

/**
 * The ways from requests to functions on which the answer waits for every step and nothing has answered before. What is
 * begun and let go, what a pool, a queue or a clock runs and what is streamed is on none of them.
 */
export const waitedWays = remembered(({ graph, catalog }: RuleContext) => waysIn(graph, catalog));

function waysIn(graph: ProgramGraph, catalog: Catalog): WaitedWays {
  const ways = new Map<FunctionKey, WaitedWay[]>();
  const queue: { readonly key: FunctionKey; readonly way: WaitedWay }[] = [];
  const take = (key: FunctionKey, way: WaitedWay): void => {
    const known = ways.get(key) ?? [];
    const alike = known.filter(({ waiting }) => waiting === way.waiting);
    // Ways by other steps are kept as well, because a condition may speak against one of them alone.
    if (alike.length >= mostWays || alike.some(({ reach }) => lastStep(reach) === lastStep(way.reach))) return;
    if (graph.functions.get(key)?.fact.generator === true) return;
    ways.set(key, [...known, way]);
    queue.push({ key, way });
  };
  for (const entry of graph.entries) {
    if (entry.moment !== 'request' || isStreamed(graph, entry.function)) continue;
    const own = (graph.moments.get(entry.function) ?? []).find(
      ({ moment, certainty, chain }) => moment === 'request' && certainty === 'proved' && chain.length === 0,
    );
    if (own === undefined || runsBehindAnswer(graph, entry.site.file, entry.site.span)) continue;
    take(entry.function, { waiting: 'promise', reach: { moment: 'request', certainty: 'proved', entry, chain: [] } });
  }
  for (let next = 0; next < queue.length; next++) {
    const at = queue[next];
    if (at === undefined) break;
    for (const edge of graph.callees.get(at.key) ?? []) {
      if (edge.certainty !== 'proved' || edge.once === true || edge.kind === 'load') continue;
      const found = waitingBehind(graph, catalog, at.key, at.way.waiting, edge);
      if (found.length === 0 || isStreamed(graph, edge.to)) continue;
      const reach = { ...at.way.reach, chain: [...at.way.reach.chain, edge] };
      for (const waiting of found) take(edge.to, { waiting, reach });
    }
  }
  return ways;
}

const mostWays = 3;

/** Where the last step of a way stands; empty where an entry itself is meant. */
function lastStep({ chain }: Reach): string {
  const site = chain.at(-1)?.site;
  return site === undefined ? '' : `${site.file} ${site.span[0]}`;
}

/** `background_tasks.add_task(f)` and its like: entries that run behind the answer, by what registers them. */
function runsBehindAnswer(graph: ProgramGraph, file: string, span: readonly [number, number]): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  return code?.calls.some((each, id) => contains(each.span, span) && behind.test(lastName(code, id))) === true;
}

const behind = /^(?:add_task|BackgroundTask|onResponse|after_request|teardown_request|on_finish)$/;

function waitingBehind(
  graph: ProgramGraph,
  catalog: Catalog,
  from: FunctionKey,
  waiting: Waiting,
  edge: CallEdge,
): readonly Waiting[] {
  const to = graph.functions.get(edge.to);
  const step = stepOf(graph, from, edge);
  if (to === undefined || step === null) return [];
  const { code, operation, call, file } = step;
  if (operation.inCatch === true) return [];
  if (isAnsweredBefore(graph, catalog, from, operation.span, operation.guards)) return [];
  if (callsHoldTheirCaller(graph, file)) {
    const isLater = edge.kind === 'callback' && !/^(?:map|filter|sorted)$/.test(lastName(code, call));
    return isLater || (to.fact.async && !isAwaited(code, call)) ? [] : [waiting];
  }
  const isWaitedFor = waiting === 'promise' && isAwaited(code, call);
  if (edge.kind === 'callback') {
    const behind = behindCallback(graph, catalog, step, waiting, isWaitedFor, to.fact.async);
    return behind === null ? [] : [behind];
  }
  // `(async () => { … callback(path) })()` in a function that tells by a callback: the function inside tells, too.
  if (waiting === 'event' && to.fact.async && isWithin(graph, edge.to, from)) return ['promise', 'event'];
  const first: readonly Waiting[] = isWaitedFor ? ['promise'] : to.fact.async ? [] : ['blocking'];
  const isTold = waiting === 'event' ? handsOn(code, call) : isAnsweredIn(graph, catalog, file, call);
  return isTold && waiting !== 'blocking' && !isToldAtOnce(graph, edge.to) ? [...first, 'event'] : first;
}

/** Whether a function hands on one of its own parameters, by which it tells that it is done. */
function handsOn(code: CodeFacts, call: CallId): boolean {
  const fact = code.calls[call];
  const parameters = fact === undefined ? [] : (code.functions[fact.function]?.parameters ?? []);
  return (
    fact?.arguments.some(
      (each) =>
        each.kind === 'reference' &&
        each.reference.path.length === 0 &&
        each.reference.root.kind === 'declared' &&
        parameters.includes(each.reference.root.declaration),
    ) === true
  );
}

/** Whether a function calls what it was given in its own body, whatever comes: it may be done before its work is. */
function isToldAtOnce(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  return (
    node?.fact.operations.some((each) => {
      const callee = each.kind === 'call' && each.guards.length === 0 ? code?.calls[each.call]?.callee : undefined;
      const isOwn = callee?.root.kind === 'declared' && node.fact.parameters.includes(callee.root.declaration);
      return isOwn && callee.path.length === 0;
    }) === true
  );
}

/** A callback runs as part of the call that takes it; of `new Promise(…)` it tells when the promise is kept. */
function behindCallback(
  graph: ProgramGraph,
  catalog: Catalog,
  { code, call, file }: Step,
  waiting: Waiting,
  isWaitedFor: boolean,
  isAsync: boolean,
): Waiting | null {
  const fact = code.calls[call];
  const name = lastName(code, call);
  if (fact?.construct === true) {
    const given = fact.arguments[0];
    const isKept = isWaitedFor && name === 'Promise' && given?.kind === 'function';
    return isKept && !isKeptAtOnce(code, given.function) ? 'event' : isAsync ? null : 'blocking';
  }
  if (isWaitedFor) return 'promise';
  // What is called back later than the function returns, as by a child process, holds nobody but who waits for the event.
  if (waiting === 'event' || isAnsweredIn(graph, catalog, file, call)) return isAsync ? 'promise' : waiting;
  return isAsync || !atOnce.test(name) ? null : 'blocking';
}

const atOnce = /^(?:map|forEach|filter|flatMap|reduce|some|every|find|sort)$/;

/** Whether a promise is kept before its function returns: `resolve()` stands in its body, not in what is called back. */
function isKeptAtOnce(code: CodeFacts, executor: number): boolean {
  const [resolve] = code.functions[executor]?.parameters ?? [];
  return code.calls.some(
    ({ callee: { root, path }, function: of }) =>
      of === executor && root.kind === 'declared' && root.declaration === resolve && path.length === 0,
  );
}

interface Step {
  readonly code: CodeFacts;
  readonly operation: Operation;
  readonly call: CallId;
  readonly file: string;
}

/** The step of a function that an edge stands for. */
function stepOf(graph: ProgramGraph, from: FunctionKey, edge: CallEdge): Step | null {
  const node = graph.functions.get(from);
  const code = graph.facts.get(edge.site.file)?.code ?? null;
  if (node === undefined || code === null) return null;
  const call = callByCallee(graph.facts, edge.site, node.id)?.id;
  const operation = node.fact.operations.find((each) => call !== undefined && callOf(each) === call);
  return call === undefined || operation === undefined ? null : { code, operation, call, file: edge.site.file };
}
