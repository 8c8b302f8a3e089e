import type { SuppressionFact } from '../facts/file-facts.ts';
import { type LineStarts, positionAt } from '../text/lines.ts';

/** How a format writes comments: `//` and `/* *\/`, or `#`. */
export type CommentStyle = 'slashes' | 'hash';

const marker = /second-instance-ignore(-file)?(?![\w-])[ \t]*([a-z][a-z0-9-]*)?[ \t]*(?::[ \t]*([^\r\n]*))?/g;

/**
 * Reads the comments that silence a rule: `second-instance-ignore <rule-id>: <reason>` for its own line and the next, and
 * `second-instance-ignore-file <rule-id>: <reason>`, which holds only before the first code of the file.
 */
export function suppressionsOf(text: string, style: CommentStyle, lineStarts: LineStarts): readonly SuppressionFact[] {
  if (!text.includes('second-instance-ignore')) return [];
  const firstCode = firstCodeOf(text, style);
  const found: SuppressionFact[] = [];
  for (const match of text.matchAll(marker)) {
    const [whole, file, rule, written = ''] = match;
    if (rule === undefined || !isCommented(text, match.index, style)) continue;
    if (file !== undefined && match.index > firstCode) continue;
    const said = (style === 'slashes' ? written.split('*/', 1)[0] : written)?.trim() ?? '';
    found.push({
      rule,
      reason: said === '' ? null : said,
      scope: file === undefined ? 'line' : 'file',
      line: positionAt(lineStarts, match.index).line,
      span: [match.index, match.index + (whole.split('*/', 1)[0] ?? whole).trimEnd().length],
    });
  }
  return found;
}

/** How far in front of a marker its comment is looked for; longer lines are written by tools. */
const longestLine = 2_000;
const longestComment = 20_000;

/** Whether the offset stands in a comment: behind its opener, with nothing but decoration between. */
function isCommented(text: string, offset: number, style: CommentStyle): boolean {
  const near = text.slice(Math.max(0, offset - longestLine), offset);
  const before = near.slice(near.lastIndexOf('\n') + 1);
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
