import type { Moment } from '../catalog/types.ts';
import type { CallEdge, Certainty, Entry, FunctionKey, FunctionNode, Reach } from './program-graph.ts';

/** An entry with how sure it is that the framework calls it. */
export interface Start {
  readonly entry: Entry;
  readonly certainty: Certainty;
  /** The router that the entry is registered on; null for entries that stand for themselves. */
  readonly origin: string | null;
}

type Reaches = Map<FunctionKey, Reach>;

const order: readonly Moment[] = ['load', 'boot', 'request', 'socket', 'queue', 'timer', 'shutdown'];

/**
 * When each function runs, with the shortest proved chain from an entry, or the shortest possible one. Module bodies
 * run at load, and so does what they call, up to asynchronous functions such as `main()`, which run at boot.
 */
export function momentsOf(
  functions: ReadonlyMap<FunctionKey, FunctionNode>,
  callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>,
  starts: readonly Start[],
): ReadonlyMap<FunctionKey, readonly Reach[]> {
  const byMoment = new Map<Moment, Reaches>(order.map((moment) => [moment, new Map()]));
  const isAsync = (key: FunctionKey) => functions.get(key)?.fact.async === true;

  const load = byMoment.get('load') ?? new Map();
  const modules = [...functions.values()]
    .filter((node) => node.id === 0)
    .map((node) => first('load', 'proved', null, node.key));
  spread(load, modules, callees, (edge) => !isAsync(edge.to));

  const boots: Seed[] = [];
  for (const [key, reach] of load) {
    for (const edge of callees.get(key) ?? []) {
      if (!isAsync(edge.to)) continue;
      const certainty = reach.certainty === 'proved' ? edge.certainty : 'possible';
      boots.push({ key: edge.to, reach: { moment: 'boot', certainty, entry: null, chain: [...reach.chain, edge] } });
    }
  }
  for (const moment of order.slice(1)) {
    const own = starts
      .filter(({ entry }) => entry.moment === moment)
      .map(({ entry, certainty }) => first(moment, certainty, entry, entry.function));
    spread(byMoment.get(moment) ?? new Map(), moment === 'boot' ? [...own, ...boots] : own, callees, () => true);
  }

  const moments = new Map<FunctionKey, Reach[]>();
  for (const reaches of byMoment.values()) {
    for (const [key, reach] of reaches) moments.set(key, [...(moments.get(key) ?? []), reach]);
  }
  return moments;
}

interface Seed {
  readonly key: FunctionKey;
  readonly reach: Reach;
}

function first(moment: Moment, certainty: Certainty, entry: Entry | null, key: FunctionKey): Seed {
  return { key, reach: { moment, certainty, entry, chain: [] } };
}

/** Breadth first, so that chains are shortest; all proved edges before any possible one, so that proof wins over length. */
function spread(
  reaches: Reaches,
  seeds: readonly Seed[],
  callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>,
  passes: (edge: CallEdge) => boolean,
): void {
  const take = (queue: Seed[], proved: boolean) => {
    for (let next = 0; next < queue.length; next++) {
      const seed = queue[next];
      if (seed === undefined || reaches.has(seed.key)) continue;
      reaches.set(seed.key, seed.reach);
      queue.push(...steps(seed, proved));
    }
  };
  const steps = ({ key, reach }: Seed, proved: boolean): readonly Seed[] =>
    (callees.get(key) ?? [])
      .filter((edge) => !reaches.has(edge.to) && passes(edge) && (!proved || edge.certainty === 'proved'))
      .map((edge) => ({
        key: edge.to,
        reach: {
          ...reach,
          certainty: proved ? 'proved' : 'possible',
          chain: [...reach.chain, edge],
        },
      }));
  take(
    seeds.filter(({ reach }) => reach.certainty === 'proved'),
    true,
  );
  const known = [...reaches].map(([key, reach]) => ({ key, reach }));
  take(
    [...seeds.filter(({ reach }) => reach.certainty === 'possible'), ...known.flatMap((seed) => steps(seed, false))],
    false,
  );
}
