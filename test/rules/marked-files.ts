import type { Position } from '../../src/text/range.ts';

/** A small workspace written as one text: files behind `// file: <path>` lines, with `// ^^^^ rule-id` under what is found. */
export interface MarkedFiles {
  readonly files: ReadonlyMap<string, string>;
  readonly marks: readonly Mark[];
}

/** Where a case says that a finding stands. A mark without carets' room in the comment may begin with the carets alone. */
export interface Mark {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  readonly ruleId: string;
}

const fileLine = /^\s*(?:\/\/|#)\s*file:\s*(\S+)\s*$/;
const markLine = /^\s*(?:\/\/|#)?\s*(\^+)\s+([a-z][a-z0-9-]*)\s*$/;

/**
 * Splits a case into files. Marks are taken out of the text, so that lines count as a user would count them, and the
 * indentation that all of a file's lines share is dropped, so that cases may be indented like the test around them.
 * Throws an Error when text stands before the first file line.
 */
export function readMarkedFiles(text: string): MarkedFiles {
  const files = new Map<string, string>();
  const marks: Mark[] = [];
  for (const section of sectionsOf(text)) {
    const indent = indentOf(section.lines);
    const kept: string[] = [];
    for (const line of section.lines) {
      const mark = markLine.exec(line);
      if (mark === null) {
        kept.push(line.slice(indent));
        continue;
      }
      const character = line.indexOf('^') - indent;
      const at = kept.length - 1;
      marks.push({
        file: section.file,
        start: { line: at, character },
        end: { line: at, character: character + (mark[1] ?? '').length },
        ruleId: mark[2] ?? '',
      });
    }
    files.set(section.file, `${kept.join('\n').trimEnd()}\n`);
  }
  return { files, marks };
}

function sectionsOf(text: string): readonly { readonly file: string; readonly lines: readonly string[] }[] {
  const sections: { file: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const file = fileLine.exec(line)?.[1];
    const current = sections.at(-1);
    if (file !== undefined) sections.push({ file, lines: [] });
    else if (current !== undefined) current.lines.push(line);
    else if (line.trim() !== '')
      throw new Error(`A case begins with a "// file: <path>" line, not with: ${line.trim()}`);
  }
  return sections;
}

function indentOf(lines: readonly string[]): number {
  const widths = lines
    .filter((line) => line.trim() !== '' && !markLine.test(line))
    .map((line) => line.length - line.trimStart().length);
  return widths.length === 0 ? 0 : Math.min(...widths);
}
