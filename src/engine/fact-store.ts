import type { FileFacts } from '../facts/file-facts.ts';
import type { Outline } from '../facts/outline.ts';
import { type FactsByFile, factsByFile } from '../facts/store.ts';
import type { UnreadFile } from '../facts/unread-file.ts';
import { type Format, formatOf, isCode } from '../sources/format-of.ts';
import { unreadFileAt } from '../sources/unread-files.ts';
import { noTextProblem } from '../text/no-text.ts';
import type { ReaderPort, Reading, SourceText } from './reader-port.ts';
import type { FileChange, Problem } from './types.ts';

/** Which of the outlined files must be parsed, given the facts of all files that are no source code. */
export type ReadingPlan = (outlines: readonly Outline[], others: FactsByFile) => ReadonlySet<string>;

export interface FactStoreOptions {
  readonly reader: ReaderPort;
  readonly plan: ReadingPlan;
  readonly digest: (text: string) => string;
  /** Longer texts, counted in UTF-16 code units, are told as problems and not read. */
  readonly sizeLimit: number;
}

/** The facts of all files as they are now: outlines of everything, and facts of what the plan wants parsed. */
export interface FactStore {
  /** Takes the changes in at once; reads until nothing is stale or nobody waits any more. */
  readonly change: (changes: readonly FileChange[], signal?: AbortSignal) => Promise<void>;
  readonly snapshot: () => Snapshot;
  /** Grows whenever a snapshot could differ from the one before. */
  readonly version: () => number;
}

export interface Snapshot {
  readonly facts: FactsByFile;
  readonly problems: readonly Problem[];
  /** Files that are there and that no reader takes. */
  readonly unread: readonly UnreadFile[];
  readonly files: number;
  readonly parsed: number;
  readonly cached: number;
  /** Files whose facts count; with `cached` as large, no file was read anew. */
  readonly read: number;
  /** False when the reader failed on a file, which is no property of the file. */
  readonly complete: boolean;
}

interface Entry {
  readonly path: string;
  readonly format: Format;
  readonly digest: string;
  /** Kept until the file is parsed, because the plan may want it later. */
  text: string | null;
  outline: Reading<Outline> | null;
  /** What the plan takes for its outline: that of the content before, until the new one is read. */
  planned: Outline | null;
  facts: Reading<FileFacts> | null;
  problem: string | null;
  failed: boolean;
}

/** Readings that run at once; a reader with fewer hands queues them itself. */
const readingsAtOnce = 32;

