import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Reading, SourceText } from '../engine/reader-port.ts';
import type { FileFacts } from '../facts/file-facts.ts';
import { createOwnHand, type ReadScript } from './own-hand.ts';
import type { ReadingJob } from './reading-job.ts';
import type { ReadAnswer } from './worker-messages.ts';

/** Threads that parse, each one file after the other. */
export interface ReaderPool {
  readonly read: (source: SourceText) => Promise<Reading<FileFacts>>;
  /** Starts threads before there is work, because loading the parsers takes longer than listing files. */
  readonly warmUp: () => void;
  /**
   * Ends the threads that read everything, and the memory that they took for it. From then on files change one by one:
   * a fresh thread waits for them, unless this thread reads too.
   */
  readonly shrink: () => void;
  readonly close: () => Promise<void>;
}

export interface PoolOptions {
  /** The built worker. */
  readonly file: URL;
  /** A file that takes longer ends its thread; the watchdog guards against our own defects alone. */
  readonly milliseconds?: number;
  /** Loads the parser into this thread, which then reads too; without it this thread stays free for its user. */
  readonly alsoHere?: () => Promise<ReadScript>;
}

interface Hand {
  readonly worker: Worker;
  /** Whether it has loaded the parsers, which may take longer than any file. */
  ready: boolean;
  /** What it was given, in the order in which it answers. */
  readonly jobs: ReadingJob[];
  timer: NodeJS.Timeout | null;
}

/** More threads than this wait for memory rather than for each other. */
const mostThreads = Math.max(1, Math.min(4, availableParallelism()));
/** Milliseconds that loading the parsers may take on a machine with other worries. */
const mostToLoad = 60_000;
/** Waiting jobs from which another thread pays for loading the parsers once more. */
const longQueue = 24;
/** Files that a thread is given ahead, so that it need not wait until this thread has time for it. */
const mostAhead = 64;

export function createReaderPool({ file, milliseconds = 5000, alsoHere }: PoolOptions): ReaderPool {
  const hands = new Set<Hand>();
  const queue: ReadingJob[] = [];
  /** Files of a thread that ended with several: any of them may be the one that ended it, so each is read alone. */
  const suspects = new Set<ReadingJob>();
  const isSuspect = (job: ReadingJob | undefined): boolean => job !== undefined && suspects.has(job);
  const own =
    alsoHere === undefined
      ? null
      : createOwnHand({
          load: alsoHere,
          next: () => (isSuspect(queue[0]) ? undefined : queue.shift()),
          milliseconds,
        });
  const mostHands = own === null ? mostThreads : Math.max(1, mostThreads - 1);

  function start(): Hand {
    const worker = new Worker(file);
    const hand: Hand = { worker, ready: false, jobs: [], timer: null };
    worker.on('message', (message: ReadAnswer) => hear(hand, message));
    worker.on('error', (error) => lose(hand, `the reader stopped: ${error.message}`));
    worker.on('exit', (code) => lose(hand, `the reader stopped with exit code ${code}`));
    worker.unref();
    hands.add(hand);
    return hand;
  }

  function next(): void {
    while (queue.length > 0) {
      const isShort = hands.size === 0 || (queue.length > longQueue && hands.size < mostHands);
      const idle = [...hands].find(hasRoom);
      const hand = idle !== undefined && idle.jobs.length === 0 ? idle : isShort ? start() : idle;
      if (hand === undefined) break;
      give(hand);
    }
    if (queue.length > 0) own?.wake();
  }

  /** Little is given to each when there is little, so that all end at about the same time. */
  function hasRoom({ jobs }: Hand): boolean {
    if (isSuspect(queue[0]) || isSuspect(jobs[0])) return jobs.length === 0;
    return jobs.length < Math.min(mostAhead, 1 + queue.length / (mostHands + 1));
  }

  function give(hand: Hand): void {
    const job = queue.shift();
    if (job === undefined) return;
    hand.jobs.push(job);
    if (hand.jobs.length === 1) {
      // A thread with work keeps the process alive, an idle one does not.
      hand.worker.ref();
      watch(hand);
    }
    hand.worker.postMessage(job.request);
  }

  /** Watches the file that the thread is at. */
  function watch(hand: Hand): void {
    if (hand.timer !== null) clearTimeout(hand.timer);
    const limit = hand.ready ? milliseconds : mostToLoad;
    hand.timer = setTimeout(() => lose(hand, `reading it took longer than ${limit / 1000} s and was stopped`), limit);
  }

  function rest(hand: Hand): void {
    if (hand.timer !== null) clearTimeout(hand.timer);
    hand.timer = null;
    hand.worker.unref();
  }

  function hear(hand: Hand, answer: ReadAnswer): void {
    if (answer.kind !== 'ready') {
      finish(hand, answer);
      return;
    }
    hand.ready = true;
    if (hand.jobs.length > 0) watch(hand);
  }

  function finish(hand: Hand, answer: Exclude<ReadAnswer, { kind: 'ready' }>): void {
    const job = hand.jobs.shift();
    if (job !== undefined) suspects.delete(job);
    if (hand.jobs.length === 0) rest(hand);
    else watch(hand);
    if (answer.kind === 'facts') job?.resolve(readingOf(answer.json));
    else job?.reject(new Error(answer.message));
    next();
  }

  /**
   * A thread that ends in any way takes the file that it was at with it. Its last answers may still be on their way when
   * its end is heard of, so with several files nobody knows which one that was: they are read again, each alone.
   */
  function lose(hand: Hand, reason: string): void {
    if (!hands.delete(hand)) return;
    void hand.worker.terminate();
    rest(hand);
    const jobs = hand.jobs.splice(0);
    const [only, ...others] = jobs;
    if (others.length === 0 && only !== undefined) {
      suspects.delete(only);
      only.reject(new Error(reason));
    } else {
      for (const job of jobs) suspects.add(job);
      queue.unshift(...jobs);
    }
    next();
  }

  return {
    read: ({ path, text }) =>
      new Promise((resolve, reject) => {
        queue.push({ request: { path, text }, resolve, reject });
        next();
      }),
    warmUp: () => {
      while (hands.size < Math.min(2, mostHands)) start();
    },
    shrink: () => {
      for (const hand of [...hands]) {
        if (hand.jobs.length > 0) continue;
        hands.delete(hand);
        void hand.worker.terminate();
      }
      if (hands.size === 0 && own === null) start();
    },
    close: async () => {
      own?.close();
      const ending = [...hands];
      hands.clear();
      const jobs = [...ending.flatMap((hand) => hand.jobs.splice(0)), ...queue.splice(0)];
      for (const hand of ending) rest(hand);
      for (const job of jobs) job.reject(new Error('the reader was closed'));
      await Promise.all(ending.map((hand) => hand.worker.terminate()));
    },
  };
}

/** Facts are plain data, and the cache keeps the text that they came as. */
function readingOf(json: string): Reading<FileFacts> {
  return { result: JSON.parse(json), cached: false, json };
}
