import { mermaidOf } from '../diagram/mermaid.ts';
import { artifactsFor } from './artifacts/artifacts.ts';
import { assumptionsOf } from './assumptions.ts';
import { stagesOf } from './blockers.ts';
import { budgetTables } from './budgets.ts';
import { rehearsalArtifacts } from './rehearsal/artifacts.ts';
import { sharedPlaces } from './shared-places.ts';
import type { Artifact, Plan, PlanInput } from './types.ts';
import { unseenOf } from './unseen.ts';
import { verdictsOf, wallsOf } from './walls.ts';

/** Works the plan out: what breaks at which number of instances, in what order to mend it, and what then fits. */
export function planOf(input: PlanInput): Plan {
  const walls = wallsOf(input);
  const budgets = budgetTables(input);
  const { artifacts, withheld } = artifactsFor(input, walls, budgets);
  return {
    today: input.today,
    homepage: input.homepage,
    programs: verdictsOf(input, walls),
    walls,
    diagram: mermaidOf(input.overlay, 'now', 'document'),
    stages: stagesOf(input),
    budgets,
    shared: sharedPlaces(input),
    artifacts: [...artifacts, ...rehearsalArtifacts(input)],
    withheld,
    assumptions: assumptionsOf(input, budgets, artifacts),
    unseen: unseenOf(input),
  };
}

/** The files that belong to the plan. */
export function artifactsOf(plan: Plan): readonly Pick<Artifact, 'path' | 'text'>[] {
  return plan.artifacts.map(({ path, text }) => ({ path, text }));
}
