import type { TextEdit } from '../../text/edits.ts';

/** Writes other words for the `CMD` or `ENTRYPOINT` that an offset stands in, as a list. Null where none takes one line. */
export function setCommandAt(text: string, offset: number, words: readonly string[]): readonly TextEdit[] | null {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = (text.indexOf('\n', offset) + text.length + 1) % (text.length + 1);
  const line = text.slice(start, end).replace(/\r$/, '');
  const instruction = /^\s*(?:CMD|ENTRYPOINT)\s+/i.exec(line)?.[0];
  if (instruction === undefined || line.trimEnd().endsWith('\\')) return null;
  const list = `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  return [{ span: [start + instruction.length, start + line.trimEnd().length], text: list }];
}
