import type { ArgumentPattern } from './arguments.ts';
import type { Citation } from './citation.ts';

/** A server by which programs answer, and how long it keeps a connection on which nobody asks anything. */
export interface AnsweringServer {
  readonly id: string;
  readonly title: string;
  /** Frameworks whose listeners it is, by their ids, and packages that answer in its place where a program imports one. */
  readonly frameworks: readonly string[];
  readonly insteadBy?: readonly string[];
  /** The library whose call in code starts it, and the argument that says another time. */
  readonly startedBy?: { readonly library: string; readonly says: ArgumentPattern };
  /** The command that starts it, and the word behind it that has to be there. */
  readonly command?: ServerCommand;
  readonly idleSeconds: number;
  /** From a version of the image that it runs in, another time. */
  readonly newer?: { readonly image: string; readonly version: number; readonly idleSeconds: number };
  /** Names of options and members by which code says another time. */
  readonly names: readonly string[];
  /** How many of what its options count are a second. */
  readonly perSecond: 1 | 1000;
  /** What to write: a whole sentence, in which `{}` stands for the number. */
  readonly remedy: string;
  readonly citation: Citation;
}

export interface ServerCommand {
  readonly name: string;
  readonly word: string | null;
  /** Flags that say another time. */
  readonly flags: readonly string[];
  /** Flags, files and names of the environment that may say anything, the time among it. */
  readonly elsewhere: {
    readonly flags: readonly string[];
    readonly files: readonly string[];
    readonly environment: readonly string[];
  };
  /** Flags, one of which has to be there with one of these values for it to keep any connection at all. */
  readonly keepsWith?: { readonly flags: readonly string[]; readonly values: RegExp };
}
