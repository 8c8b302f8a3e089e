import type { CallPattern, EffectPattern, Library } from '../types.ts';
import type { LongWork } from '../work.ts';
import { argument, called } from './wording.ts';

function waits(call: CallPattern, ends: LongWork['ends'], position: number, perSecond: number): EffectPattern {
  return {
    call,
    effect: 'long-work',
    work: { what: 'a clock', ends, lasts: { argument: argument(position), perSecond } },
  };
}

/** Doing nothing for a while. How long the code says. */
export const waitsOfLanguages: Library = {
  id: 'waits',
  title: 'Waits',
  packages: [],
  types: [],
  uses: [],
  effects: [
    waits(called(['time'], 'sleep'), 'blocks', 0, 1),
    waits(called(['asyncio'], 'sleep'), 'promise', 0, 1),
    waits(called(['timers/promises'], 'setTimeout'), 'promise', 0, 1000),
    waits({ kind: 'global', name: 'setTimeout' }, 'event', 1, 1000),
  ],
  citation: { title: 'Python: time.sleep', url: 'https://docs.python.org/3/library/time.html#time.sleep' },
};
