import type { PlanInput } from '../plan/types.ts';
import { overlayIn } from './overlay-in.ts';
import type { Analysis } from './types.ts';

/** What a plan is made of, as far as the analysis knows it. */
export function planInputOf(
  analysis: Analysis,
  rest: Pick<PlanInput, 'unreadable' | 'homepage' | 'today' | 'previous' | 'rootFromOut'>,
): PlanInput {
  const { system, graph, findings, opportunities, silences, rules, configuration } = analysis;
  const overlay = overlayIn(analysis);
  const { catalog } = analysis.context;
  return { system, graph, catalog, findings, opportunities, silences, rules, overlay, configuration, ...rest };
}
