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

/** The function itself and all that it leads to by at most so many calls, nearest first. */
export function functionsFrom(
  graph: ProgramGraph,
  key: FunctionKey,
  depth = Number.POSITIVE_INFINITY,
): readonly FunctionKey[] {
  const met = new Map([[key, 0]]);
  for (const [from, steps] of met) {
    if (steps >= depth) continue;
    for (const { to } of graph.callees.get(from) ?? []) if (!met.has(to)) met.set(to, steps + 1);
  }
  return [...met.keys()];
}

/** Calls written in the function and in all that it leads to by at most so many calls. */
export function callsFrom(
  graph: ProgramGraph,
  key: FunctionKey,
  depth = Number.POSITIVE_INFINITY,
): readonly CallWithin[] {
  return functionsFrom(graph, key, depth).flatMap((each) => {
    const node = graph.functions.get(each);
    const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
    if (node === undefined || code === null) return [];
    return code.calls.flatMap((fact, call) =>
      fact.function === node.id ? [{ function: each, file: node.file, call, fact }] : [],
    );
  });
}

/** The function itself and all that lead to it. Callbacks that a caller gave lead from that caller. */
export function functionsTo(graph: ProgramGraph, key: FunctionKey): ReadonlySet<FunctionKey> {
  const met = new Set([key]);
  for (const to of met) {
    for (const edge of graph.callers.get(to) ?? []) if (edge.given !== true) met.add(edge.from);
  }
  return met;
}

/** Whether a function is another or is written inside it: what a callback does, the function around it does. */
export function isWithin(graph: ProgramGraph, key: FunctionKey, outer: FunctionKey): boolean {
  const node = graph.functions.get(key);
  if (key === outer || node === undefined) return key === outer;
  const { parent } = node.fact;
  return parent !== null && parent !== 0 && isWithin(graph, `${node.file}#${parent}`, outer);
}
