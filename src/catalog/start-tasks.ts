/** Work on a database that has to be done once for all instances, such as changes of its tables. */
export interface StartTask {
  /** What it runs, as a sentence says it: `migrations`. */
  readonly what: string;
  /** Whether the tool lets only one at a time do it, by a lock that all see. */
  readonly locks: boolean;
  /** The option that says so, where the call does it only then. */
  readonly when?: { readonly options: readonly string[]; readonly values: readonly (string | number | boolean)[] };
  /** The first argument that the call has to have. */
  readonly only?: readonly string[];
  /** Where the tool runs a file of the workspace for its steps: what that file imports, and the call by which it goes on to them. */
  readonly environment?: { readonly module: string; readonly call: string };
}

/** The same as a command: words of which the first is a program or a script, and the others follow it in this order. */
export interface StartTaskCommand extends Pick<StartTask, 'what' | 'locks' | 'environment'> {
  readonly words: readonly string[];
}
