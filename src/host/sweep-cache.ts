import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Days after which what no run has used is let go. */
const keptDays = 30;
/** Bytes of all that is kept together; what was used last stays. */
const mostBytes = 1024 * 1024 * 1024;
const oneDay = 24 * 60 * 60 * 1000;

interface Kept {
  readonly files: string[];
  bytes: number;
  usedAt: number;
}

/** Removes from the cache folder what was not used for long, and the oldest where all of it has grown too large. */
export function sweepCache(folder: string, now = Date.now()): void {
  let room = mostBytes;
  const newestFirst = [...keptIn(folder).values()].sort((a, b) => b.usedAt - a.usedAt);
  for (const { files, bytes, usedAt } of newestFirst) {
    room -= bytes;
    if (usedAt >= now - keptDays * oneDay && room >= 0) continue;
    for (const file of files) remove(file);
  }
}

/** Files that belong together have one name before the dot: a workspace's facts and its last run are used as one. */
function keptIn(folder: string): ReadonlyMap<string, Kept> {
  const groups = new Map<string, Kept>();
  for (const name of namesIn(folder)) {
    const file = join(folder, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) continue;
    // The compiler's compiled code has dots of its own in its name; it stands for itself.
    const group = /^[0-9a-f]{40}\./.test(name) ? name.slice(0, 40) : name;
    const kept = groups.get(group) ?? { files: [], bytes: 0, usedAt: 0 };
    kept.files.push(file);
    kept.bytes += stats.size;
    kept.usedAt = Math.max(kept.usedAt, stats.mtimeMs);
    groups.set(group, kept);
  }
  return groups;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Another run may have been faster, or the folder may not be ours.
  }
}
