import type { FindingCounts, OverlayComponent } from '../findings/overlay.ts';

const kindWords: Readonly<Record<OverlayComponent['kind'], string>> = {
  client: 'client',
  gateway: 'gateway',
  loadbalancer: 'load balancer',
  service: 'service',
  worker: 'worker',
  scheduler: 'scheduler',
  database: 'database',
  cache: 'cache',
  queue: 'queue',
  storage: 'storage',
  volume: 'volume',
  search: 'search',
  external: 'external',
  observability: 'monitoring',
};

export function kindWord(kind: OverlayComponent['kind']): string {
  return kindWords[kind];
}

/** What a database is to others, `primary` or `replica`; a program's role is its kind already. */
export function roleWord({ kind, role }: OverlayComponent): string | null {
  return role !== undefined && (kind === 'database' || kind === 'cache') ? role : null;
}

/** `3 workers`, `2 searches`: the plural of a kind with its number. */
export function countedKind(kind: OverlayComponent['kind'], count: number): string {
  const word = kind === 'external' ? 'external host' : kind === 'observability' ? 'monitoring tool' : kindWords[kind];
  return `${count} ${plural(word, count)}`;
}

/** `1 instance`, `3 instances`, `2–10 instances`; null for what has no instances of its own. */
export function instancesText(component: OverlayComponent): string | null {
  const { instances } = component;
  if (instances === undefined) return null;
  if (instances.source === 'assumed') return 'instances unknown';
  if (instances.min === instances.max) return `${instances.max} ${plural('instance', instances.max)}`;
  return `${instances.min}–${instances.max} instances`;
}

/** `✖ 2  ⚠ 1`: a sign and a number for each severity, so that colour is never needed. Null when nothing is found. */
export function badgeText(counts: FindingCounts): string | null {
  const parts = [
    counts.error > 0 ? `✖ ${counts.error}` : null,
    counts.warning > 0 ? `⚠ ${counts.warning}` : null,
    counts.note > 0 ? `ℹ ${counts.note}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('  ');
}

/** The same in words: `2 errors, 1 warning`. */
export function countsText(counts: FindingCounts): string | null {
  const parts = (['error', 'warning', 'note'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${plural(severity, counts[severity])}`);
  return parts.length === 0 ? null : parts.join(', ');
}

export function addCounts(a: FindingCounts, b: FindingCounts): FindingCounts {
  return { error: a.error + b.error, warning: a.warning + b.warning, note: a.note + b.note };
}

export const noFindings: FindingCounts = { error: 0, warning: 0, note: 0 };

export function plural(word: string, count: number): string {
  if (count === 1) return word;
  return /(?:s|ch|sh|x)$/.test(word) ? `${word}es` : word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}
