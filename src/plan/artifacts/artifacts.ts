import type { Artifact, BudgetTable, PlanInput, Wall } from '../types.ts';
import { autoscalerFor } from './autoscaler.ts';
import { nginxFor } from './nginx.ts';

/** The files that fit the platform of each program, and why others that one might expect are not written. */
export function artifactsFor(
  input: PlanInput,
  walls: readonly Wall[],
  budgets: readonly BudgetTable[],
): { readonly artifacts: readonly Artifact[]; readonly withheld: readonly string[] } {
  const artifacts = new Map<string, Artifact>();
  const withheld: string[] = [];
  for (const program of input.system.programs) {
    const open = walls.filter((wall) => wall.program === program.name && wall.kind !== 'connections').length;
    for (const answer of [nginxFor(program, input, open), autoscalerFor(program, input, open, budgets)]) {
      if (answer === null) continue;
      if (answer.kind === 'withheld') withheld.push(answer.reason);
      else artifacts.set(answer.artifact.path, answer.artifact);
    }
  }
  return { artifacts: [...artifacts.values()], withheld: [...new Set(withheld)] };
}
