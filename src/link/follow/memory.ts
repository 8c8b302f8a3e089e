import { type Known, keyOf } from './known.ts';
import type { Memory, ParameterState } from './world.ts';

interface Answer {
  readonly result: readonly Known[];
  readonly hangsOn: readonly ParameterState[];
  readonly at: number;
}

/** How many names may be followed one behind another before the answer is given up as unknown. */
const deepest = 60;
/** How many answers in circles may be left unkept before they are kept as they are, so that work stays bounded. */
const mostUnkept = 20_000;

const none: readonly ParameterState[] = [];
const untouched: ReadonlySet<ParameterState> = new Set();

export function createMemory(): Memory {
  const answers = new Map<string, Answer>();
  const parameters = new Map<string, ParameterState>();
  const active = new Set<string>();
  /** Questions that were cut because they are being asked already; what hangs on a cut answer is not kept. */
  const cut = new Set<string>();
  /** Parameters that the answer now being worked out hangs on; null for none so far, as for most. */
  let touched: Set<ParameterState> | null = null;
  let clock = 0;
  let unkept = 0;

  function note(parameter: ParameterState): void {
    touched ??= new Set();
    touched.add(parameter);
  }
  // A function, because the questions asked in between change it.
  const taken = (): ReadonlySet<ParameterState> => touched ?? untouched;

  return {
    recall(key, compute) {
      const known = answers.get(key);
      if (known?.hangsOn.every((parameter) => parameter.changedAt <= known.at) === true) {
        for (const parameter of known.hangsOn) note(parameter);
        return known.result;
      }
      if (active.has(key)) {
        cut.add(key);
        return [];
      }
      if (active.size >= deepest) {
        // Too deep is told as a cut of the outermost question, so that no half answer is kept.
        const [outermost] = active;
        if (outermost !== undefined) cut.add(outermost);
        return [];
      }
      const outer = touched;
      touched = null;
      const at = clock;
      active.add(key);
      const result = compute();
      active.delete(key);
      cut.delete(key);
      const own = taken();
      if (cut.size === 0 || unkept >= mostUnkept)
        answers.set(key, { result, hangsOn: own.size === 0 ? none : [...own], at });
      else unkept++;
      touched = outer;
      for (const parameter of own) note(parameter);
      return result;
    },
    touch: note,
    parameterState(file, declaration) {
      const key = keyOf(file, declaration);
      let state = parameters.get(key);
      if (state === undefined) {
        state = { file, declaration, knowns: new Map(), changedAt: 0, dependents: new Set() };
        parameters.set(key, state);
      }
      return state;
    },
    watch(ask) {
      const outer = touched;
      touched = null;
      const answer = ask();
      const own = taken();
      touched = outer;
      for (const parameter of own) note(parameter);
      return { answer, touched: own };
    },
    change(parameter) {
      clock++;
      parameter.changedAt = clock;
    },
  };
}
