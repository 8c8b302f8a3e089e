import type { ConnectionDemand } from '../../../system/types.ts';

/** More terms than these are a list that nobody reads; the rest is counted. */
const shownTerms = 4;

/**
 * `3 × 20 (api) + 2 × (2 × 10 + 50) (worker) = 200`: a term for each program, the largest first where not all are
 * shown, with its hosts, those of a roll-out, its processes where there are several, and its pools.
 */
export function formulaOf(demands: readonly ConnectionDemand[]): string {
  const terms = termsOf(demands);
  const isLong = terms.length > shownTerms;
  const shown = isLong ? [...terms].sort((a, b) => b.connections - a.connections).slice(0, shownTerms) : terms;
  const rest = isLong ? [`${terms.length - shownTerms} more`] : [];
  const sum = terms.reduce((total, { connections }) => total + connections, 0);
  return `${[...shown.map(({ text }) => text), ...rest].join(' + ')} = ${sum}`;
}

interface Term {
  readonly text: string;
  readonly connections: number;
}

/** Pools that the same processes of a program open stand in one bracket. */
function termsOf(demands: readonly ConnectionDemand[]): readonly Term[] {
  const groups = new Map<string, ConnectionDemand[]>();
  for (const demand of demands) {
    const key = `${demand.program}\n${factorOf(demand)}`;
    groups.set(key, [...(groups.get(key) ?? []), demand]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const pools = poolsOf(group.map(({ poolMaximum }) => poolMaximum));
    return [
      {
        text: `${factorOf(first)} × ${pools} (${first.program})`,
        connections: group.reduce((total, { connections }) => total + connections, 0),
      },
    ];
  });
}

function factorOf({ hosts, surge, processesPerHost }: ConnectionDemand): string {
  const copies = surge === 0 ? `${hosts}` : `(${hosts} + ${surge})`;
  return processesPerHost === 1 ? copies : `${copies} × ${processesPerHost}`;
}

/** `20`, `(10 + 50)`, `(2 × 10 + 50)`: pools of one size are counted. */
function poolsOf(sizes: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  const parts = [...counts].map(([size, count]) => (count === 1 ? `${size}` : `${count} × ${size}`));
  return sizes.length === 1 ? parts.join() : `(${parts.join(' + ')})`;
}
