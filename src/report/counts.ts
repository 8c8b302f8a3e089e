import type { Finding, Severity } from '../findings/types.ts';

/** From the worst on. */
export const severities: readonly Severity[] = ['error', 'warning', 'note'];

/** `2 errors, 1 warning`, leaving out what there is none of; `no findings` for none at all. */
export function countsText(findings: readonly Finding[]): string {
  const parts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [counted(count, severity)];
  });
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The findings of each file, in the order given. */
export function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) {
    const present = files.get(finding.file);
    if (present === undefined) files.set(finding.file, [finding]);
    else present.push(finding);
  }
  return files;
}

/** `src/a.ts:7:15`, 1-based, as people and editors write places. */
export function placeText(place: Pick<Finding, 'file' | 'range'>): string {
  return `${place.file}:${place.range.start.line + 1}:${place.range.start.character + 1}`;
}
