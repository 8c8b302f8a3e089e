import type { Moment } from '../catalog/types.ts';
import type { FunctionKey, ProgramGraph, Reach } from './program-graph.ts';

/** All moments at which a function runs, each with its best chain. */
export function reachesOf(graph: ProgramGraph, key: FunctionKey): readonly Reach[] {
  return graph.moments.get(key) ?? [];
}

/** How a function comes to run at one of some moments: proved before possible, then the shortest chain; null for never. */
export function runsAt(graph: ProgramGraph, key: FunctionKey, moments: readonly Moment[]): Reach | null {
  const reaches = reachesOf(graph, key).filter(({ moment }) => moments.includes(moment));
  const rank = ({ certainty }: Reach) => (certainty === 'proved' ? 0 : 1);
  const [best] = [...reaches].sort(
    (a, b) =>
      rank(a) - rank(b) || a.chain.length - b.chain.length || moments.indexOf(a.moment) - moments.indexOf(b.moment),
  );
  return best ?? null;
}
