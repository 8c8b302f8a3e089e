import type { Guard } from '../facts/operations.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';

/**
 * Whether one run of a function makes only one of two things: they stand in two branches of one condition, or the one
 * stands behind a return that the condition of the other leads to.
 */
export function areExclusive(graph: ProgramGraph, one: LibraryUse, other: LibraryUse): boolean {
  if (one === other || one.file !== other.file || one.function !== other.function) return false;
  const theirs = guardsOf(graph, other);
  return guardsOf(graph, one).some(({ test, holds }) =>
    theirs.some((each) => each.holds !== holds && each.test.span.join() === test.span.join()),
  );
}

function guardsOf(graph: ProgramGraph, { function: key, call }: LibraryUse): readonly Guard[] {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  return operations.find((each) => each.kind === 'call' && each.call === call)?.guards ?? [];
}
