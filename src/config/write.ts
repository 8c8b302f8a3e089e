import { applyEdits as applyJsonEdits, modify } from 'jsonc-parser';
import type { TextEdit } from '../text/edits.ts';

/**
 * Edits that make a configuration say how many hosts a program runs on; comments and everything else stay. `text` is the file's
 * present text, or null when there is no such file: then the edits are of an empty file.
 */
export function hostsEdits(
  text: string | null,
  program: string,
  hosts: { readonly minimum: number; readonly maximum: number },
): readonly TextEdit[] {
  const value = hosts.minimum === hosts.maximum ? hosts.maximum : [hosts.minimum, hosts.maximum];
  const path = ['topology', program, 'hosts'];
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  if (text === null || text.trim() === '') {
    const made = applyJsonEdits('{}', modify('{}', path, value, { formattingOptions }));
    return [{ span: [0, text?.length ?? 0], text: `${made}\n` }];
  }
  return modify(text, path, value, { formattingOptions }).map(({ offset, length, content }) => ({
    span: [offset, offset + length],
    text: content,
  }));
}
