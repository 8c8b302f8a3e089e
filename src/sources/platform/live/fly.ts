import { copiesAndRanges } from './ranges.ts';
import { countOf, type Json, type LiveReading, textOf } from './reading.ts';

const from = 'fly scale show --json';

/** `fly scale show --json`: the machines of each process group. Source: flyctl, internal/command/scale/show_machines.go. */
export function readFly(groups: readonly Json[]): LiveReading {
  const copies = groups.flatMap((group) => {
    const name = textOf(group['Process']);
    const count = countOf(group['Count']);
    return name === null || count === null ? [] : [{ name, count }];
  });
  return copiesAndRanges(copies, [], from);
}

export function isFly(groups: readonly Json[]): boolean {
  return groups.length > 0 && groups.every((group) => textOf(group['Process']) !== null && 'Count' in group);
}
