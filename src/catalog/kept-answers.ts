/** What keeps answers of other services, or its own, in the cache that a server is given, and in its memory without one. */
export interface KeptAnswers {
  /** Classes that keep what they fetch, where one of the program extends them. */
  readonly sources: readonly {
    readonly class: { readonly modules: readonly string[]; readonly name: string };
    /** The option by which an object of it is handed the server's cache; left out where it always has it. */
    readonly given?: string;
  }[];
}
