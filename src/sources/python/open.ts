import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import { type PythonStyle, pythonStyleOf } from './style.ts';
import type { PythonNode, PythonParser } from './syntax.ts';

/** A file that parses, ready for edits; all edits of one fix are of this one text. */
export interface OpenPython {
  readonly text: string;
  readonly root: PythonNode;
  readonly style: PythonStyle;
  /** Every name that the text uses, so that a new one stays free of all of them. */
  readonly names: ReadonlySet<string>;
}

/** Null when the file does not parse: what is broken is not edited. */
export function openPython(parser: PythonParser, text: string): OpenPython | null {
  const root = parser.parse(text);
  const pending = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'ERROR' || next.missing) return null;
    pending.push(...next.children);
  }
  return { text, root, style: pythonStyleOf(text), names: new Set(text.match(/[\p{L}\p{N}_]+/gu)) };
}

/** The way from the file to the innermost node that holds a span, outermost first. */
export function nodesAround({ root }: OpenPython, [start, end]: Span): readonly PythonNode[] {
  const way = [root];
  for (let inner: PythonNode | undefined = root; inner !== undefined; ) {
    inner = inner.children.find((child) => child.start <= start && end <= child.end && child.end > child.start);
    if (inner !== undefined) way.push(inner);
  }
  return way;
}

/** The node that takes exactly a span; the outermost of several. Undefined where the file has changed since. */
export function nodeAt(file: OpenPython, span: Span, kind?: string): PythonNode | undefined {
  return nodesAround(file, span).find(
    (node) => node.start === span[0] && node.end === span[1] && (kind === undefined || node.kind === kind),
  );
}

export function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the text of a line ends, in front of what breaks it. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

/** The white space that a line begins with. */
export function indentAt(text: string, offset: number): string {
  const start = startOfLine(text, offset);
  return /^[ \t\f]*/.exec(text.slice(start, endOfLine(text, start)))?.[0] ?? '';
}

/** Our code with four spaces a step and `\n`, as the file writes it, each line behind an indentation. */
export function dressed({ style }: OpenPython, code: string, indent = ''): string {
  return code
    .split('\n')
    .map((line) => {
      if (line === '') return '';
      const steps = Math.floor((/^ */.exec(line)?.[0].length ?? 0) / 4);
      return indent + style.indent.repeat(steps) + line.slice(steps * 4);
    })
    .join(style.line);
}

export function insert(offset: number, text: string): TextEdit {
  return { span: [offset, offset], text };
}
