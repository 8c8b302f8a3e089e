/** Stands for a variable that has no default, so that nobody takes a half value for a whole one. */
const missing = '\u0001';

/**
 * A value of a compose file with the defaults of its variables put in: `${REPLICAS:-3}` gives `3`. Null when a
 * variable without a default decides all of it.
 */
export function substituted(text: string): string | null {
  const result = substitute(text, 0);
  return result.replaceAll(missing, '') === '' && result.includes(missing) ? null : result;
}

/** Whether a part of the value is decided by a variable without a default. */
export function isPartial(text: string): boolean {
  return text.includes(missing);
}

function substitute(text: string, depth: number): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) !== '$') result += text.charAt(at);
    else if (text.charAt(at + 1) === '$') {
      result += '$';
      at++;
    } else if (text.charAt(at + 1) === '{') {
      const end = closing(text, at + 1);
      result += ofVariable(text.slice(at + 2, end), depth);
      at = end;
    } else {
      const name = /^[A-Za-z_]\w*/.exec(text.slice(at + 1))?.[0];
      result += name === undefined ? '$' : missing;
      at += name?.length ?? 0;
    }
  }
  return result;
}

function ofVariable(inside: string, depth: number): string {
  const fallback = /^[A-Za-z_]\w*:?-(.*)$/s.exec(inside)?.[1];
  return fallback === undefined || depth > 5 ? missing : substitute(fallback, depth + 1);
}

/** Where the brace that opens at `open` closes; braces of nested variables count. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text.charAt(at) === '{') depth++;
    else if (text.charAt(at) === '}' && --depth === 0) return at;
  }
  return text.length;
}
