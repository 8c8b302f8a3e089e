import type { Overlay, OverlayConnection } from '../findings/overlay.ts';

/** All that the programs may open to one database, against what it takes. */
export interface BudgetTotal {
  readonly demand: number;
  readonly supply: number;
  /** `assumed` where it is too much only for a number of instances, or by a way to the database, that nothing says. */
  readonly over: 'no' | 'assumed' | 'known';
}

/** Adds up the shares on the connections, by the component they lead to. */
export function budgetTotals(overlay: Overlay): ReadonlyMap<string, BudgetTotal> {
  const guessed = new Set(
    overlay.components.filter(({ instances }) => instances?.source === 'assumed').map(({ id }) => id),
  );
  const sums = new Map<string, { demand: number; supply: number; known: number }>();
  for (const { from, to, budget, confidence } of overlay.connections) {
    if (budget === undefined) continue;
    const sum = sums.get(to) ?? { demand: 0, supply: budget.supply, known: 0 };
    sum.demand += budget.demand;
    if (!guessed.has(from) && confidence === 'high') sum.known += budget.demand;
    sums.set(to, sum);
  }
  return new Map(
    [...sums].map(([database, { demand, supply, known }]) => {
      const over = known > supply ? 'known' : demand > supply ? 'assumed' : 'no';
      return [database, { demand, supply, over }];
    }),
  );
}

/** `60 of 97`, and the whole where several programs share the database: `60 of 97 (120 in all)`. */
export function budgetText(connection: OverlayConnection, totals: ReadonlyMap<string, BudgetTotal>): string | null {
  const { budget } = connection;
  if (budget === undefined) return null;
  const total = totals.get(connection.to)?.demand ?? budget.demand;
  return `${budget.demand} of ${budget.supply}${total === budget.demand ? '' : ` (${total} in all)`}`;
}

/** What is wrong with a budget, in words to stand behind its numbers; empty when nothing is. */
export function overText(total: BudgetTotal | undefined): string {
  if (total === undefined || total.over === 'no') return '';
  return total.over === 'known' ? ', over its budget' : ', over its budget if the assumed number of instances runs';
}
