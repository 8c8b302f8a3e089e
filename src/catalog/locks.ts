import type { ArgumentPattern } from './arguments.ts';

/** How code takes a lock, whoever keeps it. */
export interface LockUse {
  /** The tracked type that the catalogue follows one by. */
  readonly type: string;
  /** Methods that run the function at a position while they hold the lock; the empty name is the lock itself, called. */
  readonly runs: readonly { readonly method: string; readonly position: number }[];
  /** Methods after which it is held, until one that releases it or the function's end. */
  readonly takes: readonly string[];
  readonly releases: readonly string[];
  /** The method by which a block is entered that holds it. */
  readonly enters?: string;
  /** How many it lets in at once, where it is told; one where it is not. With more it bounds and does not lock. */
  readonly permits?: ArgumentPattern;
}
