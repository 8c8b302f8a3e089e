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

export function createMemory(): Memory {
  const answers = new Map<string, Answer>();
  const parameters = new Map<string, ParameterState>();
  const active = new Set<string>();
  /** Questions that were cut because they are being asked already; what hangs on a cut answer is not kept. */
  const cut = new Set<string>();
  let touched = new Set<ParameterState>();
  let clock = 0;
  let unkept = 0;

  return {
    recall(key, compute) {
      const known = answers.get(key);
      if (known?.hangsOn.every((parameter) => parameter.changedAt <= known.at) === true) {
        for (const parameter of known.hangsOn) touched.add(parameter);
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
      touched = new Set();
      const at = clock;
      active.add(key);
      const result = compute();
      active.delete(key);
      cut.delete(key);
      if (cut.size === 0 || unkept >= mostUnkept) answers.set(key, { result, hangsOn: [...touched], at });
      else unkept++;
      for (const parameter of touched) outer.add(parameter);
      touched = outer;
      return result;
    },
    touch(parameter) {
      touched.add(parameter);
    },
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
      touched = new Set();
      const answer = ask();
      const own = touched;
      for (const parameter of own) outer.add(parameter);
      touched = outer;
      return { answer, touched: own };
    },
    change(parameter) {
      clock++;
      parameter.changedAt = clock;
    },
  };
}
