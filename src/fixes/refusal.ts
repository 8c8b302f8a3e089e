import type { Refusal } from '../findings/fix.ts';
import { placeOf } from '../link/places.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';

/** Why a fix will not be built, where no one place is to blame. */
export function refusal(reason: string): Refusal {
  return { kind: 'refusal', reason, place: null };
}

/** The same with the place that is in the way. */
export function refusalAt(graph: ProgramGraph, reason: string, site: Site): Refusal {
  const { file, range } = placeOf(graph.facts, site);
  return { kind: 'refusal', reason, place: { file, line: range.start.line } };
}
