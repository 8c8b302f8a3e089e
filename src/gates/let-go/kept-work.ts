import type { WorkQueue } from '../../catalog/types.ts';
import type { CodeFacts } from '../../facts/code.ts';
import type { Guard } from '../../facts/operations.ts';
import { partsOf } from '../../facts/value-parts.ts';
import type { CallId, Value } from '../../facts/values.ts';
import type { RuleContext } from '../../findings/rule.ts';
import { argumentOf, meaningsOf, optionOf } from '../../link/evaluate.ts';
import { guardsAt } from '../../link/guards-at.ts';
import type { FunctionKey, LibraryUse, ProgramGraph, Reach, Site } from '../../link/program-graph.ts';
import { remembered } from '../../link/remembered.ts';
import { workReach } from '../moment.ts';
import { valuesOfRoot } from '../named-values.ts';
import { lastName } from '../origins.ts';
import type { Stop } from '../stop.ts';
import { begunIn } from './begun.ts';
import { isLeftAlone, isOnlyWatched } from './left-alone.ts';
import { functionsOf } from './targets.ts';

/** Work that a request puts where only the memory of the process holds it, until somebody there does it. */
export interface KeptWork {
  /** `response` where it is kept for behind the answer alone. */
  readonly until: 'turn' | 'response';
  readonly function: FunctionKey;
  /** The callee alone. */
  readonly site: Site;
  readonly guards: readonly Guard[];
  /** The functions that do it. */
  readonly targets: readonly FunctionKey[];
  /** Those of them that take it out themselves. */
  readonly takers: readonly FunctionKey[];
  /** How the request comes to put it in. */
  readonly reach: Reach;
  /** What is one to mend: all that is put into one queue, or that one function keeps for behind its answer. */
  readonly queue: string;
  /** Why it is none that could be lost. */
  readonly stop: Stop | null;
}

/** All of it that libraries and the language keep; lists that a program works off by itself are in lists.ts. */
export const keptWork = remembered((context: RuleContext): readonly KeptWork[] => {
  const { graph } = context;
  const queues = graph.uses.filter(({ pattern }) => pattern.workQueue !== undefined);
  return [...inQueues(graph, queues), ...behindAnswers(graph)];
});

function behindAnswers(graph: ProgramGraph): readonly KeptWork[] {
  return graph.uses.flatMap((use): readonly KeptWork[] => {
    if (use.pattern.begunWork?.begins !== 'response') return [];
    const node = graph.functions.get(use.function);
    const code = graph.facts.get(use.file)?.code ?? null;
    const reach = workReach(graph, use.function, ['request', 'socket']);
    const begun = node === undefined || code === null ? null : begunIn(graph, node, code, use.call);
    if (begun === null || reach === null) return [];
    const site = { file: use.file, span: use.fact.calleeSpan };
    const guards = guardsAt(graph, use.function, site);
    const { targets } = begun;
    return [
      {
        until: 'response',
        function: use.function,
        site,
        guards,
        targets,
        takers: [],
        reach,
        queue: use.function,
        stop: null,
      },
    ];
  });
}

interface Touch {
  readonly use: LibraryUse;
  readonly queue: WorkQueue;
  readonly file: string;
  readonly code: CodeFacts;
  readonly call: CallId;
  readonly function: FunctionKey;
}

function inQueues(graph: ProgramGraph, queues: readonly LibraryUse[]): readonly KeptWork[] {
  if (queues.length === 0) return [];
  const touches = touchesOf(graph, queues);
  const takers = touches.filter(({ queue, code, call }) => isTake(queue, lastName(code, call)));
  return touches.flatMap((touch): readonly KeptWork[] => {
    const { use, queue, file, code, call, function: key } = touch;
    if (!queue.puts.includes(lastName(code, call))) return [];
    const reach = workReach(graph, key, ['request', 'socket']);
    const span = code.calls[call]?.calleeSpan;
    if (reach === null || span === undefined) return [];
    const site = { file, span };
    const targets = targetsOf(graph, touch, takers);
    return [
      {
        until: 'turn',
        function: key,
        site,
        guards: guardsAt(graph, key, site),
        targets,
        takers: queue.by.kind === 'taken' ? targets : [],
        reach,
        queue: use.id,
        stop: keptElsewhereStop(graph, use, queue) ?? makingStop(graph, use) ?? waitedStop(touch),
      },
    ];
  });
}

function isTake({ by }: WorkQueue, name: string): boolean {
  return by.kind === 'taken' && by.takes.includes(name);
}

