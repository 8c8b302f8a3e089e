import type { Span } from './range.ts';

/** A statement of a module's top, and the names that it gives to the module; none for one that only does something. */
export interface TopStatement {
  readonly span: Span;
  readonly names: readonly string[];
}
