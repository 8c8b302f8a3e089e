import { changedLines, type LineChange } from './changed-lines.ts';

/** Lines around a change that show where it stands. */
const context = 3;

/** A change of one file as `patch` and `git apply` take it; empty when nothing changed. `before` is null for a new file. */
export function unifiedDiff(file: string, before: string | null, after: string): string {
  const changes = changedLines(linesOf(before ?? ''), linesOf(after));
  const hunks = hunksOf(changes);
  if (hunks.length === 0) return '';
  const header = [before === null ? '--- /dev/null' : `--- a/${file}`, `+++ b/${file}`];
  return `${[...header, ...hunks.map((hunk) => hunkText(changes, hunk))].join('\n')}\n`;
}

/** Lines with their ends, so that a last line without one stays different from one that has it. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

interface Hunk {
  readonly start: number;
  readonly end: number;
}

function hunksOf(changes: readonly LineChange[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const [index, change] of changes.entries()) {
    if (change.kind === 'same') continue;
    const start = Math.max(0, index - context);
    const end = Math.min(changes.length, index + context + 1);
    const last = hunks.at(-1);
    if (last !== undefined && start <= last.end) hunks[hunks.length - 1] = { start: last.start, end };
    else hunks.push({ start, end });
  }
  return hunks;
}

const marks = { same: ' ', removed: '-', added: '+' } as const;

function hunkText(changes: readonly LineChange[], { start, end }: Hunk): string {
  const hunk = changes.slice(start, end);
  const old = place(changes.slice(0, start), hunk, 'added');
  const now = place(changes.slice(0, start), hunk, 'removed');
  const lines = hunk.map(({ kind, line }) =>
    line.endsWith('\n') ? marks[kind] + line.slice(0, -1) : `${marks[kind]}${line}\n\\ No newline at end of file`,
  );
  return [`@@ -${old} +${now} @@`, ...lines].join('\n');
}

/** First line and number of lines of the side that `absent` lines are not on; an empty side starts at the line before it. */
function place(before: readonly LineChange[], hunk: readonly LineChange[], absent: LineChange['kind']): string {
  const count = hunk.filter((change) => change.kind !== absent).length;
  const first = before.filter((change) => change.kind !== absent).length + (count === 0 ? 0 : 1);
  return `${first},${count}`;
}