export function createFactStore(options: FactStoreOptions): FactStore {
  const entries = new Map<string, Entry>();
  const unread = new Map<string, UnreadFile>();
  let version = 0;
  let waiting = 0;
  /** Changes taken in, and how many of them the facts reflect. */
  let taken = 0;
  let settled = 0;
  let running: Promise<void> | null = null;
  let plan: { readonly version: number; readonly wanted: ReadonlySet<string> } | null = null;
  /** Grows with everything that the plan is made of. */
  let planVersion = 0;

  function take({ path, text, digest: known }: FileChange): void {
    const format = formatOf(path);
    if (format === null) return;
    if (format === 'unread') {
      note(path, text !== null);
      return;
    }
    const earlier = entries.get(path);
    let isPlanned = false;
    if (text === null) {
      if (!entries.delete(path)) return;
    } else {
      const digest = known ?? options.digest(text);
      if (earlier?.digest === digest) return;
      const entry = newEntry(path, format, text, digest, options.sizeLimit);
      // What changes inside code changes the plan only when its outline turns out to be another.
      if (entry.problem === null) entry.planned = earlier?.planned ?? null;
      entries.set(path, entry);
      if (isCode(format) && entry.planned !== null) isPlanned = true;
    }
    taken++;
    version++;
    if (!isPlanned) planVersion++;
  }

  /** Of a file that no reader takes it only counts that it is there. */
  function note(path: string, present: boolean): void {
    const file = unreadFileAt(path);
    if (file === null || present === unread.has(path)) return;
    if (present) unread.set(path, file);
    else unread.delete(path);
    version++;
  }

  async function settle(): Promise<void> {
    while (waiting > 0 && settled !== taken) {
      const target = taken;
      if (await readStale()) settled = target;
    }
  }

  /** Answers whether it came to its end; it does not when nobody waits any more. */
  async function readStale(): Promise<boolean> {
    const first = inOrder(entries).filter((entry) => !isRead(entry) && (!isCode(entry.format) || !entry.outline));
    if (!(await each(first, (entry) => (isCode(entry.format) ? outline(entry) : read(entry))))) return false;
    const wanted = planned();
    const second = inOrder(entries).filter((entry) => !isRead(entry) && wanted.has(entry.path));
    return each(second, read);
  }

  /** Scripts that the plan wants parsed, as far as outlines are there. Parsing a script does not change the plan. */
  function planned(): ReadonlySet<string> {
    if (plan?.version === planVersion) return plan.wanted;
    const all = inOrder(entries);
    const others = all.flatMap((entry) => (isCode(entry.format) ? [] : (entry.facts?.result ?? [])));
    const outlines = all.flatMap((entry) => entry.planned ?? []);
    plan = { version: planVersion, wanted: options.plan(outlines, factsByFile(others)) };
    return plan.wanted;
  }

  const outline = (entry: Entry): Promise<void> =>
    attempt(entry, async (source) => {
      entry.outline = await options.reader.outline(source);
      if (!isSameOutline(entry.outline.result, entry.planned)) planVersion++;
      entry.planned = entry.outline.result;
    });

  const read = (entry: Entry): Promise<void> =>
    attempt(entry, async (source) => {
      entry.facts = await options.reader.read(source);
      entry.text = null;
      if (!isCode(entry.format)) planVersion++;
    });

  async function attempt(entry: Entry, reading: (source: SourceText) => Promise<void>): Promise<void> {
    if (entry.text === null) return;
    try {
      await reading({ path: entry.path, text: entry.text, digest: entry.digest });
    } catch (error) {
      entry.planned = null;
      planVersion++;
      entry.problem = `It could not be read: ${error instanceof Error ? error.message : String(error)}`;
      entry.failed = true;
      entry.text = null;
    }
    version++;
  }

  /** Reads some at a time. Answers false when it stopped early, because nobody waits for the outcome any more. */
  async function each(stale: readonly Entry[], reading: (entry: Entry) => Promise<void>): Promise<boolean> {
    const queue = stale.values();
    let complete = true;
    const hand = async (): Promise<void> => {
      for (const entry of queue) {
        // A newer change may have replaced this content; the next round reads the new one.
        if (entries.get(entry.path) === entry) await reading(entry);
        if (waiting === 0) complete = false;
        if (!complete) return;
      }
    };
    await Promise.all(Array.from({ length: Math.min(readingsAtOnce, stale.length) }, hand));
    return complete;
  }

  return {
    change: async (changes, signal) => {
      signal?.throwIfAborted();
      for (const change of changes) take(change);
      waiting++;
      try {
        while (settled !== taken) {
          running ??= settle().finally(() => {
            running = null;
          });
          await untilAborted(running, signal);
        }
      } finally {
        waiting--;
      }
    },
    snapshot: () => {
      const wanted = planned();
      const all = inOrder(entries);
      const used = all.filter((entry) => entry.facts !== null && (!isCode(entry.format) || wanted.has(entry.path)));
      return {
        facts: factsByFile(used.flatMap((entry) => entry.facts?.result ?? [])),
        problems: all.flatMap(({ path, problem }) => (problem === null ? [] : [{ file: path, message: problem }])),
        unread: inOrder(unread),
        files: all.length,
        parsed: used.filter((entry) => isCode(entry.format)).length,
        cached: used.filter((entry) => entry.facts?.cached === true).length,
        read: used.length,
        complete: !all.some((entry) => entry.failed),
      };
    },
    version: () => version,
  };
}

function newEntry(path: string, format: Format, text: string, digest: string, sizeLimit: number): Entry {
  const problem =
    text.length > sizeLimit ? `It is longer than ${sizeLimit} characters and was not read.` : noTextProblem(text);
  return {
    path,
    format,
    digest,
    text: problem === null ? text : null,
    outline: null,
    planned: null,
    facts: null,
    problem,
    failed: false,
  };
}

function isSameOutline(a: Outline, b: Outline | null): boolean {
  if (b === null || a.state !== b.state || a.path !== b.path) return false;
  return isSameList(a.modules, b.modules) && isSameList(a.words, b.words);
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function isRead(entry: Entry): boolean {
  return entry.facts !== null || entry.problem !== null;
}

function inOrder<Item extends { readonly path: string }>(entries: ReadonlyMap<string, Item>): readonly Item[] {
  return [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function untilAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let abort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
