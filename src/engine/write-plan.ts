import { artifactsOf, planOf } from '../plan/plan.ts';
import { renderPlan } from '../plan/render.ts';
import { planInputOf } from './plan-input.ts';
import type { Analysis, PlanDocument, PlanOptions } from './types.ts';

/** The scaling plan of what was found, as Markdown and the files that belong to it. */
export function writePlan(analysis: Analysis, options: PlanOptions, homepage: string): PlanDocument {
  const plan = planOf(
    planInputOf(analysis, {
      unreadable: [...(options.problems ?? []), ...analysis.unreadable],
      homepage,
      today: options.today,
      ...(options.previous !== undefined && { previous: options.previous }),
      ...(options.rootFromOut !== undefined && { rootFromOut: options.rootFromOut }),
    }),
  );
  return { markdown: renderPlan(plan), artifacts: artifactsOf(plan), questions: plan.questions };
}
