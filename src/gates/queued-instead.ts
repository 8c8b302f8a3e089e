import type { CallFact } from '../facts/code.ts';
import type { Guard, Operation } from '../facts/operations.ts';
import type { Reference, Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import { reachableEffects } from '../link/effects.ts';
import type { FunctionKey, ProgramGraph, Reach, Site } from '../link/program-graph.ts';
import { areOpposite, contains } from './guard.ts';
import { guardsAt } from './guards-at.ts';
import { workReach } from './moment.ts';
import { isSameMention } from './named-values.ts';
import type { Stop } from './stop.ts';

/**
 * `if (settings.queue) return jobs.add('convert', file); await convert(file)`: a condition on the way chooses between
 * doing the work and leaving the very same to a worker, so that whoever runs the service chooses it.
 */
export function queuedInsteadStop(graph: ProgramGraph, work: FunctionKey, reach: Reach): Stop | null {
  const isQueued = reach.chain.some(({ from, site, to }) => runsInWorker(graph, to) && isChosen(graph, from, site));
  return isQueued && runsInWorker(graph, work)
    ? { gate: 'guard', reason: 'A condition chooses between this and leaving the same work to a worker.' }
    : null;
}

function runsInWorker(graph: ProgramGraph, key: FunctionKey): boolean {
  return workReach(graph, key, ['queue']) !== null;
}

/** Whether the function puts work into a queue where a condition of the step is the other way round. */
function isChosen(graph: ProgramGraph, key: FunctionKey, site: Site): boolean {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  const called = callByCallee(graph.facts, site)?.fact.callee ?? null;
  return guardsAt(graph, key, site).some((guard) =>
    operations.some((each) => isOpposite(each, guard) && handsOn(graph, key, each, called)),
  );
}

function isOpposite({ guards }: Operation, guard: Guard): boolean {
  return guards.some((theirs) => areOpposite(theirs, guard));
}

/** A call that puts something into a queue, or that is about the function itself, as `convert.delay(file)` is. */
function handsOn(graph: ProgramGraph, key: FunctionKey, operation: Operation, called: Reference | null): boolean {
  if (operation.kind !== 'call') return false;
  const { file } = graph.functions.get(key) ?? { file: '' };
  const fact = graph.facts.get(file)?.code?.calls[operation.call];
  if (fact === undefined) return false;
  if (called !== null && isAbout(fact, called)) return true;
  if ((graph.effects.get(key) ?? []).some(({ effect, call }) => effect === 'enqueue' && call === operation.call)) {
    return true;
  }
  return (graph.callees.get(key) ?? []).some(
    ({ site, to }) =>
      contains(fact.span, site.span) && reachableEffects(graph, to).some(({ effect }) => effect === 'enqueue'),
  );
}

/** Whether a call is about a function: one of its methods, as `convert.delay`, or a call that is given it. */
function isAbout({ callee, arguments: given }: CallFact, called: Reference): boolean {
  const itself = mention(called);
  const receiver = mention({ ...callee, path: callee.path.slice(0, -1) });
  return (
    (callee.path.length > 0 && isSameMention(receiver, itself)) || given.some((each) => isSameMention(each, itself))
  );
}

function mention(reference: Reference): Value {
  return { kind: 'reference', reference, span: [0, 0] };
}
