import type { Span } from '../../text/range.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';

/** The node with exactly this span that `matches`; undefined when the text has changed since facts were made. */
export function nodeAt<T extends ts.Node>(
  source: ts.SourceFile,
  [start, end]: Span,
  matches: (node: ts.Node) => node is T,
): T | undefined {
  const visit = (node: ts.Node): T | undefined => {
    if (node.end < end || node.pos > start) return undefined;
    if (node.getStart(source) === start && node.end === end && matches(node)) return node;
    return ts.forEachChild(node, visit);
  };
  return visit(source);
}

/** The line's indentation at an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Where the comment that closes the line of an offset ends; the offset itself when something else follows, or nothing. */
export function endOfRemark(text: string, offset: number): number {
  const remark = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/(?=[ \t]*(?:\r?\n|$)))/.exec(text.slice(offset));
  return offset + (remark?.[0].length ?? 0);
}

/**
 * A statement to take away: the whole lines it stands on, with the remark behind it, when nothing else stands there;
 * otherwise its own span and the blanks that parted it from what follows.
 */
export function wholeLines(text: string, span: Span): Span {
  const start = text.lastIndexOf('\n', span[0] - 1) + 1;
  const remark = endOfRemark(text, span[1]);
  const newline = text.indexOf('\n', remark);
  const end = newline === -1 ? text.length : newline + 1;
  const alone = text.slice(start, span[0]).trim() === '' && text.slice(remark, end).trim() === '';
  if (alone) return [start, end];
  return [span[0], span[1] + (/^[ \t]*(?!\s)/.exec(text.slice(span[1]))?.[0].length ?? 0)];
}

const verbatimKinds: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
  SyntaxKind.JsxText,
]);

/** Stretches whose line breaks and blanks are part of a value: templates, and texts that go over several lines. */
export function verbatimSpans(source: ts.SourceFile): readonly Span[] {
  const spans: Span[] = [];
  const visit = (node: ts.Node): void => {
    if (verbatimKinds.has(node.kind) || ts.isStringLiteralLike(node)) spans.push([node.getStart(source), node.end]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return spans;
}
