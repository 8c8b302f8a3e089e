/** A command that starts a clock inside of what it starts besides, so that each process which is started so has its own. */
export interface ClockCommand {
  /** Words of the command in their order, the first of which is the program. */
  readonly words: readonly string[];
  /** Words of which one asks for the clock. */
  readonly flags: readonly string[];
  /** Names of settings and calls that give the clock something to do. */
  readonly given: readonly string[];
  /** Packages that keep what it has to do elsewhere, where no name in code tells. */
  readonly givenBy: readonly string[];
  /** Packages with a clock of which one alone strikes. */
  readonly shared: readonly string[];
}
