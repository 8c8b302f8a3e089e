import type { Guard } from '../../../facts/operations.ts';
import type { CallId } from '../../../facts/values.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { WaitedWay } from '../../../gates/waited.ts';
import type { FunctionKey, Site } from '../../../link/program-graph.ts';
import type { Span } from '../../../text/range.ts';

/** Work of seconds that a request may wait for. */
export interface Work {
  readonly function: FunctionKey;
  readonly site: Site;
  readonly call: CallId;
  /** The step's whole text and the conditions it is reached under. */
  readonly span: Span;
  readonly guards: readonly Guard[];
  /** What the answer waits for, as it stands behind "waits for". */
  readonly what: string;
  /** Where all rows are read, for work that is done for each of them. */
  readonly rows: Site | null;
  /** The thing alone, for summaries and symbols. */
  readonly thing: string;
  /** Not sure that it takes long. */
  readonly weak: boolean;
  /** Nothing but a clock is waited for. */
  readonly isPause: boolean;
  /** Long only where it is done again and again. */
  readonly isBrief: boolean;
  /** Whether it stands in a loop of its function. */
  readonly isInLoop: boolean;
  /** Why it is none after all. */
  readonly stop: Stop | null;
  /** Whether an answer that waits for its function in one of these ways waits for it, too. */
  readonly isWaitedFor: (way: WaitedWay) => boolean;
}
