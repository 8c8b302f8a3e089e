import type { Citation } from './citation.ts';

/** A directive, or one word of a directive, that not every build of a proxy has. */
export interface ProxyDirective {
  readonly name: string;
  /** What a word of it begins with, where only that word is missing; null where the whole directive is. */
  readonly word: string | null;
  /** Blocks in which the name means this; the same name elsewhere is another directive. */
  readonly within: readonly string[];
  /** First version of the open-source build that has it, `[1, 27, 3]`; null where none has. */
  readonly since: readonly number[] | null;
  /** Who has it, in words that end a sentence: `NGINX Plus`. */
  readonly holders: string;
  /** Part of the path of the module that brings it, as `load_module` names it; null where none is known. */
  readonly module: string | null;
  /** What to write in its place: a whole sentence. */
  readonly instead: string;
  /**
   * What stands for it where it is missing: failures that are counted as requests pass, another word, or `nothing`, where
   * requests go the same way without it. Null where nothing that is there does the same.
   */
  readonly replaced: 'passive-checks' | 'nothing' | { readonly word: string } | null;
  readonly citation: Citation;
}

/** What an image's name says of the build of nginx in it. */
export interface ProxyBuild {
  /** Matches repository names without registry and tag. */
  readonly image: RegExp;
  /** `open` has what the open-source build has; of all others nobody here knows what they lack. */
  readonly build: 'open' | 'other';
  readonly title: string;
}
