import type { Span } from '../text/range.ts';
import type { WrittenNumber } from '../text/shell-number.ts';
import type { CommandFact } from './command.ts';

/** What a shell script runs, in the order in which it is written. */
export interface ShellFacts {
  readonly commands: readonly ShellCommandFact[];
  readonly numbers: readonly ShellNumberFact[];
  /** Whether it listens for signals itself, by `trap`. */
  readonly traps?: true;
}

export interface ShellCommandFact extends CommandFact {
  /** The script's own function that it stands in; null for none. */
  readonly function: string | null;
  /** The arm of a `case` that it stands in: what is asked, `$1`, and the patterns of which one must fit. */
  readonly arm: { readonly subject: string; readonly patterns: readonly string[] } | null;
  /** Whether the script goes on while it runs: `&` stands behind it. */
  readonly background: boolean;
  /** Whether it is run only where a test holds: it stands between `if` and `fi`, or behind `[ … ] &&`. Left out where it is not. */
  readonly conditional?: true;
  /** Whether it stands in `( … )`, which a shell of its own runs. Left out where it does not. */
  readonly bracketed?: true;
}

/** A variable that the script gives a number: `WORKERS=${WORKERS:-4}`. Other values are not kept. */
export interface ShellNumberFact {
  readonly name: string;
  readonly number: WrittenNumber;
  readonly span: Span;
}
