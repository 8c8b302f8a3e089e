import type { ArgumentPattern } from './arguments.ts';

/** What keeps work in the memory of the process until its turn comes, so that the process takes it along when it ends. */
export interface WorkQueue {
  /** Methods that put work in. */
  readonly puts: readonly string[];
  /**
   * Who does it: functions that are given with it, functions that the queue was made with, at `worker`, or whoever takes it
   * out by one of `takes`.
   */
  readonly by:
    | { readonly kind: 'given' }
    | { readonly kind: 'made'; readonly worker: readonly ArgumentPattern[] }
    | { readonly kind: 'taken'; readonly takes: readonly string[] };
  /** An option by which it is kept elsewhere. */
  readonly keptBy?: string;
}

/** A call that begins work, or keeps it for behind the answer, without waiting for its end. */
export interface BegunWork {
  /** `response` where it begins when the answer is given, `now` where it begins beside its caller. */
  readonly begins: 'now' | 'response';
  /** The work: a function, or a call whose promise is handed over. */
  readonly runs: ArgumentPattern;
  /** The method of what the call makes that begins it; left out where the call itself does. */
  readonly startedBy?: string;
  /** Methods by which its end is waited for. */
  readonly waitedBy: readonly string[];
  /** It takes turns with other work wherever it waits, so what never waits is done in one go. */
  readonly takesTurns?: true;
  /** The process waits for its end by itself before it exits, unless this option or member of it is set. */
  readonly heldUnless?: string;
}
