import type { Site } from '../link/program-graph.ts';
import type { CountedPools } from './counted-pools.ts';
import { nearlyFull } from './nearly-full.ts';
import { isSideCode } from './side-code.ts';
import { surgeOfUnit } from './surge.ts';
import type { ConnectionBudget, ConnectionDemand, Steering, System } from './types.ts';

/** An autoscaler whose maximum is why a sum of pools is too large: with as few copies as it begins with, all would fit. */
export interface Grown {
  /** The pool of the workload that asks for most. */
  readonly demand: ConnectionDemand;
  readonly steering: Steering;
  /** The maximum, where it is written. */
  readonly site: Site;
  readonly minimum: number;
  readonly maximum: number;
  /** The most copies with which the sum stays within what may be planned with; null where not even the fewest do. */
  readonly fitting: number | null;
  /** All pools with that many copies; empty where there is no such number. */
  readonly fitted: readonly ConnectionDemand[];
}

/** Null where the sum is too large with the fewest copies as well, so that the pools themselves are the cause. */
export function grownBeyond(system: System, { supply }: ConnectionBudget, counted: CountedPools): Grown | null {
  const { demands } = counted;
  const { usable } = supply;
  const bar = counted.demand > usable ? usable : usable * nearlyFull;
  const steered = demands.flatMap((demand) => steeredBy(system, demand) ?? []);
  const [most] = steered.toSorted((a, b) => b.demand.connections - a.demand.connections);
  if (most === undefined || isSideCode(most.site.file)) return null;
  const fewest = new Map(steered.map(({ demand, unit, minimum }) => [demand, copiesOf(unit, minimum)]));
  if (sumOf(demands, (demand) => fewest.get(demand) ?? null) > bar) return null;
  const { unit, ...grown } = most;
  const fits = (copies: number): boolean =>
    sumOf(demands, ({ program }) => (program === most.demand.program ? copiesOf(unit, copies) : null)) <=
    usable * nearlyFull;
  let fitting = most.maximum;
  while (fitting >= most.minimum && !fits(fitting)) fitting--;
  if (fitting < most.minimum) return { ...grown, fitting: null, fitted: [] };
  const fitted = demands.map((demand) => {
    if (demand.program !== most.demand.program) return demand;
    const surge = surgeOfUnit(unit, fitting);
    const connections = demand.poolMaximum * demand.processesPerHost * (fitting + surge);
    return { ...demand, hosts: fitting, surge, connections };
  });
  return { ...grown, fitting, fitted };
}

type Unit = Steering['workloads'][number]['unit'];

/** Copies with those that a roll-out adds to them. */
function copiesOf(unit: Unit, copies: number): number {
  return copies + surgeOfUnit(unit, copies);
}

/** The sum with another number of copies for some; null leaves a pool its own. */
function sumOf(demands: readonly ConnectionDemand[], copies: (demand: ConnectionDemand) => number | null): number {
  return demands.reduce((sum, demand) => {
    const { poolMaximum, processesPerHost, hosts, surge } = demand;
    return sum + poolMaximum * processesPerHost * (copies(demand) ?? hosts + surge);
  }, 0);
}

/** The autoscaler that says how many copies a pool's program has, where one workload alone runs it. */
function steeredBy(system: System, demand: ConnectionDemand) {
  const { source } = demand;
  if (source.kind !== 'place' || source.others !== undefined) return null;
  const { site } = source;
  const steering = system.steerings.find(
    ({ file, autoscaler: { maximum } }) => file === site.file && maximum?.span[0] === site.span[0],
  );
  const unit = steering?.workloads[0]?.unit;
  const maximum = steering?.autoscaler.maximum?.value;
  if (steering === undefined || unit === undefined || maximum === undefined) return null;
  // One that may go down to none has work for one as soon as it opens a pool.
  const minimum = Math.max(1, steering.autoscaler.minimum?.value ?? 1);
  return { demand, steering, unit, site, minimum, maximum };
}
