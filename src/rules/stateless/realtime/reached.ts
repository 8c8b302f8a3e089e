import type { Moment } from '../../../catalog/types.ts';
import { wayStop } from '../../../gates/guard.ts';
import { runsAtStart, workReach } from '../../../gates/moment.ts';
import type { FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';

/**
 * Who comes to a function: `proved` where what happens on one instance leads to it, `possible` where that is not seen,
 * `everywhere` where every instance comes to it by itself, by a clock, at its start, or because a broker told all of them.
 */
export type Reached = 'proved' | 'possible' | 'everywhere';

/** What happens on the one instance that a user or a job came to. */
const ofOne: readonly Moment[] = ['request', 'socket', 'queue'];

export function reachedBy(graph: ProgramGraph, key: FunctionKey): Reached {
  const reach = workReach(graph, key, ofOne);
  if (reach !== null) return wayStop(graph, reach) === null ? reach.certainty : 'everywhere';
  return workReach(graph, key) !== null || runsAtStart(graph, key) || isTold(graph, key) ? 'everywhere' : 'possible';
}

/** `subscriber.on('message', …)`: a broker tells every instance that listens. */
function isTold(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  return code.calls.some(({ callee, arguments: given }) => {
    const [first] = given;
    const name = callee.path.at(-1) ?? '';
    const isTelling =
      /^p?subscribe$/i.test(name) ||
      (/^(?:on|once|addListener)$/.test(name) &&
        first?.kind === 'literal' &&
        /^(?:p?message|messageBuffer|notification|change)$/.test(String(first.value)));
    return isTelling && given.some((each) => each.kind === 'function' && each.function === node.id);
  });
}
