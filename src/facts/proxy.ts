import type { Span } from '../text/range.ts';

/**
 * One directive of a proxy's configuration, in that proxy's own words: `least_conn;`, `server api:3000 weight=3;`,
 * `location / { … }`. What a directive means, and which versions have it, is the catalogue's.
 */
export interface DirectiveFact {
  readonly name: string;
  /** The name alone, which is where findings about the directive stand. */
  readonly span: Span;
  /** Words behind the name, without their quotes. Directives that nothing asks about keep none, since they may hold secrets. */
  readonly words: readonly { readonly value: string; readonly span: Span }[];
  /** From the name to the semicolon or the closing brace. */
  readonly whole: Span;
  /** What stands in its braces; null for a directive without any. */
  readonly inside: readonly DirectiveFact[] | null;
}
