import { lengthsByFirst, mayBeWord } from './word-lengths.ts';

/** What a lexical pass tells apart. Comments, regular expressions and template texts with holes are passed over. */
export type TokenKind = 'word' | 'number' | 'string' | 'mark';

/** One token: a string's offsets are those of its content, a mark is a single character. */
export type TakeToken = (kind: TokenKind, start: number, end: number) => void;

const other = 0;
const letter = 1;
const digit = 2;
const space = 3;

/** The class of each ASCII character; everything above is taken for a letter, as names may hold it. */
const classes = classTable();

function classTable(): Uint8Array {
  const table = new Uint8Array(128).fill(other);
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code);
    if (/[A-Za-z_$#@]/.test(character)) table[code] = letter;
    else if (/[0-9]/.test(character)) table[code] = digit;
    else if (/\s/.test(character)) table[code] = space;
  }
  return table;
}

/** Words behind which a slash starts a regular expression rather than a division. */
const beforeExpression = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'do',
  'else',
  'void',
  'delete',
  'await',
  'yield',
]);

const lengths = lengthsByFirst(beforeExpression);

/**
 * Passes over the tokens of a script in one go. False when the text ends inside a comment or template, which says that the
 * pass has lost its way and missed tokens.
 */
export function scanTokens(text: string, take: TakeToken): boolean {
  /** For each template around, how many braces stand open in its hole. */
  const holes: number[] = [];
  let braces = 0;
  let offset = text.charCodeAt(0) === 35 && text.charCodeAt(1) === 33 ? endOfLine(text, 0) : 0;
  /** Whether a slash here would start a regular expression. */
  let expression = true;
  const { length } = text;
  while (offset < length) {
    const code = text.charCodeAt(offset);
    const kind = code < 128 ? classes[code] : letter;
    if (kind === space) {
      offset++;
      continue;
    }
    if (kind === letter || kind === digit) {
      const start = offset++;
      while (offset < length && isWordPart(text.charCodeAt(offset))) offset++;
      expression = mayBeWord(lengths, code, offset - start) && beforeExpression.has(text.slice(start, offset));
      take(kind === letter ? 'word' : 'number', start, offset);
      continue;
    }
    if (code === 34 || code === 39) {
      const end = endOfString(text, offset, code);
      if (end > offset) take('string', offset + 1, end);
      offset = end + 1;
      expression = false;
    } else if (code === 47) {
      const next = text.charCodeAt(offset + 1);
      if (next === 47) offset = endOfLine(text, offset);
      else if (next === 42) {
        const end = text.indexOf('*/', offset + 2);
        if (end === -1) return false;
        offset = end + 2;
      } else {
        const end = expression ? endOfRegularExpression(text, offset) : offset;
        if (end === offset) take('mark', offset, offset + 1);
        expression = end === offset;
        offset = end + 1;
      }
    } else if (code === 96) {
      const end = endOfTemplateText(text, offset + 1);
      if (end >= length) return false;
      if (text.charCodeAt(end) === 96) take('string', offset + 1, end);
      else holes.push(braces++);
      expression = text.charCodeAt(end) !== 96;
      offset = end + (expression ? 2 : 1);
    } else if (code === 125 && holes.length > 0 && braces - 1 === holes.at(-1)) {
      // The hole is over: what follows is the template's text again, up to its end or its next hole.
      const end = endOfTemplateText(text, offset + 1);
      if (end >= length) return false;
      expression = text.charCodeAt(end) !== 96;
      if (!expression) {
        holes.pop();
        braces--;
      }
      offset = end + (expression ? 2 : 1);
    } else {
      if (code === 123) braces++;
      else if (code === 125 && braces > 0) braces--;
      take('mark', offset, offset + 1);
      expression = code !== 41 && code !== 93;
      offset++;
    }
  }
  return holes.length === 0;
}

function isWordPart(code: number): boolean {
  if (code >= 128) return true;
  const kind = classes[code];
  return kind === letter || kind === digit;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** The closing quote; the opening one where the line ends before, as it does behind an apostrophe in markup. */
function endOfString(text: string, start: number, quote: number): number {
  for (let offset = start + 1; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === quote) return offset;
    if (code === 92) offset += text.charCodeAt(offset + 1) === 13 ? 2 : 1;
    else if (code === 10 || code === 13) return start;
  }
  return start;
}

/** The closing slash; the opening one where the line ends before it, which makes it a division. */
function endOfRegularExpression(text: string, start: number): number {
  let inClass = false;
  for (let offset = start + 1; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 10 || code === 13) return start;
    if (code === 92) offset++;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 47 && !inClass) return offset;
  }
  return start;
}

/** The backtick or `${` that ends a stretch of template text, or the length of the text. */
function endOfTemplateText(text: string, from: number): number {
  for (let offset = from; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 92) offset++;
    else if (code === 96 || (code === 36 && text.charCodeAt(offset + 1) === 123)) return offset;
  }
  return text.length;
}
