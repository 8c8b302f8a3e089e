import { callOf } from '../../facts/operations.ts';
import { callByCallee } from '../../link/calls-at.ts';
import type { CallEdge, Effect, FunctionKey, ProgramGraph } from '../../link/program-graph.ts';

/** What a place beside a finding is, where work does it: under conditions nobody knows whether it does it this time. */
export function lossMessage(graph: ProgramGraph, targets: readonly FunctionKey[], effect: Effect): string {
  return isSurelyDone(graph, targets, effect) ? 'This is what is lost.' : 'This may be among what is lost.';
}

/** Whether some way from the functions leads to an effect without any condition. */
function isSurelyDone(
  graph: ProgramGraph,
  targets: readonly FunctionKey[],
  { function: key, operation }: Effect,
): boolean {
  if (operation.guards.length > 0) return false;
  const met = new Set(targets);
  for (const from of met) {
    for (const edge of graph.callees.get(from) ?? []) if (isUnconditional(graph, edge)) met.add(edge.to);
  }
  return met.has(key);
}

function isUnconditional(graph: ProgramGraph, { from, site, certainty }: CallEdge): boolean {
  const node = graph.functions.get(from);
  const call = node === undefined ? undefined : callByCallee(graph.facts, site, node.id)?.id;
  const step = call === undefined ? undefined : node?.fact.operations.find((each) => callOf(each) === call);
  return certainty === 'proved' && step !== undefined && step.guards.length === 0;
}
