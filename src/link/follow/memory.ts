import type { DeclarationId } from '../../facts/values.ts';
import type { FileIndex } from './file-index.ts';
import type { Known } from './known.ts';
import { newSlot, type ParameterState, type Slot } from './slots.ts';
import type { Memory } from './world.ts';

/** How many names may be followed one behind another before the answer is given up as unknown. */
const deepest = 60;
/** How many answers in circles may be left unkept before they are kept as they are, so that work stays bounded. */
const mostUnkept = 20_000;

const none: readonly ParameterState[] = [];
const untouched: ReadonlySet<ParameterState> = new Set();

export function createMemory(): Memory {
  const slots = new Map<string, Slot>();
  const active: Slot[] = [];
  /** Questions that were cut because they are being asked already; what hangs on a cut answer is not kept. */
  const cut = new Set<Slot>();
  /** Parameters that the answer now being worked out hangs on; null for none so far, as for most. */
  let touched: Set<ParameterState> | null = null;
  let clock = 0;
  let unkept = 0;
  let isClosed = false;

  function note(parameter: ParameterState): void {
    if (isClosed) return;
    touched ??= new Set();
    touched.add(parameter);
  }
  // A function, because the questions asked in between change it.
  const taken = (): ReadonlySet<ParameterState> => touched ?? untouched;

  function isFresh(slot: Slot): boolean {
    for (const parameter of slot.hangsOn) if (parameter.changedAt > slot.at) return false;
    // Nothing changes any more, so this need not be asked again.
    if (isClosed) slot.hangsOn = none;
    return true;
  }

  function work(slot: Slot, compute: () => readonly Known[]): readonly Known[] {
    const outer = touched;
    touched = null;
    const at = clock;
    active.push(slot);
    slot.active = true;
    const result = compute();
    slot.active = false;
    active.pop();
    cut.delete(slot);
    const own = taken();
    if (cut.size === 0 || unkept >= mostUnkept) {
      slot.result = result;
      slot.hangsOn = own.size === 0 ? none : [...own];
      slot.at = at;
    } else unkept++;
    touched = outer;
    for (const parameter of own) note(parameter);
    return result;
  }

  return {
    recall(slot, compute) {
      if (slot.result !== null && isFresh(slot)) {
        for (const parameter of slot.hangsOn) note(parameter);
        return slot.result;
      }
      if (slot.active) {
        cut.add(slot);
        return [];
      }
      if (active.length >= deepest) {
        // Too deep is told as a cut of the outermost question, so that no half answer is kept.
        const [outermost] = active;
        if (outermost !== undefined) cut.add(outermost);
        return [];
      }
      return work(slot, compute);
    },
    slot(key) {
      const known = slots.get(key);
      if (known !== undefined) return known;
      const slot = newSlot();
      slots.set(key, slot);
      return slot;
    },
    touch: note,
    parameterState(file: FileIndex, declaration: DeclarationId) {
      const known = file.slots.parameters.get(declaration);
      if (known !== undefined) return known;
      const state: ParameterState = { knowns: new Map(), changedAt: 0, dependents: new Set() };
      file.slots.parameters.set(declaration, state);
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
    close() {
      isClosed = true;
    },
    isClosed: () => isClosed,
    isIdle: () => active.length === 0,
  };
}
