import type { Finding } from '../../findings/types.ts';
import type { Provenance } from '../types.ts';

/** A name from the workspace, set so that nothing in it is read as Markdown. */
export function code(text: string): string {
  const plain = oneLine(text);
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`;
}

/** A sentence with words from the workspace in it: what would become a tag, a link or emphasis stays as it is written. */
export function prose(text: string): string {
  return oneLine(text).replace(/[<[\]*|\\]/g, (sign) => `\\${sign}`);
}

/** A place as a link that editors and code hosts open alike: from the root of the workspace. */
export function placeLink(file: string, line: number): string {
  const path = oneLine(file).split('/').map(encodeURIComponent).join('/');
  return `[${prose(file)}:${line + 1}](/${path.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'))}#L${line + 1})`;
}

export function findingLink({ file, range }: Finding): string {
  return placeLink(file, range.start.line);
}

export function provenanceText({ text, place }: Provenance): string {
  if (place === null) return prose(text);
  return prose(text).replace(`${prose(place.file)}:${place.line + 1}`, () => placeLink(place.file, place.line));
}

/** A row of a table; signs that end a cell are escaped by `prose` and `code`. */
export function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
}

/** A fence that no line of the text can close. */
export function fenced(language: string, text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...text.trimEnd().split('\n'), fence];
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function firstSentence(message: string): string {
  return message.split(/(?<=[.!?])\s+(?=[\p{Lu}\d])/u)[0] ?? message;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}
