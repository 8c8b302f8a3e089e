import { areOpposite, guardsOf } from '../../../gates/guard.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

/** `redis ? new SharedPubSub(redis) : new PubSub()`: another thing is made where a condition wants it (G6). */
export function anotherWayStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const guards = guardsOf(graph, use);
  const node = graph.functions.get(use.function);
  if (guards.length === 0 || node === undefined) return null;
  const calls = graph.facts.get(use.file)?.code?.calls ?? [];
  const isChosen = node.fact.operations.some(
    (step) =>
      step.kind === 'call' &&
      calls[step.call]?.construct === true &&
      step.guards.some((theirs) => guards.some((ours) => areOpposite(ours, theirs))),
  );
  return isChosen
    ? { gate: 'guard', reason: 'A condition chooses between this and something else that is made in its place.' }
    : null;
}
