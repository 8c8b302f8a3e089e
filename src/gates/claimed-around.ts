import type { Effect, FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { claimStop } from './claims.ts';
import type { Stop } from './stop.ts';

/**
 * Whether what a clock is given was made around the job, and lets one instance win before it calls it:
 * `add_job(once_for_all(digest), …)`.
 */
export function claimedAround(
  graph: ProgramGraph,
  jobs: readonly FunctionKey[],
  job: FunctionKey,
  effect: Effect,
): Stop | null {
  for (const other of jobs) {
    const stop = other !== job && callsWhatIsGiven(graph, other) ? claimStop(graph, other, effect) : null;
    if (stop !== null) return stop;
  }
  return null;
}

/** Whether a function calls a parameter of one that it is written in. */
function callsWhatIsGiven(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = graph.facts.get(node?.file ?? '')?.code;
  if (node === undefined || code == null || node.fact.parent === 0) return false;
  return code.calls.some(({ function: holder, callee: { root, path } }) => {
    if (holder !== node.id || root.kind !== 'declared' || path.length > 0) return false;
    const declared = code.declarations[root.declaration];
    return declared?.kind === 'parameter' && declared.function !== holder;
  });
}
