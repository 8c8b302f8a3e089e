import type { ConnectionDemand } from './types.ts';

/** More terms than these are a list that nobody reads; the rest stands as one sum, with the programs it is of. */
const shownTerms = 4;

/**
 * `3 × 20 (api) + 2 × (2 × 10 + 50) (worker) = 200`: a term for each program, the largest first where some are summed,
 * with its hosts, those of a roll-out, its processes where there are several, and its pools.
 */
export function formulaOf(demands: readonly ConnectionDemand[]): string {
  const terms = termsOf(demands);
  const isLong = terms.length > shownTerms + 1;
  const ordered = isLong ? [...terms].sort((a, b) => b.connections - a.connections) : terms;
  const rest = isLong ? ordered.slice(shownTerms) : [];
  const shown = ordered.slice(0, ordered.length - rest.length).map(({ text }) => text);
  const names = [...new Set(rest.map(({ program }) => program))].join(', ');
  const last = rest.length === 0 ? [] : [`${sumOf(rest)} (${names})`];
  return `${[...shown, ...last].join(' + ')} = ${sumOf(terms)}`;
}

function sumOf(terms: readonly Term[]): number {
  return terms.reduce((total, { connections }) => total + connections, 0);
}

interface Term {
  readonly text: string;
  readonly program: string;
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
        program: first.program,
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
