/** What a build of a framework makes by chance, so that what one build drew speaks to that build alone. */
export interface BuildKeys {
  /** The command that builds: words of which the first is a program, and the others follow it in this order. */
  readonly command: readonly string[];
  /** The directive of functions that a page calls by what the build made. */
  readonly directive: string;
  /** Names of the environment that give all builds the same. */
  readonly environment: readonly string[];
  /** What happens to whoever asks another build, as a sentence's end. */
  readonly harm: string;
  /** What to do, in whole sentences. */
  readonly remedy: string;
}
