import type { CodeFacts } from '../../../facts/code.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { Value } from '../../../facts/values.ts';
import { comparesOrder } from '../../../gates/comparing.ts';
import { growthOf } from '../../../gates/contents.ts';
import { isSameMention } from '../../../gates/named-values.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../../../link/program-graph.ts';
import { contains } from '../../../text/spans.ts';

/** Why a collection ever has fewer entries, as a sentence; null where an entry leaves only when it is asked for again. */
export function forgets(graph: ProgramGraph, cell: StateCell): string | null {
  const growth = growthOf(cell);
  for (const access of cell.accesses) {
    if (growth.includes(access)) continue;
    const { kind } = access;
    if (kind === 'clear' || kind === 'assign') return 'It begins anew from time to time.';
    if (kind === 'remove' && !isOfWhoAsks(graph, cell, access)) return 'Something takes entries out of it.';
    if (kind === 'escape') return 'It is handed to something that may take entries out.';
  }
  return isCounted(graph, cell) ? 'How many entries it has is compared with a bound.' : null;
}

/**
 * `if (kept.get(key).isOld()) kept.delete(key)`, `if (entry.until < now) kept.delete(key)`: the entry that is asked for goes
 * because it is old. One that goes because it was there is handed over, as a result that somebody picks up.
 */
function isOfWhoAsks(
  graph: ProgramGraph,
  cell: StateCell,
  { key, function: owner, operation, site }: CellAccess,
): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  if (operation.inLoop || code === null) return false;
  const asked = cell.accesses.filter(
    (each) => (each.kind === 'read' || each.kind === 'test') && each.function === owner && isSameMention(each.key, key),
  );
  return (
    asked.length > 0 &&
    operation.guards.some(({ test }) => comparesOrder(test) || asked.some((each) => isAskedOfEntry(code, test, each)))
  );
}

/** Whether a condition calls something on the entry itself. */
function isAskedOfEntry(code: CodeFacts, test: Value, access: CellAccess): boolean {
  const called = test.kind === 'call' ? code.calls[test.call] : undefined;
  if (called !== undefined) {
    const isOnEntry = called.callee.root.kind === 'call' || called.callee.path.length > 1;
    return isOnEntry && contains(called.span, access.site.span) && called.callee.span[0] <= access.site.span[0];
  }
  return partsOf(test).some((part) => isAskedOfEntry(code, part, access));
}

/** Whether its size stands in a comparison that something depends on. */
function isCounted(graph: ProgramGraph, cell: StateCell): boolean {
  const sizes = cell.accesses.filter(({ kind }) => kind === 'size' || kind === 'iterate');
  return sizes.some(({ site, function: owner }) =>
    (graph.functions.get(owner)?.fact.operations ?? []).some(({ guards }) =>
      guards.some(({ test }) => comparesOrder(test) && contains(test.span, site.span)),
    ),
  );
}
