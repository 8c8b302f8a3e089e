import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Reading, SourceText } from '../engine/reader-port.ts';
import type { FileFacts } from '../facts/file-facts.ts';
import type { ReadAnswer, ReadRequest } from './worker-messages.ts';

/** Threads that parse, each one file at a time. */
export interface ReaderPool {
  readonly read: (source: SourceText) => Promise<Reading<FileFacts>>;
  /** Starts threads before there is work, because loading the parsers takes longer than listing files. */
  readonly warmUp: () => void;
  /** Ends all threads but one: after the first reading of everything, files change one by one. */
  readonly shrink: () => void;
  readonly close: () => Promise<void>;
}

export interface PoolOptions {
  /** The built worker. */
  readonly file: URL;
  /** A file that takes longer ends its thread; the watchdog guards against our own defects alone. */
  readonly milliseconds?: number;
}

interface Job {
  readonly request: ReadRequest;
  readonly resolve: (reading: Reading<FileFacts>) => void;
  readonly reject: (reason: Error) => void;
}

interface Hand {
  readonly worker: Worker;
  /** Whether it has loaded the parsers, which may take longer than any file. */
  ready: boolean;
  job: Job | null;
  timer: NodeJS.Timeout | null;
}

/** More threads than this wait for memory rather than for each other. */
const mostHands = Math.max(1, Math.min(4, availableParallelism()));
/** Milliseconds that loading the parsers may take on a machine with other worries. */
const mostToLoad = 60_000;
/** Waiting jobs from which another thread pays for loading the parsers once more. */
const longQueue = 24;

export function createReaderPool({ file, milliseconds = 5000 }: PoolOptions): ReaderPool {
  const hands = new Set<Hand>();
  const queue: Job[] = [];

  function start(): Hand {
    const worker = new Worker(file);
    const hand: Hand = { worker, ready: false, job: null, timer: null };
    worker.on('message', (message: ReadAnswer) => hear(hand, message));
    worker.on('error', (error) => lose(hand, `the reader stopped: ${error.message}`));
    worker.on('exit', (code) => lose(hand, `the reader stopped with exit code ${code}`));
    worker.unref();
    hands.add(hand);
    return hand;
  }

  function next(): void {
    for (;;) {
      const idle = [...hands].find((hand) => hand.job === null);
      const isShort = hands.size === 0 || (queue.length > longQueue && hands.size < mostHands);
      const hand = idle ?? (isShort ? start() : null);
      const job = hand === null ? undefined : queue.shift();
      if (hand === null || job === undefined) return;
      hand.job = job;
      // A thread with work keeps the process alive, an idle one does not.
      hand.worker.ref();
      watch(hand);
      hand.worker.postMessage(job.request);
    }
  }

  function watch(hand: Hand): void {
    if (hand.timer !== null) clearTimeout(hand.timer);
    const limit = hand.ready ? milliseconds : mostToLoad;
    hand.timer = setTimeout(() => lose(hand, `reading it took longer than ${limit / 1000} s and was stopped`), limit);
  }

  function hear(hand: Hand, answer: ReadAnswer): void {
    if (answer.kind !== 'ready') {
      finish(hand, answer);
      return;
    }
    hand.ready = true;
    if (hand.job !== null) watch(hand);
  }

  function release(hand: Hand): Job | null {
    const { job, timer } = hand;
    if (timer !== null) clearTimeout(timer);
    hand.job = null;
    hand.timer = null;
    return job;
  }

  function finish(hand: Hand, answer: Exclude<ReadAnswer, { kind: 'ready' }>): void {
    const job = release(hand);
    hand.worker.unref();
    if (answer.kind === 'facts') job?.resolve({ result: answer.facts, cached: false });
    else job?.reject(new Error(answer.message));
    next();
  }

  /** A thread that ends in any way takes its file with it, once; another one takes the rest. */
  function lose(hand: Hand, reason: string): void {
    if (!hands.delete(hand)) return;
    void hand.worker.terminate();
    release(hand)?.reject(new Error(reason));
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
      for (const hand of [...hands].slice(1)) {
        if (hand.job !== null) continue;
        hands.delete(hand);
        void hand.worker.terminate();
      }
    },
    close: async () => {
      const ending = [...hands];
      hands.clear();
      const jobs = [...ending.flatMap((hand) => release(hand) ?? []), ...queue.splice(0)];
      for (const job of jobs) job.reject(new Error('the reader was closed'));
      await Promise.all(ending.map((hand) => hand.worker.terminate()));
    },
  };
}
