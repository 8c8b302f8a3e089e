import { plannedConnections } from '../capacity/connection-budget.ts';
import type { RuleContext } from '../findings/rule.ts';
import { describeSite } from '../link/places.ts';
import { surgeOfUnit } from '../system/surge.ts';
import type { ConnectionBudget, Program } from '../system/types.ts';
import { unitNamed } from '../system/unit-named.ts';

/** How many copies of a program its databases take, with the sentence that says why. */
export interface CopiesBudget {
  /** Null where not even two fit. */
  readonly maximum: number | null;
  readonly source: string;
}

/** More copies than anybody runs; where so many fit the database bounds nothing. */
const endless = 1000;

/**
 * The most copies with which all pools stay within what may be planned with, the other programs at their most. Null where
 * no file says what a database of the program takes, or a pooler stands before it.
 */
export function copiesBudget(context: RuleContext, program: Program): CopiesBudget | null {
  const bounds = context.system.budgets.flatMap((budget) => {
    const copies = copiesWithin(context, program, budget);
    return copies === null ? [] : [{ budget, copies }];
  });
  const [least] = bounds.toSorted((a, b) => a.copies - b.copies);
  if (least === undefined) return null;
  const { budget, copies } = least;
  const { supply, database } = budget;
  const place = supply.source.kind === 'place' ? ` (${describeSite(context.graph.facts, supply.source.site)})` : '';
  const room = `${database} takes ${supply.usable} connections${place}`;
  return copies < 2
    ? {
        maximum: null,
        source: `${room}, and with today’s pools no second copy of ${program.name} fits: make them smaller first.`,
      }
    : {
        maximum: copies,
        source: `${room}: with today’s pools ${copies} copies of ${program.name} leave a fifth of them free.`,
      };
}

function copiesWithin({ graph }: RuleContext, program: Program, budget: ConnectionBudget): number | null {
  const { demands, supply, pooled, unread } = budget;
  const own = demands.filter((demand) => demand.program === program.name);
  if (own.length === 0 || pooled || !supply.grounded || unread.length > 0) return null;
  const others = demands.filter((demand) => demand.program !== program.name);
  const taken = others.reduce((sum, { connections }) => sum + connections, 0);
  const each = own.reduce((sum, { poolMaximum, processesPerHost }) => sum + poolMaximum * processesPerHost, 0);
  const units = program.units.flatMap((unit) => unitNamed(graph.facts, unit) ?? []);
  const fits = (copies: number): boolean => {
    const surge = Math.max(0, ...units.map((unit) => surgeOfUnit(unit, copies)));
    return taken + each * (copies + surge) <= plannedConnections(supply.usable);
  };
  let copies = 0;
  while (copies < endless && fits(copies + 1)) copies++;
  return copies === endless ? null : copies;
}
