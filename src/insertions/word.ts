import type { Span } from '../text/range.ts';

/** What all templates' prefixes begin with. */
const space = 'scale-';

/**
 * The word that somebody types to ask for a template: alone on its line, at its start. Null for anything else, so that
 * nothing of ours comes up while other code is typed.
 */
export function wordAt(text: string, offset: number): Span | null {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const typed = text.slice(start, offset);
  if (!/^[A-Za-z][\w-]+$/.test(typed) || !(space.startsWith(typed) || typed.startsWith(space))) return null;
  const rest = /^([\w-]*)[ \t]*(?:\r?\n|$)/.exec(text.slice(offset));
  return rest === null ? null : [start, offset + (rest[1]?.length ?? 0)];
}

/** Whether a prefix is what a word may become: each part of the word begins one of the prefix, in any order. */
export function answers(prefix: string, word: string): boolean {
  const parts = prefix.split('-');
  return word.split('-').every((part) => parts.some((each) => each.startsWith(part)));
}

/** The text without the word, and with everything else where it was. */
export function withoutWord(text: string, [start, end]: Span): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}
