import type { Operation } from '../../../facts/operations.ts';
import type { CellAccess, FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';
import { functionsIn, type Region } from './region.ts';

/**
 * Whether who gets the lock leaves at once where memory holds what the one before him fetched: `if (known[key]) return`,
 * in front of what fills `known`. Such a lock has one request fetch for all that came at the same time.
 */
export function savesCalls(graph: ProgramGraph, region: Region): boolean {
  const within = new Set(functionsIn(graph, region));
  const isHeld = ({ function: key, operation }: CellAccess): boolean =>
    within.has(key) || (key === region.function && region.operations.has(operation));
  const steps = [...within].flatMap((key) => leavingIn(graph, key, () => true));
  const own = leavingIn(graph, region.function, (operation) => region.operations.has(operation));
  return graph.cells.some(
    ({ accesses }) =>
      accesses.some((access) => fills.has(access.kind) && isHeld(access)) &&
      [...steps, ...own].some(({ key, operation }) =>
        accesses.some((access) => access.function === key && asks(operation, access)),
      ),
  );
}

const fills: ReadonlySet<CellAccess['kind']> = new Set(['write', 'assign']);

interface Leaving {
  readonly key: FunctionKey;
  readonly operation: Operation;
}

function leavingIn(
  graph: ProgramGraph,
  key: FunctionKey,
  isHeld: (operation: Operation) => boolean,
): readonly Leaving[] {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  return operations.flatMap((operation) =>
    operation.kind === 'return' && isHeld(operation) ? [{ key, operation }] : [],
  );
}

/** Whether a step is taken where what an access reads is there. */
function asks({ guards }: Operation, { site }: CellAccess): boolean {
  return guards.some(({ test }) => test.span[0] <= site.span[0] && site.span[1] <= test.span[1]);
}
