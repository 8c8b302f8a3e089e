import type { DirectiveFact } from '../../facts/proxy.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';

/** Whether a directive still stands where it was read. */
export function isStill(text: string, { name, span, whole }: DirectiveFact): boolean {
  return text.slice(...span) === name && /[;}]$/.test(text.slice(...whole));
}

/** Whether something fills the file in before nginx reads it, so that what is written here may not be what nginx reads. */
export function isTemplate(text: string): boolean {
  return /\{\{|\{%|<%|\$\$|\$\{(?:DOLLAR|DS)\}/.test(text);
}

/** Adds lines behind a directive, indented as it is; where others stand on its line too they go there, without comments. */
export function addBehind(text: string, { whole: [start, end] }: DirectiveFact, lines: readonly string[]): TextEdit {
  const [rest = ''] = /^[^\r\n]*/.exec(text.slice(end)) ?? [];
  if (!isAlone(text, start) || !/^\s*(?:#.*)?$/.test(rest)) {
    const spoken = lines.filter((line) => !line.startsWith('#'));
    return { span: [end, end], text: spoken.map((line) => ` ${line}`).join('') };
  }
  const at = end + rest.trimEnd().length;
  const lead = lineEndOf(text) + indentAt(text, start);
  return { span: [at, at], text: lines.map((line) => lead + line).join('') };
}

/** Adds lines above a directive and the comments that stand directly above it, and an empty line between them. */
export function addAbove(text: string, { whole: [start] }: DirectiveFact, lines: readonly string[]): TextEdit {
  const eol = lineEndOf(text);
  const indent = indentAt(text, start);
  if (!isAlone(text, start)) return { span: [start, start], text: `${lines.map((line) => line.trim()).join(' ')} ` };
  let at = lineStart(text, start);
  while (at > 0 && /^[ \t]*#/.test(text.slice(lineStart(text, at - 1), at))) at = lineStart(text, at - 1);
  return { span: [at, at], text: [...lines.map((line) => indent + line), ''].map((line) => line + eol).join('') };
}

/** Takes a directive away, with its line and the comment behind it where nothing else stands there. */
export function removeDirective(text: string, { whole: [start, end] }: DirectiveFact): TextEdit {
  const [rest = '', lineEnd = ''] = /^([^\r\n]*)(\r?\n|$)/.exec(text.slice(end))?.slice(1) ?? [];
  if (isAlone(text, start) && /^\s*(?:#.*)?$/.test(rest)) {
    return { span: [lineStart(text, start), end + rest.length + lineEnd.length], text: '' };
  }
  return { span: [start, end + (/^[ \t]*/.exec(rest)?.[0].length ?? 0)], text: '' };
}

/** Writes other words behind a directive's name. */
export function replaceWords(directive: DirectiveFact, from: number, written: string): TextEdit | null {
  const first = directive.words[from];
  const last = directive.words.at(-1);
  return first === undefined || last === undefined ? null : { span: [first.span[0], last.span[1]], text: written };
}

/** Writes another directive in the place of one without a block. */
export function replaceDirective({ whole }: DirectiveFact, written: string): TextEdit {
  return { span: whole, text: `${written};` };
}

/** Adds words behind the last one of a directive without a block. */
export function addWords(text: string, { whole: [, end] }: DirectiveFact, written: string): TextEdit {
  const before = text.slice(0, end - 1).trimEnd().length;
  return { span: [before, end - 1], text: ` ${written}` };
}

/** Takes one word of a directive away with the space before it. */
export function removeWord(text: string, [start, end]: Span): TextEdit {
  return { span: [text.slice(0, start).trimEnd().length, end], text: '' };
}

/** The variable of the file's own map that says by `Upgrade` what becomes of a connection; null where there is none. */
export function upgradeVariable(text: string): string | null {
  return /^[ \t]*map\s+"?\$http_upgrade"?\s+\$(\w+)\s*\{[^}]*\bupgrade\b[^}]*\}/m.exec(text)?.[1] ?? null;
}

/** How far the blocks of a file are indented; four spaces where none shows it. */
export function stepOf(text: string): string {
  const indents = [...text.matchAll(/^([ \t]+)[^\s#]/gm)].map(([, indent = '']) => indent);
  const [first] = indents.toSorted((a, b) => a.length - b.length);
  return first ?? '    ';
}

function isAlone(text: string, start: number): boolean {
  return text.slice(lineStart(text, start), start).trim() === '';
}

function indentAt(text: string, start: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, start)))?.[0] ?? '';
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
