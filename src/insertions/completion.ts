import type { TextEdit } from '../text/edits.ts';
import type { Span } from '../text/range.ts';

/** Where somebody types, as the editor has it, which may be newer than what was analysed. */
export interface InsertionPlace {
  readonly file: string;
  readonly text: string;
  readonly offset: number;
}

/** Code that fits a place: what to put there, and what the file's head gets besides. All of it is one undo. */
export interface Completion {
  /** The template's id. */
  readonly id: string;
  readonly prefix: string;
  readonly title: string;
  /** In the snippet syntax of editors; it stands in place of `word`. */
  readonly snippet: string;
  readonly word: Span;
  /** Of the text with the word in it; none of them touches the word. */
  readonly edits: readonly TextEdit[];
  /** Markdown: what it is for, what it costs, and where its numbers and names come from. */
  readonly documentation: string;
  /** Packages that no manifest of the file names yet, with the versions that fit. */
  readonly packages: Readonly<Record<string, string>>;
}
