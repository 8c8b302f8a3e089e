import { type Judgement, least } from '../../../findings/judge.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import type { Severity } from '../../../findings/types.ts';
import { formulaOf } from '../../../system/connection-formula.ts';
import { type CountedPools, countedPools } from '../../../system/counted-pools.ts';
import { nearlyFull } from '../../../system/nearly-full.ts';
import type { ConnectionBudget, ConnectionDemand } from '../../../system/types.ts';

export interface JudgedBudget {
  readonly judgement: Judgement;
  /** The pools that the sum is made of. */
  readonly counted: CountedPools;
  /** Whether demand is above what is usable, rather than only near it. */
  readonly over: boolean;
  /** `3 × 20 (api) + 2 × 10 (worker) = 80`. */
  readonly formula: string;
}

/**
 * Demand against supply: an error where both are known, a warning where the supply, the number of instances or the
 * way to the database is assumed, a note where demand only comes near. Null where there is room, or no program of the
 * System is meant.
 */
export function judgeBudget(context: RuleContext, budget: ConnectionBudget): JudgedBudget | null {
  const { usable, grounded } = budget.supply;
  const counted = countedPools(budget, usable * nearlyFull);
  if (counted === null) return null;
  const { demands, demand, condition } = counted;
  // Where both numbers are assumed, a sum that only comes near them says nothing of this workspace.
  const isAssumed = !grounded && demands.every(({ source }) => source.kind === 'assumed');
  if (isAssumed && demand <= usable) return null;
  const largest = largestDemand(demands);
  const program = context.system.programs.find(({ name }) => name === largest?.program);
  if (program === undefined || largest === null) return null;
  const over = demand > usable;
  // What is over without the assumed instances is over whatever their number is.
  const settled = isSettled(demands, over ? usable : usable * nearlyFull);
  const base: Severity = over ? 'error' : 'note';
  const known: Severity = grounded && settled && condition === null ? 'error' : 'warning';
  const instances = largest.hosts * largest.processesPerHost;
  return {
    judgement: {
      severity: least(base, known),
      situation: !settled ? 'assumed' : totalInstances(demands) > 1 ? 'many' : 'always',
      instances,
      source: largest.source,
      program,
      programs: [...new Set(demands.map((each) => each.program))].sort(),
    },
    counted,
    over,
    formula: formulaOf(demands),
  };
}

/** The pool that asks for most; among equals the first by file, so that the place does not wander. */
export function largestDemand(demands: readonly ConnectionDemand[]): ConnectionDemand | null {
  return demands.reduce<ConnectionDemand | null>(
    (largest, next) => (largest === null || next.connections > largest.connections ? next : largest),
    null,
  );
}

function isSettled(demands: readonly ConnectionDemand[], bar: number): boolean {
  const least = demands.map((demand) =>
    demand.source.kind === 'assumed' ? demand.poolMaximum * demand.processesPerHost : demand.connections,
  );
  return least.reduce((total, each) => total + each, 0) > bar;
}

function totalInstances(demands: readonly ConnectionDemand[]): number {
  return Math.max(...demands.map((demand) => (demand.hosts + demand.surge) * demand.processesPerHost));
}
