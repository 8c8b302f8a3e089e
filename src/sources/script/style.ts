import { scanTokens } from './lexer.ts';

/** How a file is written, so that what is added looks like the rest. */
export interface ScriptStyle {
  readonly quote: '"' | "'";
  readonly semicolons: boolean;
  /** One step of indentation. */
  readonly indent: string;
  readonly line: '\n' | '\r\n';
}

/** Takes the majority of what the file does; where it does nothing yet, what most files do. */
export function scriptStyleOf(text: string): ScriptStyle {
  let single = 0;
  let double = 0;
  let ended = 0;
  let open = 0;
  let previous = 0;
  scanTokens(text, (kind, start, end) => {
    if (kind === 'string') {
      const quote = text.charCodeAt(start - 1);
      if (quote === 39) single++;
      else if (quote === 34) double++;
    } else if (kind === 'mark' && text.charCodeAt(start) === 59 && isLineEnd(text, end)) ended++;
    else if (
      kind === 'word' &&
      startsStatement(text, start, end) &&
      previous > 0 &&
      text.charCodeAt(previous - 1) !== 59
    ) {
      // A statement that starts on a new line behind `)` or a quote: the one before did without its semicolon.
      if (/[)'"\w\]]/.test(text.charAt(previous - 1)) && text.slice(previous, start).includes('\n')) open++;
    }
    previous = kind === 'string' ? end + 1 : end;
  });
  return {
    quote: double > single ? '"' : "'",
    semicolons: ended >= open,
    indent: indentOf(text),
    line: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

function isLineEnd(text: string, offset: number): boolean {
  return /^[ \t]*(?:\r?\n|$|\/\/)/.test(text.slice(offset, offset + 40));
}

function startsStatement(text: string, start: number, end: number): boolean {
  return (
    end - start >= 3 && /^(?:const|let|var|import|export|return|function|if|for|await)$/.test(text.slice(start, end))
  );
}

/** The smallest step by which a line goes in behind the line before. */
function indentOf(text: string): string {
  if (/^\t/m.test(text)) return '\t';
  const widths = [...text.matchAll(/^( +)[^\s*]/gm)].map((match) => match[1]?.length ?? 0).filter((width) => width > 1);
  const smallest = widths.reduce((least, width) => Math.min(least, width), 8);
  return ' '.repeat(widths.length === 0 ? 2 : smallest);
}
