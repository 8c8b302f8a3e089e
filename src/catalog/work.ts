import type { ArgumentPattern } from './arguments.ts';

/** Work that takes seconds, and how whoever begins it learns that it is done. */
export interface LongWork {
  /** What is waited for, behind "waits for": `a browser to start`. Commands say it by their word. */
  readonly what: string;
  /** It holds its thread until it is done, gives a promise, or tells by a callback or an event. */
  readonly ends: 'blocks' | 'promise' | 'event';
  /** For what starts a command: only the slow ones are long work. */
  readonly command?: CommandPattern;
  /** For waits: the argument that holds how long, and how many of its units make a second. */
  readonly lasts?: { readonly argument: ArgumentPattern; readonly perSecond: number };
  /** Methods that end what was started. What nobody ends there is kept for the next request. */
  readonly closedBy?: readonly string[];
  /** Methods of what was started that wait for its end. Without one of them nobody waits. */
  readonly waitedBy?: readonly string[];
  /** Names of the argument, of the call or of what waits, that ends it early, in seconds. */
  readonly limitedBy?: readonly string[];
  /** One alone is over in a second or so, unless what is worked on is long: it is long work where a loop does it again. */
  readonly brief?: true;
}

export interface CommandPattern {
  /** The argument with the command: a line for a shell, one word, or a list of words. */
  readonly command: ArgumentPattern;
  /** The argument with the words behind the command, where they stand apart, or all arguments from one on. */
  readonly rest?: ArgumentPattern;
  /**
   * Commands that take seconds, with what they do, behind "waits for". Where only one use of a program does, its key
   * names the use, too: `git clone`.
   */
  readonly slow: Readonly<Record<string, string>>;
  /** Programs that run another one, each with the option that it stands behind: `-jar tool.jar`. */
  readonly runners: Readonly<Record<string, string>>;
  /** Packages that export the path of a slow command. */
  readonly paths: Readonly<Record<string, string>>;
  /** Words behind a command with which it answers at once. */
  readonly quick: readonly string[];
}

/** A read that may give all rows of a table, and what keeps them few. */
export type RowsRead =
  /** The statement says. */
  | { readonly by: 'statement' }
  /** Options say: those that limit, and those that choose, which choose only where they name a value that varies. */
  | {
      readonly by: 'options';
      readonly at: ArgumentPattern;
      readonly limits: readonly string[];
      readonly choosing: readonly string[];
    }
  /** The argument chooses the rows itself. */
  | { readonly by: 'choice'; readonly at: ArgumentPattern }
  /** Steps behind it say. */
  | { readonly by: 'steps' }
  /** The statement that the same object was given before says. */
  | { readonly by: 'earlier' };

/** Steps of a query, or on its rows, that keep them few. */
export const limitingSteps: ReadonlySet<string> = new Set(
  (
    'limit take first one one_or_none scalar scalar_one scalar_one_or_none fetchone fetchmany slice splice page paginate where andWhere ' +
    'whereIn filter filter_by filterBy having get findOne find cursor offset skip range count countDocuments group groupBy group_by ' +
    'distinct min max sum avg $count partitions yield_per batch batchSize'
  ).split(' '),
);
