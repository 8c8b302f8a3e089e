import type { CallFact } from '../facts/code.ts';
import type { CallId } from '../facts/values.ts';
import type { FunctionKey, ProgramGraph } from '../link/program-graph.ts';

/** A call of one of the functions that another one leads to. */
export interface CallWithin {
  readonly function: FunctionKey;
  readonly file: string;
  readonly call: CallId;
  readonly fact: CallFact;
}

/** The function itself and all that it leads to, in the order they are met. */
export function functionsFrom(graph: ProgramGraph, key: FunctionKey): readonly FunctionKey[] {
  const met = new Set([key]);
  for (const from of met) {
    for (const edge of graph.callees.get(from) ?? []) met.add(edge.to);
  }
  return [...met];
}

/** Calls written in the function and in all that it leads to. */
export function callsFrom(graph: ProgramGraph, key: FunctionKey): readonly CallWithin[] {
  return functionsFrom(graph, key).flatMap((each) => {
    const node = graph.functions.get(each);
    const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
    if (node === undefined || code === null) return [];
    return code.calls.flatMap((fact, call) =>
      fact.function === node.id ? [{ function: each, file: node.file, call, fact }] : [],
    );
  });
}
