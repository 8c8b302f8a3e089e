import type { Judgement } from '../../../findings/judge.ts';
import { withInstances } from '../../../findings/wording.ts';

/** What breaks where a message is told to users of one instance alone; `what` is a clause such as `what a job sends`. */
export function unreachedHarm(judgement: Judgement, what: string): string {
  switch (judgement.situation) {
    case 'one':
    case 'one-at-deploy':
      return `With a second instance, ${what} would never reach users connected to the other.`;
    case 'assumed':
      return `${withInstances(judgement)} ${what} never reaches users connected to the other.`;
    default:
      return `W${what.slice(1)} never reaches users connected to another instance.`;
  }
}
