import type { PlanInput } from './types.ts';

/** What the user answered to one of the plan's questions; null for nothing or `unknown`. */
export function answerNumber({ configuration }: Pick<PlanInput, 'configuration'>, name: string): number | null {
  const answer = configuration.answers[name];
  return typeof answer === 'number' ? answer : null;
}

/** Whether the question was asked and left open, so that it is not asked again. */
export function isLeftOpen({ configuration }: Pick<PlanInput, 'configuration'>, name: string): boolean {
  return configuration.answers[name] === 'unknown';
}
