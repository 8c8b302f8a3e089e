import type { TextEdit } from '../text/edits.ts';
import type { Span } from '../text/range.ts';

/** A comment on a line of its own above a line of a manifest, so that whoever reads it knows why it says what it does. */
export function noteAbove(text: string, span: Span, note: string): TextEdit {
  const start = text.lastIndexOf('\n', span[0] - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  return { span: [start, start], text: `${indent}# ${note}${line}` };
}
