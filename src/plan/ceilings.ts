import { plannedConnections } from '../capacity/connection-budget.ts';
import { surgeOfUnit } from '../system/surge.ts';
import type { ConnectionBudget, ConnectionDemand, Program } from '../system/types.ts';
import { conditionOf } from './budgets.ts';
import type { Overflow, PlanInput } from './types.ts';

/** More hosts than anybody declares; a search that reaches it found no ceiling. */
const endless = 10_000;

/** The most hosts of a program with which a database's pools stay within what there is to plan with, and the sum that one more comes to. */
export interface Ceiling {
  readonly hosts: number;
  readonly budget: ConnectionBudget;
  readonly overflow: Overflow;
}

/**
 * The lowest of the ceilings that all databases set to a program; null for none. A ceiling keeps to what there is to plan
 * with, so that what is said to be safe leaves the room that the budget asks to be left.
 */
export function connectionCeiling(input: Pick<PlanInput, 'system' | 'graph'>, program: Program): Ceiling | null {
  let lowest: Ceiling | null = null;
  for (const budget of input.system.budgets) {
    const ceiling = ceilingBy(input, program, budget);
    if (ceiling !== null && (lowest === null || ceiling.hosts < lowest.hosts)) lowest = ceiling;
  }
  return lowest;
}

/** The other programs stay at their most. Null when the program asks nothing of the database, or never enough to matter. */
function ceilingBy(
  input: Pick<PlanInput, 'system' | 'graph'>,
  program: Program,
  budget: ConnectionBudget,
): Ceiling | null {
  const { usable } = budget.supply;
  const planned = plannedConnections(usable);
  const own = budget.demands.filter((demand) => demand.program === program.name);
  if (own.length === 0 || budget.pooled) return null;
  const others = budget.demands
    .filter((demand) => demand.program !== program.name)
    .reduce((sum, demand) => sum + demand.connections, 0);
  const perHost = own.reduce((sum, demand) => sum + demand.poolMaximum * demand.processesPerHost, 0);
  const surgeAt = surgeOf(own);
  const sumAt = (hosts: number) => perHost * (hosts + surgeAt(hosts)) + others;
  if (perHost <= 0 || sumAt(endless) <= usable) return null;
  const firstAbove = (limit: number): number => {
    let hosts = 1;
    while (sumAt(hosts) <= limit) hosts++;
    return hosts;
  };
  const next = firstAbove(planned);
  const fullAt = firstAbove(usable);
  const assuming = budget.supply.grounded ? null : budget.supply.maximum;
  const conditions = budget.demands.flatMap((demand) => conditionOf(demand, budget.database, input) ?? []);
  const condition = conditions.length === 0 ? null : [...new Set(conditions)].join(' and ');
  const overflow = {
    perHost,
    hosts: next,
    surge: surgeAt(next),
    others,
    sum: sumAt(next),
    planned,
    usable,
    full: { hosts: fullAt, surge: surgeAt(fullAt), sum: sumAt(fullAt) },
    assuming,
    condition,
  };
  return { hosts: next - 1, budget, overflow: { database: budget.database, ...overflow } };
}

/** Copies beyond the hosts in a roll-out, as the manifest or else its platform says. */
function surgeOf(demands: readonly ConnectionDemand[]): (hosts: number) => number {
  const units = demands.flatMap(({ rolled }) => rolled ?? []);
  return (hosts) => Math.max(0, ...units.map((unit) => surgeOfUnit(unit, hosts)));
}
