import type { ConnectionBudget, ConnectionDemand } from './types.ts';

/** The pools that a judgement sums up. */
export interface CountedPools {
  readonly demands: readonly ConnectionDemand[];
  readonly demand: number;
  /** What must be true for the sum to be one, such as `REPORTS_DATABASE_URL leads to orders-db`; null for nothing. */
  readonly condition: string | null;
}

/**
 * Pools that are known to lead to the database, where they alone settle the matter; else those beside them that lead
 * there if it is the only one. Null where all together leave room.
 */
export function countedPools(budget: ConnectionBudget, nearly: number): CountedPools | null {
  const { usable } = budget.supply;
  const sure = countedOf(
    budget,
    budget.demands.filter(({ guess }) => guess === null),
  );
  const all = countedOf(budget, budget.demands);
  for (const bar of [usable, nearly]) {
    const enough = [sure, all].find(({ demand }) => demand > bar);
    if (enough !== undefined) return enough;
  }
  return null;
}

function countedOf(budget: ConnectionBudget, demands: readonly ConnectionDemand[]): CountedPools {
  return {
    demands,
    demand: demands.reduce((sum, { connections }) => sum + connections, 0),
    condition: conditionOf(budget.database, demands),
  };
}

function conditionOf(database: string, demands: readonly ConnectionDemand[]): string | null {
  const guessed = demands.filter(({ guess }) => guess !== null);
  const names = [...new Set(guessed.flatMap(({ guess }) => guess?.environment ?? []))];
  const [name] = names;
  if (guessed.length === 0) return null;
  if (name === undefined) return `this pool leads to ${database}`;
  return names.length === 1 ? `${name} leads to ${database}` : `${names.join(' and ')} lead to ${database}`;
}
