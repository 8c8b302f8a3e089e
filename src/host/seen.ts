import { readFileSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ignoreFile, saidAbove } from './ignored.ts';
import { decidingNames, type Listing } from './list-files.ts';
import { digestOf, readStatedNow } from './read-text.ts';
import { sha1 } from './sha1.ts';

/** All that a workspace's files said when they were read, told so that a later run can find out whether they still do. */
export interface Seen {
  /** What decides from above the root which files count. */
  readonly above: string;
  /** By folder, the names in it that decide which files there are. */
  readonly folders: readonly (readonly [folder: string, names: readonly string[]])[];
  readonly files: readonly SeenFile[];
}

/** A file that was read, or one that says what to ignore. */
export interface SeenFile {
  readonly path: string;
  /** The file's state on disk; null where it changed so lately that it may change again and look the same. */
  readonly stamp: string | null;
  readonly digest: string;
}

/** Milliseconds that the clock of a file system may stand still; FAT counts in steps of two seconds. */
const coarsestClock = 2000;

/** Tells what was read. `startedAt` is the wall clock's time before anything was looked at. */
export function seenOf(root: string, { folders }: Listing, read: readonly SeenFile[], startedAt: number): Seen {
  const ignoring = [...folders]
    .filter(([, names]) => names.includes(ignoreFile))
    .map(([folder]): SeenFile => {
      const path = folder === '' ? ignoreFile : `${folder}/${ignoreFile}`;
      return seenFile(path, stated(root, path, 0), startedAt);
    });
  return { above: saidAbove(root), folders: [...folders], files: [...ignoring, ...read] };
}

export function seenFile(path: string, { digest, stats }: Stated, startedAt: number): SeenFile {
  return { path, digest, stamp: stats === null ? null : stampOf(stats, startedAt) };
}

/**
 * What was seen, with the stamps of now, when every file still says the same; null when something differs. A file whose
 * state is as it was is not opened.
 */
export function seenStill(root: string, seen: Seen, sizeLimit: number, startedAt: number): Seen | null {
  if (saidAbove(root) !== seen.above) return null;
  if (!seen.folders.every(([folder, names]) => sameNames(names, decidingNames(root, folder)))) return null;
  const files: SeenFile[] = [];
  let same = true;
  for (const file of seen.files) {
    const now = statOf(join(root, file.path));
    if (now !== null && file.stamp !== null && stampOf(now, startedAt) === file.stamp) {
      files.push(file);
      continue;
    }
    const read = seenFile(file.path, stated(root, file.path, sizeLimit), startedAt);
    if (read.digest !== file.digest) return null;
    if (read.stamp !== file.stamp) same = false;
    files.push(read);
  }
  return same ? seen : { ...seen, files };
}

interface Stated {
  readonly digest: string;
  readonly stats: Stats | null;
}

function stated(root: string, path: string, sizeLimit: number): Stated {
  const file = join(root, path);
  if (basename(path) === ignoreFile) return wholeFile(file);
  const { read, stats } = readStatedNow(file, sizeLimit);
  return { digest: digestOf(read), stats };
}

/** What ignores is followed whatever it looks like, so that all of it counts. */
function wholeFile(file: string): Stated {
  const stats = statOf(file);
  try {
    return { digest: sha1(readFileSync(file, 'utf8')), stats };
  } catch {
    return { digest: 'none', stats };
  }
}

function statOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}

/** As git does for its index: a file that changed at about the time of the look could change again within one tick. */
function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats, startedAt: number): string | null {
  if (Math.max(mtimeMs, ctimeMs) > startedAt - coarsestClock) return null;
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
