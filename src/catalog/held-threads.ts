import type { ArgumentPattern } from './arguments.ts';

/** A call that has done all its work when it returns: until then its thread runs nothing else. */
export interface HeldThread {
  /** What it does meanwhile, behind "while it": `hashes a password`. */
  readonly doing: string;
  /** What does the same and lets others run, as a whole sentence. */
  readonly instead: string;
  /** The argument with the number that says how much there is to do, and from which number on others feel it. */
  readonly felt?: { readonly argument: ArgumentPattern; readonly from: number };
  /** It takes some tens of milliseconds, which is felt where many ask at once: at most a note. */
  readonly brief?: true;
  /** What is worked on, for calls that take long with much of it alone. */
  readonly sized?: ArgumentPattern;
  /** For commands: where their words stand. One that is written out whole asks the system something, mostly at once. */
  readonly command?: {
    readonly words: readonly ArgumentPattern[];
    /** Words of commands that answer at once, whatever stands beside them. */
    readonly quick: readonly string[];
  };
}
