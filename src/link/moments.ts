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
      if (!isAsync(edge.to) || edge.given === true) continue;
      boots.push({ key: edge.to, reach: { ...beyond(reach, edge), moment: 'boot' } });
    }
  }
  // Shutdown, request and the rest come before boot, because what they fill once counts as boot.
  for (const moment of [...order.slice(2), 'boot' as const]) {
    const own = starts
      .filter(({ entry }) => entry.moment === moment)
      .map(({ entry, certainty }) => first(moment, certainty, entry, entry.function));
    const reaches: Reaches = byMoment.get(moment) ?? new Map();
    spread(
      reaches,
      moment === 'boot' ? [...own, ...boots] : own,
      callees,
      (edge) => moment === 'boot' || edge.once !== true,
    );
    if (moment !== 'boot') boots.push(...filledBy(reaches, callees));
  }

  const moments = new Map<FunctionKey, Reach[]>();
  for (const reaches of byMoment.values()) {
    for (const [key, reach] of reaches) moments.set(key, [...(moments.get(key) ?? []), reach]);
  }
  return moments;
}

/** What is done once, when the first request or job needs it, belongs to the start of the program. */
function filledBy(reaches: Reaches, callees: ReadonlyMap<FunctionKey, readonly CallEdge[]>): readonly Seed[] {
  return [...reaches].flatMap(([key, reach]) =>
    (callees.get(key) ?? [])
      .filter((edge) => edge.once === true)
      .map((edge) => ({ key: edge.to, reach: { ...beyond(reach, edge), moment: 'boot' as const } })),
  );
}

function beyond(reach: Reach, edge: CallEdge): Reach {
  const certainty = reach.certainty === 'proved' ? edge.certainty : 'possible';
  return { ...reach, certainty, chain: [...reach.chain, edge] };
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
      // What comes to run a callback is what comes to run its giver, which has an edge of its own.
      .filter((edge) => edge.given !== true)
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
