import type { PlacedTally } from '../engine/types.ts';
import { lineStartsOf, offsetAt } from '../text/lines.ts';
import type { Position } from '../text/range.ts';

/** What is asked about at a place: the number itself, or the name before it. */
export interface NumberHere {
  readonly tally: PlacedTally;
  /** The word under the cursor, by offsets. */
  readonly word: readonly [start: number, end: number];
}

/**
 * The tallies of the number at a position, or of the one that the name there is given: `max: 10`, `--workers 4`. A number
 * that was typed over since the last analysis has none until it is judged.
 */
export function numbersHere(text: string, position: Position, tallies: readonly PlacedTally[]): readonly NumberHere[] {
  const starts = lineStartsOf(text);
  const at = offsetAt(starts, position);
  const word = wordAround(text, at);
  if (word === null) return [];
  return tallies.flatMap((tally) => {
    const span = [offsetAt(starts, tally.range.start), offsetAt(starts, tally.range.end)] as const;
    const number = numberWithin(text, span, tally.written);
    if (number === null) return [];
    const touches = word[0] >= number[0] && word[1] <= number[1];
    const isName = /^["']?\s*(?:[:=,]\s*)?["']?$/.test(text.slice(word[1], number[0]));
    return touches || (word[1] <= number[0] && isName) ? [{ tally, word }] : [];
  });
}

/** Where in a stretch of text the written number stands; all of it where an expression stands for the number. */
export function numberWithin(
  text: string,
  [start, end]: readonly [number, number],
  written: number | null,
): readonly [start: number, end: number] | null {
  const within = text.slice(start, end);
  if (written === null) return within.includes('\n') ? null : [start, end];
  for (const match of within.matchAll(/(?<![\w.])\d[\d_]*(?![\w.])/g)) {
    if (Number(match[0].replaceAll('_', '')) === written) {
      return [start + match.index, start + match.index + match[0].length];
    }
  }
  return null;
}

function wordAround(text: string, at: number): readonly [start: number, end: number] | null {
  const before = /[\w-]*$/.exec(text.slice(Math.max(0, at - 100), at))?.[0].length ?? 0;
  const after = /^[\w-]*/.exec(text.slice(at, at + 100))?.[0].length ?? 0;
  return before + after === 0 ? null : [at - before, at + after];
}
