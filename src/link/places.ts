import type { FactsByFile } from '../facts/store.ts';
import { positionAt, rangeOf } from '../text/lines.ts';
import type { Place } from '../text/range.ts';
import type { Site } from './program-graph.ts';

/** A site's lines and characters, 0-based. A file without facts gives its start. */
export function placeOf(facts: FactsByFile, site: Site): Place {
  return { file: site.file, range: rangeOf(facts.get(site.file)?.lineStarts ?? [0], site.span) };
}

/** A site as messages name it, with a 1-based line: `src/a.ts:12`. */
export function describeSite(facts: FactsByFile, site: Site): string {
  const starts = facts.get(site.file)?.lineStarts ?? [0];
  return `${site.file}:${positionAt(starts, site.span[0]).line + 1}`;
}
