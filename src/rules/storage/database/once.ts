import type { Found, Verdict } from '../../../findings/rule.ts';

/**
 * One finding for each database of a program: one path is one database, whoever opens it, and what one file opens is told
 * at the first.
 */
export function oncePerDatabase(verdicts: readonly Verdict[]): readonly Verdict[] {
  const kept: Found[] = [];
  const others = new Map<Found, Found[]>();
  const silent: Verdict[] = [];
  for (const verdict of verdicts) {
    if (verdict.kind !== 'found') {
      silent.push(verdict);
      continue;
    }
    const first = kept.find((each) => isSame(each, verdict));
    if (first === undefined) {
      kept.push(verdict);
      continue;
    }
    others.set(first, [...(others.get(first) ?? []), verdict]);
    const reason = 'It is told where the same program first opens its database.';
    silent.push({ kind: 'silent', site: verdict.site, gate: 'role', reason });
  }
  const told = kept.map((first) => ({ ...first, related: [...first.related, ...placesOf(others.get(first) ?? [])] }));
  return [...told, ...silent];
}

const mostPlaces = 5;

function placesOf(others: readonly Found[]): Found['related'] {
  return others.slice(0, mostPlaces).map(({ site }) => ({ site, message: 'It is opened here, too.' }));
}

function isSame(one: Found, other: Found): boolean {
  const isOneProgram = other.judgement.programs.some((name) => one.judgement.programs.includes(name));
  return isOneProgram && (one.site.file === other.site.file || one.symbol === other.symbol);
}
