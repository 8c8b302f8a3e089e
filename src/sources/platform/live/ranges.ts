import type { LiveReading, LiveWorkload } from './reading.ts';

interface Copies {
  readonly name: string;
  readonly count: number;
}

interface Range {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * Joins what runs with what an autoscaler may make of it. Where one name stands twice, as in two namespaces, the larger
 * counts, because it is the one that breaks first.
 */
export function copiesAndRanges(copies: readonly Copies[], ranges: readonly Range[], from: string): LiveReading {
  const workloads = new Map<string, LiveWorkload>();
  const left: string[] = [];
  const take = (workload: LiveWorkload): void => {
    const known = workloads.get(workload.name);
    if (known === undefined || known.maximum < workload.maximum) workloads.set(workload.name, workload);
  };
  for (const { name, minimum, maximum } of ranges) {
    if (maximum === 0 || minimum > maximum) left.push(`${name} has no range of copies: ${minimum} to ${maximum}.`);
    else take({ name, minimum, maximum, from });
  }
  const scaled = new Map(ranges.map(({ name, maximum }) => [name, maximum]));
  for (const { name, count } of copies) {
    // One within the range is what the autoscaler runs now; more than its most stands elsewhere under the same name.
    if (count <= (scaled.get(name) ?? -1)) continue;
    if (count === 0) left.push(`${name} runs no copy now, which says nothing of how many will.`);
    else take({ name, minimum: count, maximum: count, from });
  }
  return { workloads: [...workloads.values()], databases: [], left };
}
