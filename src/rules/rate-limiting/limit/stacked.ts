import type { Found, Verdict } from '../../../findings/rule.ts';
import { describeSite } from '../../../link/places.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import type { Limit } from './limit.ts';

/** A limiter that was found, with what decides which of several is told. */
export interface FoundLimiter {
  readonly use: LibraryUse;
  readonly limit: Limit | null;
  readonly verdict: Found;
}

/**
 * Limiters with several windows on the very same routes are one promise: the strictest is told and names the others.
 * Those that stand on no route that can be seen are told each by itself.
 */
export function withoutStacked(graph: ProgramGraph, found: readonly FoundLimiter[]): readonly Verdict[] {
  const groups = new Map<string, FoundLimiter[]>();
  for (const each of found) {
    const routes = each.use.routes.map(({ site }) => `${site.file}:${site.span[0]}`).sort();
    const key = routes.length === 0 ? each.use.id : `${each.use.file}\n${routes.join('\n')}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group): readonly Verdict[] => {
    const [strictest, ...others] = [...group].sort((a, b) => rateOf(a.limit) - rateOf(b.limit));
    if (strictest === undefined) return [];
    const place = describeSite(graph.facts, strictest.verdict.site);
    return [
      {
        ...strictest.verdict,
        related: [
          ...strictest.verdict.related,
          ...others.map(({ verdict }) => ({
            site: verdict.site,
            message: 'This limit stands on the same routes and is counted the same way.',
          })),
        ],
      },
      ...others.map(
        ({ verdict }): Verdict => ({
          kind: 'silent',
          site: verdict.site,
          gate: 'role',
          reason: `It stands on the same routes as the stricter limit at ${place}, which is told for both.`,
        }),
      ),
    ];
  });
}

/** Allowed in a millisecond; a limit that cannot be read comes last. */
function rateOf(limit: Limit | null): number {
  return limit === null ? Number.POSITIVE_INFINITY : limit.count / (limit.windowMilliseconds ?? 60_000);
}
