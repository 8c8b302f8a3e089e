import type { Found, Verdict } from './rule.ts';

/**
 * Findings that one change mends, told once: the first of each key is told, and those after it stand beside it. What is
 * silent stays as it is, and so does the order.
 */
export function firstOfEach(
  verdicts: readonly Verdict[],
  keyOf: (found: Found) => string,
  beside: (first: Found, other: Found) => Found,
): readonly Verdict[] {
  const first = new Map<string, number>();
  const kept: Verdict[] = [];
  for (const verdict of verdicts) {
    const key = verdict.kind === 'found' ? keyOf(verdict) : null;
    const index = key === null ? undefined : first.get(key);
    const known = index === undefined ? undefined : kept[index];
    if (index !== undefined && known?.kind === 'found' && verdict.kind === 'found') {
      kept[index] = beside(known, verdict);
      continue;
    }
    if (key !== null) first.set(key, kept.length);
    kept.push(verdict);
  }
  return kept;
}

/** What is mended once for all programs that a finding is about. */
export function programsKey({ judgement }: Found): string {
  return judgement.programs.join(' ');
}

/** The place of a finding beside the one that is told, with what is true of it as well. */
export function placedBeside(message: string): (first: Found, other: Found) => Found {
  return (first, { site }) => ({ ...first, related: [...first.related, { site, message }] });
}
