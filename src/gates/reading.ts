import { isLookedAt } from '../link/looked-at.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { onlyChanges } from './changing.ts';

/** Whether an access asks a collection for something: it reads, tests or goes over it, or takes an entry out to look at it. */
export function isReading(graph: ProgramGraph, cell: StateCell, access: CellAccess): boolean {
  if (onlyChanges(graph, cell, access)) return false;
  return ['read', 'test', 'iterate', 'size', 'escape'].includes(access.kind) || takesOne(graph, cell, access);
}

/**
 * `sent = codes.pop(email, None)`: the entry under a key, read and removed in one. A list gives whichever is next, and what
 * is thrown away is only removed.
 */
function takesOne(graph: ProgramGraph, cell: StateCell, { kind, operation, site }: CellAccess): boolean {
  if (kind !== 'remove' || operation.kind !== 'container' || cell.shape === 'list') return false;
  if (operation.method !== 'pop' || operation.key === null || operation.call === null) return false;
  const code = graph.facts.get(site.file)?.code ?? null;
  return code !== null && isLookedAt(code, operation.call);
}
