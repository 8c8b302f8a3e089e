import { type Judgement, least } from '../../../findings/judge.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import type { Severity } from '../../../findings/types.ts';
import type { ConnectionBudget, ConnectionDemand } from '../../../system/types.ts';

export interface JudgedBudget {
  readonly judgement: Judgement;
  /** Whether demand is above what is usable, rather than only near it. */
  readonly over: boolean;
  /** `3 × 20 (api) + 2 × 10 (worker) = 80`. */
  readonly formula: string;
}

/** Above this share of the usable connections a team should know, because a deploy or a tool takes the rest. */
const nearlyFull = 0.8;

/**
 * Demand against supply: an error where both are known, a warning where the supply or the number of instances is
 * assumed, a note where demand only comes near. Null where there is room, or no program of the System is meant.
 */
export function judgeBudget(
  context: RuleContext,
  budget: ConnectionBudget,
  largest: ConnectionDemand,
): JudgedBudget | null {
  const { usable, grounded } = budget.supply;
  if (budget.demand <= usable * nearlyFull) return null;
  // Where both numbers are assumed, a sum that only comes near them says nothing of this workspace.
  const isAssumed = !grounded && budget.demands.every(({ source }) => source.kind === 'assumed');
  if (isAssumed && budget.demand <= usable) return null;
  const program = context.system.programs.find(({ name }) => name === largest.program);
  if (program === undefined) return null;
  const over = budget.demand > usable;
  // What is over without the assumed instances is over whatever their number is.
  const settled = isSettled(budget, over ? usable : usable * nearlyFull);
  const base: Severity = over ? 'error' : 'note';
  const known: Severity = grounded && settled ? 'error' : 'warning';
  const instances = largest.hosts * largest.processesPerHost;
  return {
    judgement: {
      severity: least(base, known),
      situation: !settled ? 'assumed' : totalInstances(budget) > 1 ? 'many' : 'always',
      instances,
      source: largest.source,
      program,
      programs: [...new Set(budget.demands.map((demand) => demand.program))].sort(),
    },
    over,
    formula: `${formulaOf(budget.demands)} = ${budget.demand}`,
  };
}

function isSettled(budget: ConnectionBudget, bar: number): boolean {
  const least = budget.demands.map((demand) =>
    demand.source.kind === 'assumed' ? demand.poolMaximum * demand.processesPerHost : demand.connections,
  );
  return sum(least) > bar;
}

function totalInstances(budget: ConnectionBudget): number {
  return Math.max(...budget.demands.map((demand) => (demand.hosts + demand.surge) * demand.processesPerHost));
}

/** `(3 + 1) × 2 × 20 (api)`: hosts and those of a roll-out, processes where there are several, and the pools. */
function formulaOf(demands: readonly ConnectionDemand[]): string {
  const programs = [...new Set(demands.map(({ program }) => program))];
  return programs
    .map((program) => {
      const own = demands.filter((demand) => demand.program === program);
      const pools = own.map(({ poolMaximum }) => poolMaximum).join(' + ');
      const { hosts = 1, surge = 0, processesPerHost = 1 } = own[0] ?? {};
      const copies = surge === 0 ? `${hosts}` : `(${hosts} + ${surge})`;
      const processes = processesPerHost === 1 ? '' : ` × ${processesPerHost}`;
      return `${copies}${processes} × ${own.length === 1 ? pools : `(${pools})`} (${program})`;
    })
    .join(' + ');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
