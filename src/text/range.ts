/** A half-open pair of character offsets into one file's text: `[start, end)`, counted in UTF-16 code units. */
export type Span = readonly [start: number, end: number];

/** A place in a file; both numbers are 0-based and `character` counts UTF-16 code units, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A half-open stretch of a file, as in LSP. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A stretch of a named file; `file` is relative to the root, with forward slashes. */
export interface Place {
  readonly file: string;
  readonly range: Range;
}

/** Orders two positions: negative when `a` stands first, zero when they are the same. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** Whether a position lies in a range, its end included, because a cursor rests behind the last character. */
export function contains(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;
}
