import type { TextEdit } from '../../text/edits.ts';
import { entriesOf, type YamlEntry, type YamlList, type YamlMap, type YamlValue } from './tree.ts';

/** What is put into a YAML file: texts and numbers as they are to be written, and maps of them. */
export interface NewMap {
  readonly [key: string]: string | number | NewMap;
}

/** Replaces a scalar where it stands; quotes of the old value go. */
export function replaceScalar(value: YamlValue, written: string | number): TextEdit {
  return { span: value.span, text: String(written) };
}

/** Entries that stand in the map itself, and not in one that it merges in. */
export function ownEntries(map: YamlMap): readonly YamlEntry[] {
  return map.entries.filter(({ keySpan }) => keySpan[0] >= map.span[0] && keySpan[1] <= map.span[1]);
}

/** Whether what a key holds is written there, and not taken over from an anchor elsewhere. */
export function isWrittenIn(entry: YamlEntry): boolean {
  return entry.value === null || entry.value.span[0] >= entry.keySpan[1];
}

/**
 * Adds entries behind the last one of a map, in the map's own style. Null for a block map that holds nothing of its
 * own, because then nothing tells where it would go.
 */
export function appendTo(text: string, map: YamlMap, added: NewMap): TextEdit | null {
  const entries = ownEntries(map);
  if (text.charAt(map.span[0]) === '{') {
    const close = text.lastIndexOf('}', map.span[1] - 1);
    const last = entries.at(-1);
    const at = last === undefined ? map.span[0] + 1 : endOf(text, last);
    const inner = inFlow(added).slice(2, -2);
    return {
      span: last === undefined ? [at, close] : [at, at],
      text: last === undefined ? ` ${inner} ` : `, ${inner}`,
    };
  }
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return null;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = columnOf(text, first.keySpan[0]);
  const lines = inBlock(added, indent, stepOf(text, entries, indent));
  const end = endOf(text, last);
  // A block scalar ends behind its last line break, everything else before it or before a comment.
  if (end > 0 && text.charAt(end - 1) === '\n')
    return { span: [end, end], text: lines.map((line) => line + eol).join('') };
  const lineEnd = /\r?\n|$/.exec(text.slice(end));
  const at = end + (lineEnd?.index ?? 0);
  return { span: [at, at], text: lines.map((line) => eol + line).join('') };
}

/** Takes an entry out: its lines in a block map, itself and its comma in a flow map. */
export function removeFrom(text: string, map: YamlMap, entry: YamlEntry): TextEdit {
  const end = endOf(text, entry);
  if (text.charAt(map.span[0]) === '{') {
    const behind = /^\s*,\s*/.exec(text.slice(end));
    if (behind !== null) return { span: [entry.keySpan[0], end + behind[0].length], text: '' };
    const before = /,\s*$/.exec(text.slice(0, entry.keySpan[0]));
    return { span: [entry.keySpan[0] - (before?.[0].length ?? 0), end], text: '' };
  }
  const start = text.lastIndexOf('\n', entry.keySpan[0] - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const isAlone = text.slice(start, entry.keySpan[0]).trim() === '';
  // The first key of a list's item shares its line with the dash, which the next key takes over.
  if (!isAlone) {
    const next = ownEntries(map).find(({ keySpan }) => keySpan[0] > entry.keySpan[0]);
    return { span: [entry.keySpan[0], next?.keySpan[0] ?? end], text: '' };
  }
  return { span: [start, lineEnd < 0 ? text.length : lineEnd + 1], text: '' };
}

/** Where an entry's last character stands. */
export function endOf(text: string, entry: YamlEntry): number {
  const { keySpan, value } = entry;
  if (value === null || !isWrittenIn(entry) || value.span[0] === value.span[1]) {
    // Nothing but a colon follows the key, or a mention of an anchor whose value stands elsewhere.
    return keySpan[1] + (/^\s*:(?:\s*\*[^\s,{}[\]]+)?/.exec(text.slice(keySpan[1]))?.[0].length ?? 0);
  }
  if (value.kind === 'scalar' || isFlow(text, value)) return value.span[1];
  if (value.kind === 'map') return Math.max(value.span[0], ...ownEntries(value).map((each) => endOf(text, each)));
  return endOfList(text, value);
}

/** In brackets or braces, which close where the value's span ends. */
function isFlow(text: string, value: YamlValue): boolean {
  return /[[{]/.test(text.charAt(value.span[0]));
}

function endOfList(text: string, list: YamlList): number {
  const last = list.items.at(-1);
  if (last === null || last === undefined) return list.span[1];
  if (last.kind === 'scalar' || isFlow(text, last)) return last.span[1];
  if (last.kind === 'list') return endOfList(text, last);
  return Math.max(last.span[0], ...ownEntries(last).map((each) => endOf(text, each)));
}

function inBlock(added: NewMap, indent: number, step: number): readonly string[] {
  return Object.entries(added).flatMap(([key, value]) => {
    const lead = ' '.repeat(indent);
    if (typeof value !== 'object') return [`${lead}${key}: ${value}`];
    return [`${lead}${key}:`, ...inBlock(value, indent + step, step)];
  });
}

function inFlow(added: NewMap): string {
  const parts = Object.entries(added).map(
    ([key, value]) => `${key}: ${typeof value === 'object' ? inFlow(value) : value}`,
  );
  return `{ ${parts.join(', ')} }`;
}

/** How far a map's nested maps are indented; two where none shows it. */
function stepOf(text: string, entries: readonly YamlEntry[], indent: number): number {
  for (const { value } of entries) {
    const [inner] = entriesOf(value);
    if (inner !== undefined && value !== null && text.charAt(value.span[0]) !== '{') {
      const step = columnOf(text, inner.keySpan[0]) - indent;
      if (step > 0 && step <= 8) return step;
    }
  }
  return 2;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
