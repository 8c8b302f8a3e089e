import type { Operation } from '../facts/operations.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { beginsEmpty } from './begins-empty.ts';
import { sources } from './origins.ts';

/**
 * Whether a function that reads a source puts something in, in a loop, after it has begun the collection anew: an index
 * over what it read, even where its entries begin empty and are filled step by step.
 */
export function isBuiltFromSource(graph: ProgramGraph, cell: StateCell, access: CellAccess): boolean {
  if (!access.operation.inLoop || isGiven(graph, access)) return false;
  const [start] = access.site.span;
  const isBegun = cell.accesses.some(
    (other) =>
      other.function === access.function &&
      (other.kind === 'clear' || (other.kind === 'assign' && beginsEmpty(other.value))) &&
      !other.operation.inLoop &&
      other.site.span[0] < start,
  );
  const effects = graph.effects.get(access.function) ?? [];
  const isRead = effects.some(
    ({ effect, site, operation }) => sources.has(effect) && site.span[0] < start && operation.awaited,
  );
  return isBegun && isRead;
}

/** Whether the function takes something from outside that its loops could go over instead. */
function isGiven(graph: ProgramGraph, { function: key }: CellAccess): boolean {
  const fact = graph.functions.get(key)?.fact;
  const given = new Set(fact?.parameters ?? []);
  return given.size > 0 && (fact?.operations ?? []).some((operation) => isOverGiven(operation, given));
}

function isOverGiven(operation: Operation, given: ReadonlySet<number>): boolean {
  if (operation.kind !== 'container' || operation.access !== 'iterate') return false;
  const { root } = operation.target;
  return root.kind === 'declared' && given.has(root.declaration);
}
