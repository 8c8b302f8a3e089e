import type { Position, Range, Span } from './range.ts';

/** The offset at which each line starts; the first is always 0. */
export type LineStarts = readonly number[];

/** Reads where lines start; `\n`, `\r\n` and a lone `\r` each end a line, as in LSP. */
export function lineStartsOf(text: string): LineStarts {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 13 && text.charCodeAt(offset + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(offset + 1);
  }
  return starts;
}

export function positionAt(starts: LineStarts, offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}

export function rangeOf(starts: LineStarts, span: Span): Range {
  return { start: positionAt(starts, span[0]), end: positionAt(starts, span[1]) };
}

/** The offset of a position; a line past the end gives the end of the last line start. */
export function offsetAt(starts: LineStarts, position: Position): number {
  const start = starts[Math.min(position.line, starts.length - 1)] ?? 0;
  return start + position.character;
}
