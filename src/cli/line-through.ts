import { changedLines } from './changed-lines.ts';

/** The line of another state of a text that a line of this one became, or the place where it was taken out; both 0-based. */
export function lineThrough(from: string, to: string, line: number): number {
  if (from === to) return line;
  let [here, there] = [0, 0];
  for (const { kind } of changedLines(linesOf(from), linesOf(to))) {
    if (kind !== 'added' && here === line) return kind === 'same' ? there : Math.min(there, linesOf(to).length - 1);
    if (kind !== 'added') here++;
    if (kind !== 'removed') there++;
  }
  return line;
}

function linesOf(text: string): readonly string[] {
  return text.replace(/^\ufeff/, '').split('\n');
}
