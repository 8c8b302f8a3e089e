import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolderOutside } from './cache-folder.ts';
import { keepFile } from './keep-file.ts';
import { sha1 } from './sha1.ts';

/** What was read in earlier runs, by the content it was read from. */
export interface FactCache {
  readonly get: (key: string) => unknown;
  readonly set: (key: string, json: string) => void;
  /** How many entries earlier runs left. */
  readonly size: number;
  /**
   * Writes what this run used, when it differs from what was there, and lets go of all of it, so that a long-lived
   * server does not keep texts of facts beside the facts. A cache that cannot be written costs time alone.
   */
  readonly save: () => void;
}

export interface CacheOptions {
  readonly root: string;
  /** Names all that decides what a reader says of a content: its version and the words it looks for. */
  readonly readers: string;
  /** Where to keep it; the user's cache folder unless said otherwise. */
  readonly folder?: string;
}

/** One file for each workspace, outside of it: a line with the readers' name, then one line an entry. */
export function openFactCache(options: CacheOptions): FactCache {
  const file = cacheFile(options);
  const stored = file === null ? new Map<string, string>() : readEntries(file, options.readers);
  const size = stored.size;
  const used = new Map<string, string>();
  let changed = false;
  let saved = file === null;
  return {
    size,
    get: (key) => {
      const json = stored.get(key);
      if (json === undefined) return undefined;
      const value = parsed(json);
      if (value !== undefined) used.set(key, json);
      return value;
    },
    set: (key, json) => {
      if (saved) return;
      used.set(key, json);
      changed = true;
    },
    save: () => {
      if (file !== null && !saved && (changed || used.size !== size))
        keepFile(file, () => contentOf(options.readers, used));
      saved = true;
      stored.clear();
      used.clear();
    },
  };
}

function cacheFile({ root, folder }: CacheOptions): string | null {
  const chosen = folder ?? cacheFolderOutside(root);
  return chosen === null ? null : join(chosen, `${sha1(root)}.facts`);
}

function readEntries(file: string, readers: string): Map<string, string> {
  const entries = new Map<string, string>();
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return entries;
  }
  const [first, ...lines] = content.split('\n');
  if (first !== readers) return entries;
  for (const line of lines) {
    const cut = line.indexOf('\t');
    if (cut > 0) entries.set(line.slice(0, cut), line.slice(cut + 1));
  }
  return entries;
}

function contentOf(readers: string, entries: ReadonlyMap<string, string>): string {
  return [readers, ...[...entries].map(([key, json]) => `${key}\t${json}`)].join('\n');
}

/** A damaged entry counts as none. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
