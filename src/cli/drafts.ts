import type { FileEdit, FixResult } from '../findings/fix.ts';
import { readWithin } from '../host/read-within.ts';
import { applyEdits } from '../text/edits.ts';
import { writeWithin } from './write-within.ts';

/** Files as the fixes so far leave them, beside what they were. */
export interface Drafts {
  /** Rejects with a plain sentence for what a fix may not touch. */
  readonly read: (file: string) => Promise<string | null>;
  /** Throws before anything changed when an edit does not fit; otherwise gives the changed files. */
  readonly apply: (result: FixResult) => readonly { readonly path: string; readonly text: string }[];
  readonly changed: () => readonly { readonly file: string; readonly before: string | null; readonly after: string }[];
  readonly write: () => void;
}

/** Reads files below the root when a fix asks for them, and no others; nothing is written before `write`. */
export function draftsOf(root: string): Drafts {
  const before = new Map<string, string | null>();
  const after = new Map<string, string>();
  const original = (file: string): string | null => {
    const known = before.get(file);
    if (known !== undefined) return known;
    const text = readWithin(root, file, largestFile);
    before.set(file, text);
    return text;
  };
  const present = (file: string): string | null => after.get(file) ?? withoutMark(original(file));
  const changed: Drafts['changed'] = () =>
    [...after]
      .map(([file, text]) => ({ file, before: before.get(file) ?? null, after: markOf(before.get(file)) + text }))
      .filter((each) => each.before !== each.after)
      .sort((a, b) => (a.file < b.file ? -1 : 1));
  return {
    read: async (file) => present(file),
    apply: (result) => {
      const texts = [...new Set(result.files.map((edit) => edit.file))].map((file) => ({
        path: file,
        text: editedText(
          present(file),
          result.files.filter((edit) => edit.file === file),
        ),
      }));
      for (const { path, text } of texts) {
        original(path);
        after.set(path, text);
      }
      return texts;
    },
    changed,
    write: () => {
      for (const { file, after: text } of changed()) writeWithin(root, file, text, file);
    },
  };
}

/** A fix may name a file several times; all its edits are of the text as it was before the fix. */
function editedText(text: string | null, edits: readonly FileEdit[]): string {
  const created = edits.find((edit) => edit.kind === 'create');
  if (created !== undefined) return created.text;
  return applyEdits(
    text ?? '',
    edits.flatMap((edit) => (edit.kind === 'change' ? edit.edits : [])),
  );
}

/** In bytes, as everywhere unless a setting says otherwise. */
const largestFile = 1024 * 1024;

const byteOrderMark = '\ufeff';

/** Offsets are counted without a byte order mark, as in editors; what is written keeps the one that was there. */
function markOf(text: string | null | undefined): string {
  return text?.startsWith(byteOrderMark) === true ? byteOrderMark : '';
}

function withoutMark(text: string | null): string | null {
  return text === null ? null : text.slice(markOf(text).length);
}
