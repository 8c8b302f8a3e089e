import { ts } from 'ts-morph';
import type { Span } from '../../text/range.ts';

export type Node = ts.Node;

export interface ParsedScript {
  readonly text: string;
  readonly root: ts.SourceFile;
}

/** Parses a file's present text. Import this only from what is itself loaded when a fix is built. */
export function parseScript(path: string, text: string): ParsedScript {
  const kind = /\.[jt]sx$|\.[mc]?js$/.test(path)
    ? /ts/.test(path)
      ? ts.ScriptKind.TSX
      : ts.ScriptKind.JSX
    : ts.ScriptKind.TS;
  return { text, root: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind) };
}

/** The node with exactly this span that `matches`; undefined when the text has changed since facts were made. */
export function nodeAt<T extends Node>(
  script: ParsedScript,
  span: Span,
  matches: (node: Node) => node is T,
): T | undefined {
  const visit = (node: Node): T | undefined => {
    if (node.getEnd() < span[1] || node.getFullStart() > span[0]) return undefined;
    if (node.getStart(script.root) === span[0] && node.getEnd() === span[1] && matches(node)) return node;
    return ts.forEachChild(node, visit);
  };
  return visit(script.root);
}

/** The line's indentation at an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** A statement with the whole lines it stands on, when nothing else stands there; otherwise its own span. */
export function wholeLines(text: string, span: Span): Span {
  const start = text.lastIndexOf('\n', span[0] - 1) + 1;
  const newline = text.indexOf('\n', span[1]);
  const end = newline === -1 ? text.length : newline + 1;
  const alone = text.slice(start, span[0]).trim() === '' && text.slice(span[1], end).trim() === '';
  return alone ? [start, end] : span;
}
