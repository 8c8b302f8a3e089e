import type { Verdict } from './rule.ts';

/** Of several verdicts on one place, as where two manifests lead to it, one: what is found before why there is silence. */
export function oncePerPlace(verdicts: readonly Verdict[]): readonly Verdict[] {
  const found = new Set(verdicts.filter(({ kind }) => kind === 'found').map(keyOf));
  const seen = new Set<string>();
  return verdicts.filter((verdict) => {
    const key = keyOf(verdict);
    const isFirst = !seen.has(key) && (verdict.kind === 'found' || !found.has(key));
    if (isFirst) seen.add(key);
    return isFirst;
  });
}

function keyOf({ site: { file, span } }: Verdict): string {
  return `${file}#${span.join('-')}`;
}
