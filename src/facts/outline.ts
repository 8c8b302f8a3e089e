/** What a fast lexical pass finds in a source file, enough to decide whether it must be parsed. */
export interface Outline {
  readonly path: string;
  /** Modules that the file imports, requires or re-exports, as written, in order and without repeats. */
  readonly modules: readonly string[];
  /** Trigger words of the catalogue that the text holds, sorted. */
  readonly words: readonly string[];
  /** Whether it holds a shape of state: a module- or class-level `let`, `static`, `Map`, `Set`, collection or timer. */
  readonly state: boolean;
}
