import { Lexer } from 'yaml';
import type { SuppressionFact } from '../../facts/file-facts.ts';
import type { LineStarts } from '../../text/lines.ts';
import { type Comments, mentionsSuppression, suppressionsAmong } from '../suppressions.ts';

/**
 * The comments of a YAML file that silence rules, in any of its documents. YAML's own lexer says what is a comment: the
 * same characters in a quoted text, or in a script that a block holds, are none.
 */
export function yamlSuppressionsOf(text: string, lineStarts: LineStarts): readonly SuppressionFact[] {
  return mentionsSuppression(text) ? suppressionsAmong(text, commentsOf(text), lineStarts) : [];
}

/** The lexer puts this before a plain or block scalar, whose text may begin with any character. */
const beforeScalar = '\x1f';
/** Marks of the lexer's own that stand for nothing in the text. */
const marksOnly = new Set(['\x02', '\x18', beforeScalar]);

function commentsOf(text: string): Comments {
  const starts = new Set<number>();
  let firstCode = text.length;
  let offset = 0;
  let previous = '';
  for (const token of new Lexer().lex(text)) {
    const isComment = token.startsWith('#') && previous !== beforeScalar;
    previous = token;
    if (marksOnly.has(token)) continue;
    if (isComment) for (let mark = 0; token.charAt(mark) === '#'; mark++) starts.add(offset + mark + 1);
    else if (isCode(token)) firstCode = Math.min(firstCode, offset);
    offset += token.length;
  }
  return {
    style: 'hash',
    isCommented: (at) => starts.has(endOfWordBefore(text, at)),
    firstCode,
  };
}

function endOfWordBefore(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && /[ \t]/.test(text.charAt(end - 1))) end--;
  return end;
}

/** Spaces, a byte order mark, the line that parts documents and directives of YAML itself stand before the first code. */
function isCode(token: string): boolean {
  return token.trim() !== '' && token !== '---' && !token.startsWith('%');
}
