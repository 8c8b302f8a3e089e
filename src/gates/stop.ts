import type { GateName } from '../findings/types.ts';

/** Why a rule stays silent at a place, in a whole sentence for a person who asks why nothing is shown there. */
export interface Stop {
  readonly gate: GateName;
  readonly reason: string;
}

/** The first stop that any of the questions gives; questions behind it are not asked. */
export function firstStop(questions: readonly (() => Stop | null)[]): Stop | null {
  for (const question of questions) {
    const answer = question();
    if (answer !== null) return answer;
  }
  return null;
}