/** Calls that put something into one of the queues, or take something out. */
function touchesOf(graph: ProgramGraph, queues: readonly LibraryUse[]): readonly Touch[] {
  const byPlace = new Map(queues.map((use) => [use.id, use]));
  const names = new Set(
    queues.flatMap(({ pattern: { workQueue } }) =>
      workQueue === undefined ? [] : [...workQueue.puts, ...(workQueue.by.kind === 'taken' ? workQueue.by.takes : [])],
    ),
  );
  return [...graph.facts].flatMap(([file, { code = null }]) =>
    (code?.calls ?? []).flatMap(({ callee, function: id }, call): readonly Touch[] => {
      if (code === null || (callee.path.length === 0 && callee.root.kind !== 'call')) return [];
      if (!names.has(callee.path.at(-1) ?? '')) return [];
      const receiver: Value = {
        kind: 'reference',
        reference: { ...callee, path: callee.path.slice(0, -1) },
        span: callee.span,
      };
      const uses = meaningsOf(graph, file, receiver).flatMap((meaning) => {
        const made = meaning.kind === 'made' ? meaning : meaning.kind === 'tracked' ? meaning.made : undefined;
        const use = made === undefined ? undefined : byPlace.get(`${made.file}#${made.call}`);
        return use === undefined ? [] : [use];
      });
      const [use] = uses;
      const queue = use?.pattern.workQueue;
      if (use === undefined || queue === undefined) return [];
      return [{ use, queue, file, code, call, function: `${file}#${id}` }];
    }),
  );
}

function targetsOf(graph: ProgramGraph, touch: Touch, takers: readonly Touch[]): readonly FunctionKey[] {
  const { use, queue, file, code, call, function: key } = touch;
  switch (queue.by.kind) {
    case 'given':
      return (code.calls[call]?.arguments ?? []).slice(0, 1).flatMap((value) => functionsOf(graph, key, file, value));
    case 'made':
      return queue.by.worker.flatMap((at) =>
        argumentOf(graph, use, at).meanings.flatMap((each) => (each.kind === 'function' ? [each.function] : [])),
      );
    case 'taken':
      return [...new Set(takers.flatMap((each) => (each.use.id === use.id ? [each.function] : [])))];
  }
}

function keptElsewhereStop(graph: ProgramGraph, use: LibraryUse, { keptBy }: WorkQueue): Stop | null {
  if (keptBy === undefined || optionOf(graph, use, [keptBy]).state === 'absent') return null;
  return { gate: 'shared', reason: 'It is given a store that keeps the work.' };
}

/** A queue that a request makes for itself bounds how much it does at once; one that nobody comes to make holds nothing. */
function makingStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const kind = graph.functions.get(use.function)?.fact.kind;
  if (kind === 'module' || kind === 'constructor' || kind === 'initialiser') return null;
  if (workReach(graph, use.function, ['request', 'socket']) !== null) {
    return { gate: 'lifetime', reason: 'A request makes this queue for itself, and nothing of another one is in it.' };
  }
  return (graph.moments.get(use.function) ?? []).length > 0
    ? null
    : { gate: 'moment', reason: 'Nothing is seen to make this queue.' };
}

function waitedStop({ queue, code, call }: Touch): Stop | null {
  const waits: Stop = { gate: 'moment', reason: 'The request takes what the work gives, so it may wait for its end.' };
  if (queue.by.kind === 'taken') return handsOnWaiter(code, call) ? waits : null;
  return isLeftAlone(code, call) || isOnlyWatched(code, call) ? null : waits;
}

const waiters = /^(?:Future|create_future|Event|Queue|SimpleQueue|Promise|Deferred|Condition|Semaphore)$/;

/** Whether what is put in holds something by which whoever put it in learns of its end. */
function handsOnWaiter(code: CodeFacts, call: CallId): boolean {
  const isWaiter = (value: Value, depth: number): boolean => {
    if (depth > 4) return false;
    if (value.kind === 'call') {
      const given = code.calls[value.call]?.arguments ?? [];
      const named = code.calls[value.call]?.named ?? [];
      return (
        waiters.test(lastName(code, value.call)) ||
        [...given, ...named.map((each) => each.value)].some((each) => isWaiter(each, depth + 1))
      );
    }
    if (value.kind === 'reference')
      return valuesOfRoot(code, value.reference).some((each) => isWaiter(each, depth + 1));
    return partsOf(value).some((each) => isWaiter(each, depth + 1));
  };
  return (code.calls[call]?.arguments ?? []).some((each) => isWaiter(each, 0));
}
