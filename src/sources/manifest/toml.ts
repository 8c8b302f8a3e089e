import type { Span } from '../../text/range.ts';

/** One `key = value` of a TOML file with its places, which the parser that reads values does not keep. */
export interface TomlEntry {
  /** Table and key as one path: `tool.poetry.dependencies.flask`. */
  readonly path: string;
  readonly key: Span;
  readonly value: Span;
  /** The values of an array, in order; null for what is no array. */
  readonly items: readonly Span[] | null;
}

export interface TomlTable {
  readonly path: string;
  /** Of the brackets with what stands in them. */
  readonly header: Span;
}

export interface TomlPlaces {
  readonly tables: readonly TomlTable[];
  readonly entries: readonly TomlEntry[];
}

const name = String.raw`(?:[\w-]+|"[^"\n\\]*"|'[^'\n]*')`;
const dotted = `${name}(?:[ \\t]*\\.[ \\t]*${name})*`;
const header = new RegExp(`\\[\\[?[ \\t]*(${dotted})[ \\t]*\\]\\]?`, 'y');
const assignment = new RegExp(`(${dotted})[ \\t]*=[ \\t]*`, 'y');

/** Where everything stands; null for what this does not understand, which an edit must not touch. */
export function tomlPlaces(text: string): TomlPlaces | null {
  const tables: TomlTable[] = [];
  const entries: TomlEntry[] = [];
  let table = '';
  for (let at = skipped(text, 0); at < text.length; at = skipped(text, at)) {
    header.lastIndex = at;
    assignment.lastIndex = at;
    const opened = header.exec(text);
    if (opened !== null) {
      table = plain(opened[1] ?? '');
      tables.push({ path: table, header: [at, header.lastIndex] });
      at = header.lastIndex;
      continue;
    }
    const assigned = assignment.exec(text);
    if (assigned === null) return null;
    const written = assigned[1] ?? '';
    const start = assignment.lastIndex;
    const items: Span[] = [];
    const end = endOfValue(text, start, text[start] === '[' ? items : null);
    if (end === null || end === start) return null;
    const path = table === '' ? plain(written) : `${table}.${plain(written)}`;
    entries.push({
      path,
      key: [at, at + written.length],
      value: [start, end],
      items: text[start] === '[' ? items : null,
    });
    at = end;
  }
  return { tables, entries };
}

function plain(written: string): string {
  return written
    .split(/[ \t]*\.[ \t]*(?=(?:[^"']|"[^"]*"|'[^']*')*$)/)
    .map((each) => each.replace(/^(["'])(.*)\1$/, '$2'))
    .join('.');
}

/** The next offset that holds something: no white space and no remark. */
function skipped(text: string, from: number): number {
  const pattern = /(?:[\s\uFEFF]+|#[^\n]*)*/y;
  pattern.lastIndex = from;
  pattern.exec(text);
  return pattern.lastIndex;
}

const strings = [/"""(?:[^\\]|\\[\s\S])*?"{3,5}/y, /'''[\s\S]*?'{3,5}/y, /"(?:[^"\\\n]|\\.)*"/y, /'[^'\n]*'/y] as const;

/** Where a value ends; what stands directly in an array is put into `items`. Null for what is never closed. */
function endOfValue(text: string, start: number, items: Span[] | null): number | null {
  const sign = text[start];
  if (sign === '"' || sign === "'") {
    const triple = text.startsWith(sign.repeat(3), start);
    const pattern = strings[(triple ? 0 : 2) + (sign === '"' ? 0 : 1)];
    if (pattern === undefined) return null;
    pattern.lastIndex = start;
    return pattern.test(text) ? pattern.lastIndex : null;
  }
  if (sign === '[' || sign === '{') return endOfBrackets(text, start, sign === '[' ? ']' : '}', items);
  const word = /[^\s,#\]}]+/y;
  word.lastIndex = start;
  return word.test(text) ? word.lastIndex : null;
}

function endOfBrackets(text: string, start: number, closing: string, items: Span[] | null): number | null {
  for (let at = skipped(text, start + 1); at < text.length; at = skipped(text, at)) {
    if (text[at] === closing) return at + 1;
    if (text[at] === ',') {
      at++;
      continue;
    }
    // In braces stand keys, which are passed by like values.
    if (closing === '}') {
      assignment.lastIndex = at;
      if (!assignment.test(text)) return null;
      at = assignment.lastIndex;
    }
    const end = endOfValue(text, at, null);
    if (end === null || end === at) return null;
    items?.push([at, end]);
    at = end;
  }
  return null;
}
