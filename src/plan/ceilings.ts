import { surgeOf } from '../capacity/connection-budget.ts';
import type { ConnectionBudget, Program, System } from '../system/types.ts';
import type { PlanInput } from './types.ts';

/** More hosts than anybody declares; a search that reaches it found no ceiling. */
const endless = 10_000;

/**
 * Hosts of a program at which a database still takes everybody's connections, the other programs staying at their
 * most. Null when the program asks nothing of it.
 */
export function hostsThatFit(
  input: Pick<PlanInput, 'system' | 'graph'>,
  program: Program,
  budget: ConnectionBudget,
  connections: number,
): number | null {
  const own = budget.demands.filter((demand) => demand.program === program.name);
  if (own.length === 0 || budget.pooled) return null;
  const others = budget.demands
    .filter((demand) => demand.program !== program.name)
    .reduce((sum, demand) => sum + demand.connections, 0);
  const perHost = own.reduce((sum, demand) => sum + demand.poolMaximum * demand.processesPerHost, 0);
  const rolls = own.some((demand) => demand.surge > 0);
  const written = surgeWritten(input, program);
  const fits = (hosts: number) => others + perHost * (hosts + (rolls ? surgeOf(hosts, written) : 0)) <= connections;
  if (perHost <= 0 || fits(endless)) return endless;
  let hosts = 0;
  while (fits(hosts + 1)) hosts++;
  return hosts;
}

/** The smallest of the ceilings that all databases set, with the database that sets it; null for none. */
export function connectionCeiling(
  input: Pick<PlanInput, 'system' | 'graph'>,
  program: Program,
  limitOf: (budget: System['budgets'][number]) => number,
): { readonly hosts: number; readonly budget: ConnectionBudget } | null {
  let lowest: { readonly hosts: number; readonly budget: ConnectionBudget } | null = null;
  for (const budget of input.system.budgets) {
    const hosts = hostsThatFit(input, program, budget, limitOf(budget));
    if (hosts === null || hosts >= endless) continue;
    if (lowest === null || hosts < lowest.hosts) lowest = { hosts, budget };
  }
  return lowest;
}

/** What the manifest says of copies beyond the replicas in a roll-out; null for the platform's default. */
function surgeWritten({ graph }: Pick<PlanInput, 'graph'>, program: Program): string | null {
  for (const { file, name } of program.units) {
    const unit = graph.facts.get(file)?.deployment?.units.find((each) => each.name === name);
    if (unit?.surge != null) return unit.surge.value;
  }
  return null;
}
