import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { isSameMention } from './named-values.ts';
import { areMarks } from './own-marks.ts';
import type { Purpose } from './purpose.ts';
import { asksAbout } from './refusal.ts';

/** What was let in once stands here and is refused from then on, so a second instance lets it in once more. */
const usedTokens: Purpose = {
  title: 'Used tokens',
  gravity: 'grave',
  harm: 'a token used on one can be used again on another',
};
const usedCodes: Purpose = {
  title: 'Used codes',
  gravity: 'grave',
  harm: 'a code used on one can be used again on another',
};

/** `if (used.has(token)) return false; used.add(token);`: being in it means that it is not let in again. */
export function isSpent(purpose: Purpose | null): boolean {
  return purpose === usedTokens || purpose === usedCodes;
}

/** Tells tokens and codes that wait to be used from those that were used and must not be used again. */
export function withSpent(graph: ProgramGraph, cell: StateCell, purpose: Purpose | null): Purpose | null {
  if (purpose?.title !== 'Tokens' && purpose?.title !== 'One-time codes') return purpose;
  const growth = growthOf(cell);
  const isUsedUp =
    growth.length > 0 && areMarks(graph, cell) && growth.every((access) => asksFirst(graph, cell, access));
  if (!isUsedUp) return purpose;
  return purpose.title === 'Tokens' ? usedTokens : usedCodes;
}

/** Whether an entry goes in only where the same function did not find it there. */
export function asksFirst(
  graph: ProgramGraph,
  cell: StateCell,
  { function: key, site, operation, ...access }: CellAccess,
): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  return (
    code !== null &&
    cell.accesses.some(
      (other) =>
        (other.kind === 'test' || other.kind === 'read') &&
        other.function === key &&
        other.site.span[0] < site.span[0] &&
        isSameMention(other.key, access.key ?? access.value) &&
        operation.guards.some(({ test }) => asksAbout(code, test, other.site.span, 0)),
    )
  );
}
