import type { SuppressionFact } from '../facts/file-facts.ts';
import { type LineStarts, positionAt } from '../text/lines.ts';

/** How a format writes comments: `//` and `/* *\/`, or `#`. */
export type CommentStyle = 'slashes' | 'hash';

/** Where a file holds comments, for formats whose reader knows better than the style says. */
export interface Comments {
  readonly style: CommentStyle;
  /** Whether the offset stands in a comment: behind its opener, with nothing but decoration between. */
  readonly isCommented: (offset: number) => boolean;
  /** Where the first code starts, before which a comment may speak for the whole file. */
  readonly firstCode: number;
}

const marker =
  /second-instance-ignore(-file)?(?![\w-])[ \t]*([a-z][a-z0-9-]*(?:[ \t]*,[ \t]*[a-z][a-z0-9-]*)*)?[ \t]*(?::[ \t]*([^\r\n]*))?/g;

/** Whether a text can hold such a comment at all, which hardly any does. */
export function mentionsSuppression(text: string): boolean {
  return text.includes('second-instance-ignore');
}

/**
 * Reads the comments that silence rules: `second-instance-ignore <rule-id>: <reason>` for the code beside it, or, alone
 * on its line, for the next line, and `second-instance-ignore-file <rule-id>: <reason>`, which holds only before the first code of the file. Several rules
 * are parted by commas and give a fact each.
 */
export function suppressionsOf(text: string, style: CommentStyle, lineStarts: LineStarts): readonly SuppressionFact[] {
  if (!mentionsSuppression(text)) return [];
  const isCommented = (offset: number) => isCommentedByStyle(text, offset, style);
  return suppressionsAmong(text, { style, isCommented, firstCode: firstCodeOf(text, style) }, lineStarts);
}

/** The same for a format whose reader says where comments stand. */
export function suppressionsAmong(
  text: string,
  comments: Comments,
  lineStarts: LineStarts,
): readonly SuppressionFact[] {
  const found: SuppressionFact[] = [];
  for (const match of text.matchAll(marker)) {
    const [whole, file, rules, written = ''] = match;
    if (rules === undefined || !comments.isCommented(match.index)) continue;
    const said = (comments.style === 'slashes' ? written.split('*/', 1)[0] : written)?.trim() ?? '';
    const shared = {
      reason: said === '' ? null : said,
      scope: file === undefined ? 'line' : match.index > comments.firstCode ? 'misplaced' : 'file',
      line: positionAt(lineStarts, match.index).line,
      alone: standsAlone(text, match.index),
      span: [match.index, match.index + (whole.split('*/', 1)[0] ?? whole).trimEnd().length],
    } as const;
    for (const rule of rules.split(',')) found.push({ rule: rule.trim(), ...shared });
  }
  return found;
}

/** Whether the line holds nothing but comments, and at most the braces that a comment needs between elements of JSX. */
function standsAlone(text: string, offset: number): boolean {
  const before = lineBefore(text, offset);
  const [after = ''] = text.slice(offset, offset + longestLine).split('\n', 1);
  const opened = before.replaceAll(/\/\*.*?\*\//g, '').replace(/(?:\/\/+|\/\*+|\*+|#+)[ \t]*$/, '');
  const close = opened.trim() === '' && /^\s*(?:\/\/|#)/.test(before) ? -1 : after.indexOf('*/');
  const closed = close < 0 ? '' : after.slice(close + 2).replaceAll(/\/\*.*?\*\/|\/\/.*$/g, '');
  return /^\s*\{?\s*$/.test(opened) && /^\s*\}?\s*$/.test(closed);
}

/** How far in front of a marker its comment is looked for; longer lines are written by tools. */
const longestLine = 2_000;
const longestComment = 20_000;

function lineBefore(text: string, offset: number): string {
  const near = text.slice(Math.max(0, offset - longestLine), offset);
  return near.slice(near.lastIndexOf('\n') + 1);
}

function isCommentedByStyle(text: string, offset: number, style: CommentStyle): boolean {
  const before = lineBefore(text, offset);
  if (style === 'hash') return /(?:^|\s)#+[ \t]*$/.test(before);
  const opener = /(\/\/+|\/\*+)[ \t]*$/.exec(before);
  if (opener !== null) return !insideQuotes(before.slice(0, opener.index));
  if (!/^[ \t]*\**[ \t]*$/.test(before)) return false;
  const above = text.slice(Math.max(0, offset - longestComment), offset);
  return above.lastIndexOf('/*') > above.lastIndexOf('*/');
}

function insideQuotes(line: string): boolean {
  let open = '';
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (character === '\\') index++;
    else if (open === '' && /["'`]/.test(character)) open = character;
    else if (character === open) open = '';
  }
  return open !== '';
}

/** Where the first code starts: behind blank lines, comments and the line that names an interpreter. */
function firstCodeOf(text: string, style: CommentStyle): number {
  const leading =
    style === 'hash'
      ? /^\uFEFF?(?:\s+|#[^\n]*)*/
      : /^\uFEFF?(?:#![^\n]*)?(?:\s+|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)*/;
  return leading.exec(text)?.[0].length ?? 0;
}
