import type { Span } from '../text/range.ts';

/** Words of a command without what a secret could be, and where they stand. */
export interface CommandFact {
  readonly words: readonly string[];
  readonly span: Span;
}
