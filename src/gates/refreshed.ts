import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { isSameMention } from './named-values.ts';
import { isLoaded } from './origins.ts';
import { asksAbout } from './refusal.ts';
import type { Stop } from './stop.ts';

/**
 * Loaded from where all instances look, and brought up to date by a timer of each: what is put back after it was taken
 * out and changed only carries on what was loaded.
 */
export function refreshedStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const growth = growthOf(cell);
  const loaded = growth.filter((access) => isLoaded(graph, access));
  const isRefreshed =
    loaded.length > 0 &&
    growth.every((access) => loaded.includes(access) || carriesOn(graph, cell, access)) &&
    growth.every((access) => (graph.moments.get(access.function) ?? []).some(({ moment }) => moment === 'timer'));
  return isRefreshed
    ? { gate: 'role', reason: 'A timer of each instance brings it up to date from where all instances look.' }
    : null;
}

/** `const state = states[shop] ?? {}; …; states[shop] = state`. */
function carriesOn(
  graph: ProgramGraph,
  cell: StateCell,
  { site, function: key, value, ...access }: CellAccess,
): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  return (
    code !== null &&
    value !== null &&
    cell.accesses.some(
      (other) =>
        other.kind === 'read' &&
        other.function === key &&
        isSameMention(other.key, access.key) &&
        asksAbout(code, value, other.site.span, 0),
    )
  );
}
