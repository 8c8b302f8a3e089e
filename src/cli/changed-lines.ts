/** One line of two texts laid beside each other. */
export interface LineChange {
  readonly kind: 'same' | 'removed' | 'added';
  readonly line: string;
}

/** The shortest list of removals and additions that makes `before` into `after`, found greedily along diagonals. */
export function changedLines(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  const start = sharedLength(before, after, (lines, index) => lines[index]);
  const rest = Math.min(before.length, after.length) - start;
  const end = Math.min(
    rest,
    sharedLength(before, after, (lines, index) => lines[lines.length - 1 - index]),
  );
  return [
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function same(line: string): LineChange {
  return { kind: 'same', line };
}

function sharedLength(
  a: readonly string[],
  b: readonly string[],
  at: (lines: readonly string[], index: number) => string | undefined,
): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && at(a, length) === at(b, length)) length++;
  return length;
}

/** Walks outwards by number of changes; `reached[k]` is how far into `before` diagonal k has come. */
function middle(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  const most = before.length + after.length;
  const history: ReadonlyMap<number, number>[] = [];
  let reached = new Map<number, number>([[1, 0]]);
  for (let changes = 0; changes <= most; changes++) {
    history.push(reached);
    const next = new Map(reached);
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = cameDown(reached, diagonal, changes)
        ? (reached.get(diagonal + 1) ?? 0)
        : (reached.get(diagonal - 1) ?? 0) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      next.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return traced(before, after, history);
    }
    reached = next;
  }
  return [];
}

/** Whether a diagonal is best reached by taking a line of `after` in, rather than one of `before` out. */
function cameDown(reached: ReadonlyMap<number, number>, diagonal: number, changes: number): boolean {
  if (diagonal === -changes) return true;
  return diagonal !== changes && (reached.get(diagonal - 1) ?? 0) < (reached.get(diagonal + 1) ?? 0);
}

function traced(
  before: readonly string[],
  after: readonly string[],
  history: readonly ReadonlyMap<number, number>[],
): readonly LineChange[] {
  const changes: LineChange[] = [];
  let x = before.length;
  let y = after.length;
  for (const [count, reached] of [...history.entries()].reverse()) {
    const diagonal = x - y;
    const previous = cameDown(reached, diagonal, count) ? diagonal + 1 : diagonal - 1;
    const previousX = count === 0 ? 0 : (reached.get(previous) ?? 0);
    const previousY = count === 0 ? 0 : previousX - previous;
    while (x > previousX && y > previousY) {
      x--;
      y--;
      changes.push(same(before[x] ?? ''));
    }
    if (count === 0) break;
    if (x > previousX) changes.push({ kind: 'removed', line: before[--x] ?? '' });
    else if (y > previousY) changes.push({ kind: 'added', line: after[--y] ?? '' });
  }
  return changes.reverse();
}
