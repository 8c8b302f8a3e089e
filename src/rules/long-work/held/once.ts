import type { Guard } from '../../../facts/operations.ts';
import { isMark, unsetIn } from '../../../gates/filled-once.ts';
import type { Stop } from '../../../gates/stop.ts';
import { guardsAt } from '../../../link/guards-at.ts';
import type { Effect, FunctionKey, ProgramGraph, Reach } from '../../../link/program-graph.ts';

/** What the first request does for all later ones holds them up once, as the start does. */
export function onceStop(graph: ProgramGraph, { operation, function: key }: Effect, { chain }: Reach): Stop | null {
  const isFirst =
    isBehindKept(graph, key, operation.guards) ||
    chain.some(({ once, from, site }) => once === true || isBehindKept(graph, from, guardsAt(graph, from, site)));
  return isFirst
    ? { gate: 'role', reason: 'Only the first request does it, and what it makes is kept for the later ones.' }
    : null;
}

/** `if (!secret) { secret = derive(…) }`, of something that outlives the request. */
function isBehindKept(graph: ProgramGraph, key: FunctionKey, guards: readonly Guard[]): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  return guards.some((guard) => {
    const root = unsetIn(guard.test, guard.holds)?.root;
    const isKept =
      root?.kind === 'this' || (root?.kind === 'declared' && code.declarations[root.declaration]?.function === 0);
    return isKept && isMark(node.fact.operations, guard);
  });
}
