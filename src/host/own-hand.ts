import { createContext, Script } from 'node:vm';
import type { FileFacts } from '../facts/file-facts.ts';
import type { ReadingJob } from './reading-job.ts';

export type ReadScript = (path: string, text: string) => FileFacts;

/** The thread that asks, reading too while it has nothing else to do. */
export interface OwnHand {
  /** Says that there is work. */
  readonly wake: () => void;
  readonly close: () => void;
}

export interface OwnHandOptions {
  /** Loads the parser, with the first file that needs it. */
  readonly load: () => Promise<ReadScript>;
  readonly next: () => ReadingJob | undefined;
  readonly milliseconds: number;
}

/** Milliseconds of reading between two looks at what other threads answered; each look costs a watching thread. */
const stretch = 50;

/**
 * Reads files between the messages of other threads. On a machine of two cores that is half of all hands, and what it
 * reads need not cross between threads. A file that takes too long is stopped as in a thread, and this hand then rests.
 */
export function createOwnHand({ load, next, milliseconds }: OwnHandOptions): OwnHand {
  let busy = false;
  let closed = false;
  let read: ReadScript | null = null;
  let current: ReadingJob | null = null;
  const timed = createTimedCall(milliseconds);

  function readSome(): void {
    const until = performance.now() + stretch;
    do {
      const job = next();
      if (job === undefined || read === null) return;
      current = job;
      try {
        job.resolve({ result: read(job.request.path, job.request.text), cached: false });
      } catch (error) {
        job.reject(error instanceof Error ? error : new Error(String(error)));
      }
      current = null;
    } while (performance.now() < until);
  }

  function turn(): void {
    busy = false;
    if (closed) return;
    try {
      timed(readSome);
    } catch {
      closed = true;
      current?.reject(new Error(`reading it took longer than ${milliseconds / 1000} s and was stopped`));
    }
  }

  return {
    wake: () => {
      if (busy || closed) return;
      busy = true;
      if (read !== null) setImmediate(turn);
      else
        load().then(
          (loaded) => {
            read = loaded;
            turn();
          },
          // The threads tell what is wrong with the parser; they load the same one.
          () => {
            closed = true;
          },
        );
    },
    close: () => {
      closed = true;
    },
  };
}

/** Calls something that is stopped after a time, even in the middle of a loop that never ends. */
function createTimedCall(milliseconds: number): (work: () => void) => void {
  const context = createContext({});
  const script = new Script('work()');
  return (work) => {
    context['work'] = work;
    script.runInContext(context, { timeout: milliseconds });
  };
}
