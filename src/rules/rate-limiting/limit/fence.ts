import type { Stop } from '../../../gates/stop.ts';
import { describeSite } from '../../../link/places.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import { limitOf } from './limit.ts';
import { limiterName } from './name.ts';
import { meantByName } from './words.ts';

/**
 * A limiter that is named for a secret while a stricter one of the same name stands on what takes it: what is left to
 * the looser one is the page around it, and tries are counted by the other.
 */
export function fenceStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const counted = secretOf(graph, use);
  const rate = rateOf(graph, use);
  if (counted === null || rate === null || use.stands.some(({ whole }) => whole)) return null;
  const stricter = graph.uses.find((each) => {
    if (each.id === use.id || each.pattern.role !== 'rate-limiter' || each.file !== use.file) return false;
    const theirs = rateOf(graph, each);
    if (secretOf(graph, each) !== counted || theirs === null || theirs >= rate) return false;
    const isTheirs = (route: (typeof use.routes)[number]): boolean => each.routes.includes(route);
    const takers = use.routes.filter(({ verb, path }) => verb !== 'GET' && path !== null);
    return use.routes.some(isTheirs) && !use.routes.every(isTheirs) && takers.every(isTheirs);
  });
  return stricter === undefined
    ? null
    : {
        gate: 'role',
        reason: `What takes the secret stands behind the stricter limit at ${describeSite(graph.facts, { file: stricter.file, span: stricter.fact.calleeSpan })}.`,
      };
}

function secretOf(graph: ProgramGraph, use: LibraryUse): string | null {
  const name = limiterName(graph, use);
  const meant = name === null ? null : meantByName([name]);
  return meant?.kind === 'secret' ? meant.counted : null;
}

/** Allowed in a millisecond; null where it cannot be read. */
function rateOf(graph: ProgramGraph, use: LibraryUse): number | null {
  const limit = limitOf(graph, use);
  return limit?.windowMilliseconds == null ? null : limit.count / limit.windowMilliseconds;
}
