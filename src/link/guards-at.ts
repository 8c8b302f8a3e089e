import type { Guard, Operation } from '../facts/operations.ts';
import type { FunctionKey, ProgramGraph, Site } from './program-graph.ts';

/** The conditions in a function under which the innermost step that holds a place is reached. */
export function guardsAt(graph: ProgramGraph, key: FunctionKey, { span }: Site): readonly Guard[] {
  const around = (graph.functions.get(key)?.fact.operations ?? []).filter(
    (operation) => operation.span[0] <= span[0] && span[1] <= operation.span[1],
  );
  const innermost = around.reduce<Operation | null>(
    (best, each) => (best === null || lengthOf(each) < lengthOf(best) ? each : best),
    null,
  );
  return innermost?.guards ?? [];
}

function lengthOf({ span }: Operation): number {
  return span[1] - span[0];
}

/** Whether a condition is one of these: the same test at the same place, which holds or does not as there. */
export function isAmong(guards: readonly Guard[], { test, holds }: Guard): boolean {
  return guards.some((each) => each.holds === holds && each.test.span[0] === test.span[0]);
}
