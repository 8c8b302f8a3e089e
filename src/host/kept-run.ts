import { readFileSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { InstanceOverrides } from '../engine/instances.ts';
import { productDigest } from './build-digests.ts';
import { cacheFolderOutside } from './cache-folder.ts';
import { keepFile } from './keep-file.ts';
import { digestOf, largestFile, readTextNow } from './read-text.ts';
import { type Seen, seenStill } from './seen.ts';
import { sha1 } from './sha1.ts';
import { sweepCache } from './sweep-cache.ts';

/** The configuration that counts where nobody names another, from the root on. */
export const defaultConfiguration = 'second-instance.json';

/** All that decides what a run over a workspace says, besides the files in it. */
export interface RunQuestion {
  readonly root: string;
  /** Absolute, or from the root on. */
  readonly configurationFile: string;
  readonly overrides: InstanceOverrides;
  /** ISO date. */
  readonly today: string;
  /** Names all code and data of the product; null keeps nothing. The built product's own unless said otherwise. */
  readonly product?: string | null;
  /** Where to keep it; the user's cache folder unless said otherwise. */
  readonly folder?: string;
}

/** What the last run over a workspace said. */
export interface KeptRun {
  /** Undefined when there is none, or when anything that decides it is not what it was. */
  readonly recall: () => unknown;
  /** Keeps plain data. It holds from today on and `through` the date that is given, or without end. */
  readonly keep: (seen: Seen, through: string | null, value: unknown) => void;
}

interface RunRecord {
  readonly question: string;
  readonly from: string;
  readonly through: string | null;
  readonly seen: Seen;
  readonly value: unknown;
}

/** One file for each workspace, beside its facts. Null where nothing may be kept. */
export function openKeptRun(asked: RunQuestion): KeptRun | null {
  const product = asked.product === undefined ? productDigest : asked.product;
  const folder = asked.folder ?? cacheFolderOutside(asked.root);
  if (product === null || folder === null) return null;
  const file = join(folder, `${sha1(asked.root)}.run`);
  // Made once, before the files are looked at, so that a configuration that changes meanwhile is never taken for read.
  const question = questionOf(asked, product);
  return {
    recall: () => {
      const record = recordIn(file);
      if (record === null || record.question !== question) return undefined;
      if (asked.today < record.from || (record.through !== null && asked.today > record.through)) return undefined;
      const startedAt = Date.now();
      const seen = seenStill(asked.root, record.seen, largestFile, startedAt);
      if (seen === null) return undefined;
      if (seen !== record.seen) keepFile(file, () => JSON.stringify({ ...record, seen }));
      else noteUse(file, startedAt);
      return record.value;
    },
    keep: (seen, through, value) => {
      const record: RunRecord = { question, from: asked.today, through, seen, value };
      keepFile(file, () => JSON.stringify(record));
      sweepCache(folder);
    },
  };
}

function questionOf({ root, configurationFile, overrides }: RunQuestion, product: string): string {
  const configuration = digestOf(readTextNow(resolve(root, configurationFile), largestFile));
  const named = Object.entries(overrides.byProgram).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    // Another Node may have other patterns, numbers or stack, which must not be mistaken for ours.
    [product, process.version, root],
    [configurationFile, configuration],
    [overrides.all, overrides.assumed, named],
  ]);
}

/** A damaged record counts as none. */
function recordIn(file: string): RunRecord | null {
  try {
    const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(record) ? record : null;
  } catch {
    return null;
  }
}

/** Written and replaced as a whole, so that a record with its outer parts has its inner ones. */
function isRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null) return false;
  return 'question' in value && 'from' in value && 'through' in value && 'seen' in value && 'value' in value;
}

const oneDay = 24 * 60 * 60 * 1000;

/** Notes now and then that the record is used, because what nobody uses is swept away. */
function noteUse(file: string, now: number): void {
  try {
    if (statSync(file).mtimeMs < now - oneDay) utimesSync(file, new Date(now), new Date(now));
  } catch {
    // A record that cannot be touched is made again one day.
  }
}
