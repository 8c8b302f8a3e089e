/**
 * Long work that can be left between two steps, so that who does it can answer something else in between, or give it up.
 * Left or not, the answer is the same.
 */
export type Steps<Answer> = Generator<undefined, Answer, undefined>;

/** Does all of it at once. */
export function atOnce<Answer>(steps: Steps<Answer>): Answer {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
