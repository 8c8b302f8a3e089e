import type { CallFact, CodeFacts } from '../facts/code.ts';
import type { Guard, Operation } from '../facts/operations.ts';
import { partsOf } from '../facts/value-parts.ts';
import type { Reference, Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import { reachableEffects } from '../link/effects.ts';
import { guardsAt } from '../link/guards-at.ts';
import type { FunctionKey, ProgramGraph, Reach, Site } from '../link/program-graph.ts';
import { contains } from '../text/spans.ts';
import { areOpposite } from './guard.ts';
import { workReach } from './moment.ts';
import { isSameMention, valuesOfRoot } from './named-values.ts';
import type { Stop } from './stop.ts';

/**
 * `if (settings.queue) return jobs.add('convert', file); await convert(file)`: a condition on the way chooses between
 * doing the work and leaving the very same to a worker, by a setting or by how much there is to do. Where the client
 * chooses, by a word of its request, all others wait.
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
  return guardsAt(graph, key, site).some(
    (guard) =>
      !isWishOfClient(graph, key, guard.test) &&
      operations.some((each) => isOpposite(each, guard) && handsOn(graph, key, each, called)),
  );
}

/** Whether a test compares what the request brings with a word, or asks whether it is there. More or less is no wish. */
function isWishOfClient(graph: ProgramGraph, key: FunctionKey, test: Value): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || isOrder(test)) return false;
  const answers = graph.entries.some((entry) => entry.function === key);
  const isRequest = ({ root }: Reference): boolean => {
    const declared = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
    if (declared?.kind === 'parameter') return answers && declared.function === node.id;
    return declared?.kind === 'import' && /^(?:request|req|ctx|context)$/i.test(declared.name);
  };
  return mentionsBehind(code, test).some(isRequest);
}

function isOrder(test: Value): boolean {
  return test.kind === 'operator' && /^[<>]=?$/.test(test.operator);
}

/** All that a value mentions, through calls and the names of the function between. */
function mentionsBehind(code: CodeFacts, value: Value): readonly Reference[] {
  const found: Reference[] = [];
  const queue: Value[] = [value];
  const seen = new Set<string>();
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const at = `${next.span[0]} ${next.span[1]} ${next.kind}`;
    if (seen.has(at)) continue;
    seen.add(at);
    if (next.kind === 'reference') {
      found.push(next.reference);
      queue.push(...valuesOfRoot(code, next.reference));
      if (next.reference.root.kind === 'call')
        queue.push({ kind: 'call', call: next.reference.root.call, span: next.span });
    } else if (next.kind === 'call') {
      const fact = code.calls[next.call];
      if (fact !== undefined) queue.push(mention(fact.callee), ...fact.arguments);
    } else queue.push(...partsOf(next));
  }
  return found;
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
  return { kind: 'reference', reference, span: reference.span };
}
