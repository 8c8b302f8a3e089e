import type { Span } from './range.ts';

/** A replacement of one stretch of a file; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Applies edits that do not overlap, in any order given. Throws a RangeError when two of them overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
  let result = '';
  let offset = 0;
  for (const edit of ordered) {
    if (edit.span[0] < offset) throw new RangeError(`Two edits overlap at offset ${edit.span[0]}.`);
    result += text.slice(offset, edit.span[0]) + edit.text;
    offset = edit.span[1];
  }
  return result + text.slice(offset);
}
