import type { Value } from '../../facts/values.ts';
import type { Memory } from './world.ts';

/** Answers about values, each worked out once. */
export interface Answers<Answer> {
  readonly ask: (value: Value, compute: () => Answer) => Answer;
}

/**
 * Keeps what a value was found to be. Rules ask for the same values over and over, and what a value leads to may lead
 * through hundreds of others. An answer is kept only once nothing changes any more, and only when the question is asked
 * by itself: one that is asked in the middle of another may be cut short where the two go in a circle.
 */
export function createAnswers<Answer>(memory: Memory): Answers<Answer> {
  const kept = new WeakMap<Value, { readonly answer: Answer }>();
  return {
    ask(value, compute) {
      const known = kept.get(value);
      if (known !== undefined) return known.answer;
      const answer = compute();
      if (memory.isClosed() && memory.isIdle()) kept.set(value, { answer });
      return answer;
    },
  };
}
