import type { Overlay, OverlayConnection } from '../findings/overlay.ts';

/** All that the programs may open to one database, against what it takes. */
export interface BudgetTotal {
  readonly demand: number;
  readonly supply: number;
  readonly over: boolean;
}

/** Adds up the shares on the connections, by the component they lead to. */
export function budgetTotals(overlay: Overlay): ReadonlyMap<string, BudgetTotal> {
  const totals = new Map<string, BudgetTotal>();
  for (const { to, budget } of overlay.connections) {
    if (budget === undefined) continue;
    const demand = (totals.get(to)?.demand ?? 0) + budget.demand;
    totals.set(to, { demand, supply: budget.supply, over: demand > budget.supply });
  }
  return totals;
}

/** `60 of 97`, and the whole where several programs share the database: `60 of 97 (120 in all)`. */
export function budgetText(connection: OverlayConnection, totals: ReadonlyMap<string, BudgetTotal>): string | null {
  const { budget } = connection;
  if (budget === undefined) return null;
  const total = totals.get(connection.to)?.demand ?? budget.demand;
  return `${budget.demand} of ${budget.supply}${total === budget.demand ? '' : ` (${total} in all)`}`;
}
