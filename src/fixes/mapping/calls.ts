import type { CallId } from '../../facts/values.ts';
import type { CallEdge, ProgramGraph } from '../../link/program-graph.ts';

/** The call of an edge, with the file that it stands in; null where something stands between call and function. */
export function callOf(graph: ProgramGraph, edge: CallEdge): { readonly file: string; readonly call: CallId } | null {
  const file = fileOf(edge.from);
  if (edge.call !== undefined) return { file, call: edge.call };
  if (edge.kind !== 'call') return null;
  const calls = graph.facts.get(file)?.code?.calls ?? [];
  const call = calls.findIndex(
    ({ calleeSpan }) => calleeSpan[0] === edge.site.span[0] && calleeSpan[1] === edge.site.span[1],
  );
  // A method that is taken from its class is given one argument more, its object, than it has parameters.
  const given = calls[call]?.arguments.length ?? 0;
  const taken = graph.functions.get(edge.to)?.fact.parameters.length ?? 0;
  return call < 0 || given > taken ? null : { file, call };
}

export function fileOf(key: string): string {
  return key.slice(0, key.lastIndexOf('#'));
}
