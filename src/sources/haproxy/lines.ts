import type { ProblemFact } from '../../facts/file-facts.ts';
import type { Span } from '../../text/range.ts';

export interface Word {
  /** Without quotes and marks of escape. */
  readonly text: string;
  readonly span: Span;
}

/**
 * The lines of a configuration in words, by the rules of HAProxy's own reader: blanks part words unless quoted or behind
 * a backslash, and `#` ends a line wherever it stands outside of quotes.
 *
 * Source: https://docs.haproxy.org/3.2/configuration.html#2.2
 */
export function linesOf(text: string): {
  readonly lines: readonly (readonly Word[])[];
  readonly problems: readonly ProblemFact[];
} {
  const lines: (readonly Word[])[] = [];
  const problems: ProblemFact[] = [];
  for (let start = 0; start < text.length; ) {
    const end = endOfLine(text, start);
    const words = wordsIn(text, start, end, problems);
    if (words.length > 0) lines.push(words);
    start = end + 1;
  }
  return { lines, problems };
}

/** A backslash at the end of a line lets it go on in the next. */
function endOfLine(text: string, start: number): number {
  let end = text.indexOf('\n', start);
  while (end > start && /\\\r?$/.test(text.slice(Math.max(start, end - 2), end))) end = text.indexOf('\n', end + 1);
  return end < 0 ? text.length : end;
}

function wordsIn(text: string, start: number, end: number, problems: ProblemFact[]): readonly Word[] {
  const words: Word[] = [];
  let at = start;
  while (at < end) {
    const character = text.charAt(at);
    if (character === '#') break;
    if (/\s|\uFEFF/.test(character) || (character === '\\' && /\s/.test(text.charAt(at + 1)))) {
      at++;
      continue;
    }
    const from = at;
    let written = '';
    for (let quote = ''; at < end; at++) {
      const next = text.charAt(at);
      if (quote === '' && (/\s/.test(next) || next === '#')) break;
      if (next === '\\' && quote !== "'" && at + 1 < end) written += text.charAt(++at);
      else if (next === quote) quote = '';
      else if (quote === '' && (next === '"' || next === "'")) quote = next;
      else written += next;
      if (at === end - 1 && quote !== '') problems.push({ message: 'This quote is never closed.', span: [from, end] });
    }
    words.push({ text: written, span: [from, at] });
  }
  return words;
}
