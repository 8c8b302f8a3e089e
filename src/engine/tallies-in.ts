import { placeOf } from '../link/places.ts';
import { remembered } from '../link/remembered.ts';
import { talliesOf } from '../tallies/tallies.ts';
import type { Tally } from '../tallies/tally.ts';
import type { Analysis, PlacedTally } from './types.ts';

/**
 * What the numbers of a file came to at an analysis, which may be an older one, so that nobody waits for the next. All files'
 * are worked out at the first question, because their sums are shared.
 */
export function talliesIn(analysis: Analysis, file: string): readonly PlacedTally[] {
  return (talliesByFile(analysis).get(file) ?? []).map(({ site, ...told }) => ({
    ...told,
    range: placeOf(analysis.graph.facts, site).range,
  }));
}

const talliesByFile = remembered((analysis: Analysis): ReadonlyMap<string, readonly Tally[]> => {
  const { context, configuration, silences, suppressed } = analysis;
  const findings = [...analysis.findings, ...suppressed.map(({ finding }) => finding)];
  const byFile = new Map<string, Tally[]>();
  for (const tally of talliesOf({ ...context, configuration, findings, silences })) {
    byFile.set(tally.site.file, [...(byFile.get(tally.site.file) ?? []), tally]);
  }
  return byFile;
});
