import type { Span } from '../../text/range.ts';

/** `[name]` with the lines below it. */
export interface IniSection {
  readonly name: string;
  readonly span: Span;
  readonly entries: readonly IniEntry[];
}

/** `name = value`; a name alone has an empty value. A value on several lines is one, with line breaks in it. */
export interface IniEntry {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
}

/** How a value goes on: on lines that are indented, or behind a backslash. */
export type Continuation = 'indent' | 'backslash';

/** The sections of an INI file, which every program that reads one writes a little differently. */
export function iniSectionsOf(text: string, continuation: Continuation): readonly IniSection[] {
  const sections: { name: string; span: Span; entries: IniEntry[] }[] = [];
  let goesOn = false;
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const entries = sections.at(-1)?.entries;
    const last = entries?.at(-1);
    const isIndented = /^[ \t]/.test(line) && continuation === 'indent';
    if (/^[ \t]*[#;]/.test(line)) continue;
    if (last !== undefined && entries !== undefined && (goesOn || (isIndented && line.trim() !== ''))) {
      entries[entries.length - 1] = {
        ...last,
        value: `${last.value.replace(/\\$/, '')}\n${line.trim()}`,
        valueSpan: [last.valueSpan[0], index + line.trimEnd().length],
      };
    } else {
      const title = /^[ \t]*\[([^\]]*)\]/.exec(line);
      const entry = /^([ \t]*)([^=:\s][^=:]*?)[ \t]*(?:[=:][ \t]*(.*?))?[ \t]*$/.exec(line);
      if (title?.[1] !== undefined) {
        sections.push({ name: title[1].trim(), span: [index, index + line.trimEnd().length], entries: [] });
      } else if (entry !== null) entries?.push(entryAt(index, line, entry[1] ?? '', entry[2] ?? '', entry[3] ?? ''));
    }
    goesOn = continuation === 'backslash' && line.endsWith('\\');
  }
  return sections;
}

function entryAt(index: number, line: string, indent: string, name: string, value: string): IniEntry {
  const start = index + indent.length;
  const end = index + line.trimEnd().length;
  return { name, nameSpan: [start, start + name.length], value, valueSpan: [end - value.length, end] };
}

/** The last entry of a name, which is the one that counts. */
export function entryOf(section: IniSection, name: string): IniEntry | null {
  return section.entries.findLast((entry) => entry.name.toLowerCase() === name.toLowerCase()) ?? null;
}
