import type { Span } from '../../text/range.ts';

/** A word, a brace, or the end of a line, which ends a directive. */
export interface Token {
  readonly kind: 'word' | '{' | '}' | 'line';
  /** A word's text without its quotes. */
  readonly text: string;
  readonly span: Span;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly openQuote: Span | null;
}

/**
 * Cuts a Caddyfile into tokens, by the rules of Caddy's own reader (caddyfile/lexer.go): a brace is one only where it
 * stands by itself, `{$NAME}` and `{path}` are words, `#` starts a comment only where a word could start, a backslash
 * joins two lines, and `<<END` holds all up to a line with that word.
 */
export function tokensOf(text: string): Tokens {
  const tokens: Token[] = [];
  let openQuote: Span | null = null;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n') {
      tokens.push({ kind: 'line', text: '', span: [at, at + 1] });
      at++;
    } else if (/\s|\uFEFF/.test(character)) at++;
    else if (character === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) at = text.indexOf('\n', at) + 1;
    else if (character === '#') at = endOfLine(text, at);
    else if (character === '"' || character === '`') {
      const close = closingQuote(text, at);
      if (close < 0) {
        openQuote ??= [at, at + 1];
        // What follows is most likely still in use, so that one line is lost and not the file.
        at = endOfLine(text, at);
        continue;
      }
      tokens.push({ kind: 'word', text: text.slice(at + 1, close), span: [at, close + 1] });
      at = close + 1;
    } else {
      const end = endOfWord(text, at);
      const written = text.slice(at, end);
      const until = heredocEnd(text, at, written);
      if (until !== null) {
        tokens.push({ kind: 'word', text: '', span: [at, until] });
        at = until;
      } else {
        tokens.push(...tokensOfWord(written, at));
        at = end;
      }
    }
  }
  return { tokens, openQuote };
}

/** A template may write what fills a block in later right behind its brace: `shop.example {$TLS_CONFIG`. */
function tokensOfWord(written: string, at: number): readonly Token[] {
  const end = at + written.length;
  if (written === '{' || written === '}') return [{ kind: written, text: written, span: [at, end] }];
  if (/^\{\$?\w+$/.test(written)) {
    return [
      { kind: '{', text: '{', span: [at, at + 1] },
      { kind: 'word', text: written.slice(1), span: [at + 1, end] },
    ];
  }
  return [{ kind: 'word', text: written, span: [at, end] }];
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !/\s/.test(text.charAt(at))) at++;
  return at;
}

function closingQuote(text: string, open: number): number {
  const quote = text.charAt(open);
  for (let at = open + 1; at < text.length; at++) {
    if (quote === '"' && text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === quote) return at;
  }
  return -1;
}

function heredocEnd(text: string, at: number, written: string): number | null {
  const mark = /^<<([A-Za-z0-9_-]+)$/.exec(written)?.[1];
  if (mark === undefined) return null;
  const close = new RegExp(`^[ \\t]*${mark}(?=\\s|$)`, 'm');
  const rest = text.slice(endOfLine(text, at));
  const found = close.exec(rest);
  return found === null ? endOfLine(text, at) : endOfLine(text, at) + found.index + found[0].length;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}
