import type { Addition, Artifact, BudgetTable, PlanInput, Wall } from '../types.ts';
import { autoscalerFor } from './autoscaler.ts';
import { disruptionFor } from './disruption.ts';
import { environmentFor } from './environment.ts';
import { formationFor } from './formation.ts';
import { loadTestFor } from './load-test.ts';
import { nginxFor } from './nginx.ts';
import { poolersFor } from './pooler.ts';
import { queueScalerFor } from './queue-scaler.ts';

/** The files that fit the platform of each program, and why others that one might expect are not written. */
export function artifactsFor(
  input: PlanInput,
  walls: readonly Wall[],
  budgets: readonly BudgetTable[],
  additions: readonly Addition[],
): { readonly artifacts: readonly Artifact[]; readonly withheld: readonly string[] } {
  const artifacts = new Map<string, Artifact>();
  const withheld: string[] = [];
  for (const program of input.system.programs) {
    const open = walls.filter((wall) => wall.program === program.name && wall.kind !== 'connections').length;
    const autoscaler = autoscalerFor(program, input, open, budgets);
    const answers = [
      nginxFor(program, input, open),
      autoscaler,
      disruptionFor(program, input, autoscaler?.kind === 'written'),
      queueScalerFor(program, input),
      formationFor(program, input, walls),
      loadTestFor(program, input),
    ];
    for (const answer of answers) {
      if (answer === null) continue;
      if (answer.kind === 'withheld') withheld.push(answer.reason);
      else artifacts.set(answer.artifact.path, answer.artifact);
    }
  }
  for (const artifact of [...poolersFor(input, budgets), ...environmentFor(additions, budgets)]) {
    artifacts.set(artifact.path, artifact);
  }
  return { artifacts: [...artifacts.values()], withheld: [...new Set(withheld)] };
}
