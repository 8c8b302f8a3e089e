import type { Said } from '../types.ts';
import { placeLink, prose } from './markdown.ts';

/** A sentence with its places as links. */
export function saidText({ text, places }: Said): string {
  return places.reduce((line, { file, line: at }) => {
    const written = `${prose(file)}:${at + 1}`;
    const start = indexOfPlace(line, written);
    return start < 0 ? line : line.slice(0, start) + placeLink(file, at) + line.slice(start + written.length);
  }, prose(text));
}

/** Where a place stands that is no link yet, and no part of a longer number. */
function indexOfPlace(line: string, written: string): number {
  for (let from = 0; ; ) {
    const start = line.indexOf(written, from);
    if (start < 0) return -1;
    const [before, after] = [line[start - 1] ?? ' ', line[start + written.length] ?? ' '];
    if (/[\s(,]/.test(before) && !/\d/.test(after)) return start;
    from = start + 1;
  }
}
