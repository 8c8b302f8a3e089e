import type { Span } from '../../text/range.ts';
import { endOfExpansion, quotedAt } from '../../text/shell-words.ts';

/** A word without its quotes, or a sign that parts commands: `;`, `&&`, `(`, the end of a line. */
export interface ShellToken {
  readonly kind: 'word' | 'sign';
  readonly text: string;
  readonly span: Span;
}

const signs = ['&&', '||', ';;&', ';;', ';&', '|&', '|', '&', ';', '(', ')'];

/** Cuts a shell script into words and signs. Comments, redirections and texts that stand in place (`<<EOF`) are left out. */
export function shellTokensOf(text: string): readonly ShellToken[] {
  const tokens: ShellToken[] = [];
  const awaited: string[] = [];
  let skipsWord = false;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    const sign = signs.find((each) => text.startsWith(each, at));
    if (character === '\n') {
      tokens.push({ kind: 'sign', text: '\n', span: [at, at + 1] });
      at = behindHereTexts(text, at + 1, awaited.splice(0));
    } else if (/\s/.test(character)) at++;
    else if (character === '\\' && /\r?\n/y.test(text.slice(at + 1, at + 3))) at = text.indexOf('\n', at) + 1;
    else if (character === '#') at = endOfLine(text, at);
    else if (character === '<' || character === '>' || text.startsWith('&>', at)) {
      const mark = /^(?:&>>?|<<<|<<-?|<>|[<>]&|>>|>\||[<>])/.exec(text.slice(at, at + 3))?.[0] ?? character;
      at += mark.length;
      if (text.charAt(at) === '(') at = endOfExpansion(text, at);
      else if (mark.startsWith('<<') && mark !== '<<<') {
        const name = /^[ \t]*["'\\]?(\w+)["']?/.exec(text.slice(at, at + 100));
        if (name?.[1] !== undefined) awaited.push(name[1]);
        at += name?.[0].length ?? 0;
      } else skipsWord = true;
    } else if (sign !== undefined) {
      tokens.push({ kind: 'sign', text: sign, span: [at, at + sign.length] });
      at += sign.length;
    } else {
      const word = wordAt(text, at);
      // `2>` says what is redirected.
      const isStream = /^\d$/.test(word.text) && /[<>]/.test(text.charAt(word.span[1]));
      if (!skipsWord && !isStream) tokens.push(word);
      if (!isStream) skipsWord = false;
      at = word.span[1];
    }
  }
  return tokens;
}

function wordAt(text: string, start: number): ShellToken {
  let word = '';
  let at = start;
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    if (/[\s;&|()<>]/.test(character)) break;
    if (character === "'" || character === '"') {
      const quoted = quotedAt(text, at);
      word += quoted.value;
      at = quoted.end;
    } else if (character === '\\') {
      at++;
      if (text.charAt(at) !== '\n') word += text.charAt(at);
    } else if (character === '$' && /[({]/.test(text.charAt(at + 1))) {
      const end = endOfExpansion(text, at + 1);
      word += text.slice(at, end).replaceAll('"', '');
      at = end - 1;
    } else word += character;
  }
  return { kind: 'word', text: word, span: [start, Math.min(Math.max(at, start + 1), text.length)] };
}

/** Where the line behind the last of these texts begins. */
function behindHereTexts(text: string, start: number, names: readonly string[]): number {
  let at = start;
  for (const name of names) {
    while (at < text.length) {
      const end = endOfLine(text, at);
      const line = text.slice(at, end).trim();
      at = end + 1;
      if (line === name) break;
    }
  }
  return Math.min(at, text.length);
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}
