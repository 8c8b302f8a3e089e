import type { FunctionKey, ProgramGraph } from '../link/program-graph.ts';

/** What some things lead to over any number of steps, themselves among it. */
export function reachedFrom<Thing>(
  starts: Iterable<Thing>,
  next: (each: Thing) => Iterable<Thing>,
): ReadonlySet<Thing> {
  const found = new Set(starts);
  // A set that grows while it is gone through is gone through to its new end.
  for (const each of found) for (const further of next(each)) found.add(further);
  return found;
}

/** Functions, and all that they call; what loading a file runs is no part of that. */
export function calledFrom({ callees }: ProgramGraph, starts: Iterable<FunctionKey>): ReadonlySet<FunctionKey> {
  return reachedFrom(starts, (key) =>
    (callees.get(key) ?? []).flatMap(({ to, kind }) => (kind === 'load' ? [] : [to])),
  );
}
