import type { Span } from '../../text/range.ts';

/** A word, or one of the three signs that end and hold directives. */
export interface Token {
  readonly kind: 'word' | ';' | '{' | '}';
  /** A word's text without its quotes. */
  readonly text: string;
  readonly span: Span;
}

/** The tokens of a configuration, and the place of a quote that is never closed. */
export interface Tokens {
  readonly tokens: readonly Token[];
  readonly openQuote: Span | null;
}

/**
 * Cuts an nginx configuration into tokens, by the rules of nginx's own reader (ngx_conf_file.c): a word ends at a space
 * or a sign; `${name}` is part of a word; a `#` starts a comment only where a word could start. Marks of templates,
 * `{{ name }}` and `{% if %}`, are words and comments, since files with them become configurations.
 */
export function tokensOf(text: string): Tokens {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (/\s|\uFEFF/.test(character)) at++;
    else if (character === '#') at = endOfLine(text, at);
    else if (text.startsWith('{%', at) || text.startsWith('{#', at))
      at = behind(text, at, text.startsWith('{%', at) ? '%}' : '#}');
    else if (character === '"' || character === "'") {
      const close = closingQuote(text, at);
      if (close < 0) return { tokens, openQuote: [at, at + 1] };
      tokens.push({ kind: 'word', text: text.slice(at + 1, close), span: [at, close + 1] });
      at = close + 1;
    } else if (isSign(character) && !text.startsWith('{{', at)) {
      tokens.push({ kind: character, text: character, span: [at, at + 1] });
      at++;
    } else {
      const end = endOfWord(text, at);
      tokens.push({ kind: 'word', text: text.slice(at, end), span: [at, end] });
      at = end;
    }
  }
  return { tokens, openQuote: null };
}

/** Where a block in another language ends, whose braces alone are counted: `content_by_lua_block { … }`. */
export function endOfForeignBlock(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

function isSign(character: string): character is ';' | '{' | '}' {
  return character === ';' || character === '{' || character === '}';
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\\') at += 2;
    else if (text.startsWith('{{', at)) at = behind(text, at, '}}');
    else if (character === '{' && text.charAt(at - 1) === '$') at = behind(text, at, '}');
    else if (/\s/.test(character) || isSign(character)) return at;
    else at++;
  }
  return Math.min(at, text.length);
}

function closingQuote(text: string, open: number): number {
  const quote = text.charAt(open);
  for (let at = open + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === quote) return at;
  }
  return -1;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

function behind(text: string, start: number, mark: string): number {
  const end = text.indexOf(mark, start + 1);
  return end < 0 ? text.length : end + mark.length;
}
