import { mermaidOf } from '../diagram/mermaid.ts';
import { plainScene } from '../diagram/scene.ts';
import { additionsOf } from './additions.ts';
import { artifactsFor } from './artifacts/artifacts.ts';
import { assumptionsOf } from './assumptions.ts';
import { stagesOf } from './blockers.ts';
import { budgetTables } from './budgets.ts';
import { choicesOf } from './choices/choices.ts';
import { decisionOf } from './decision.ts';
import { differenceOf } from './difference.ts';
import { ladderOf } from './ladder.ts';
import { limitRows, queueRows } from './limits.ts';
import { progressOf } from './progress.ts';
import { questionsOf } from './questions.ts';
import { rehearsalArtifacts } from './rehearsal/artifacts.ts';
import { cutOverOf, signalsOf, stepsOf } from './rollout.ts';
import { seenOf } from './seen.ts';
import { sharedPlaces } from './shared-places.ts';
import { sizingOf } from './sizing.ts';
import type { Artifact, Plan, PlanInput } from './types.ts';
import { unseenOf } from './unseen.ts';
import { verdictsOf, wallsOf } from './walls.ts';

/** Works the plan out: what breaks at which number of instances, in what order to mend it, and what then fits. */
export function planOf(input: PlanInput): Plan {
  const walls = wallsOf(input);
  const budgets = budgetTables(input);
  const stages = stagesOf(input);
  const additions = additionsOf(input, budgets);
  const { artifacts, withheld } = artifactsFor(input, walls, budgets, additions);
  const rehearsal = rehearsalArtifacts(input);
  return {
    today: input.today,
    homepage: input.homepage,
    programs: verdictsOf(input, walls),
    walls,
    diagram: mermaidOf(plainScene(input.overlay), 'now', 'document'),
    difference: differenceOf(input),
    stages,
    budgets,
    shared: sharedPlaces(input),
    decision: decisionOf(input, walls, stages, budgets, additions),
    progress: progressOf(input),
    seen: seenOf(input),
    ladder: ladderOf(input, walls, budgets),
    limits: limitRows(input),
    queues: queueRows(input),
    sizing: sizingOf(input),
    choices: choicesOf(input, walls, budgets),
    additions,
    cutOver: cutOverOf(input),
    steps: stepsOf(input, stages, budgets, additions, rehearsal.length > 0),
    signals: signalsOf(input, walls, budgets),
    questions: questionsOf(input),
    findings: input.findings,
    artifacts: [...artifacts, ...rehearsal],
    withheld,
    assumptions: assumptionsOf(input, budgets, artifacts),
    unseen: unseenOf(input),
  };
}

/** The files that belong to the plan. */
export function artifactsOf(plan: Plan): readonly Pick<Artifact, 'path' | 'text'>[] {
  return plan.artifacts.map(({ path, text }) => ({ path, text }));
}
