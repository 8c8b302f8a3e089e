import type { BudgetTable, Choice, PlanInput, Wall } from '../types.ts';
import { caching, partitioning, replicas, sharding } from './data.ts';
import { autoscaling, instances, machine, split } from './growth.ts';
import { lookingAt } from './looking.ts';
import { balancing, limits, queues, staticFiles } from './requests.ts';

/** Every pattern that there is to scale by, taken or left, each with the reason from this workspace. */
export function choicesOf(
  input: PlanInput,
  walls: readonly Wall[],
  budgets: readonly BudgetTable[],
): readonly Choice[] {
  if (!input.system.programs.some(({ role }) => role !== 'other')) return [];
  const looking = lookingAt(input, walls, budgets);
  const all = [
    instances,
    machine,
    caching,
    replicas,
    sharding,
    queues,
    split,
    balancing,
    limits,
    autoscaling,
    partitioning,
    staticFiles,
  ];
  return all.map((choose) => choose(looking));
}
