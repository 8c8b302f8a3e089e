import { callOf } from '../../../facts/operations.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { isForTests } from '../../../gates/moment.ts';
import { callsHoldTheirCaller } from '../../../link/holding.ts';
import type { CallEdge, FunctionKey, ProgramGraph, Reach } from '../../../link/program-graph.ts';

/**
 * The ways from requests and sockets to a function that are surely taken on the one thread of all handlers. Where a
 * plain function gets a thread of its own, only an asynchronous handler of some frameworks is on it, and what it calls
 * itself: what it hands to another function may be run on another thread.
 */
export function waysOnSharedThread({ graph, catalog }: RuleContext, key: FunctionKey): readonly Reach[] {
  return (graph.moments.get(key) ?? []).filter((reach) => {
    const { moment, certainty, entry, chain } = reach;
    if ((moment !== 'request' && moment !== 'socket') || certainty !== 'proved' || entry === null) return false;
    if (isForTests(graph, reach)) return false;
    const handler = graph.functions.get(entry.function);
    if (handler === undefined || !callsHoldTheirCaller(graph, handler.file)) return handler !== undefined;
    const framework = catalog.frameworks.find(({ id }) => id === entry.framework);
    return framework?.sharesThread === true && handler.fact.async && chain.every((edge) => isStepHere(graph, edge));
  });
}

/** What a plain generator does is done by whoever goes through it; of one that is handed on, such as a streamed answer, that is another thread. */
function isStepHere(graph: ProgramGraph, { kind, to, from, call }: CallEdge): boolean {
  if (kind !== 'call' && kind !== 'construct') return false;
  const target = graph.functions.get(to)?.fact;
  if (target?.generator !== true || target.async) return true;
  const step = graph.functions.get(from)?.fact.operations.find((operation) => callOf(operation) === call);
  return step?.insideCallOf == null;
}
