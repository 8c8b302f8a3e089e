import type { Operation } from '../facts/operations.ts';
import { isLookedAt } from '../link/looked-at.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';
import type { Span } from '../text/range.ts';
import { contains } from './guard.ts';

/** Whether an access asks a collection for something: it reads, tests or goes over it, or takes an entry out to look at it. */
export function isReading(graph: ProgramGraph, cell: StateCell, access: CellAccess): boolean {
  if (access.kind === 'test' && onlyRemoves(graph, cell, access)) return false;
  return ['read', 'test', 'iterate', 'size', 'escape'].includes(access.kind) || takesOne(graph, cell, access);
}

/** `if key in entries: del entries[key]`: nothing hangs on the answer but that the entry goes, where there is one. */
function onlyRemoves(graph: ProgramGraph, cell: StateCell, { function: key, site }: CellAccess): boolean {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  const removals = new Set(cell.accesses.flatMap(({ kind, operation }) => (kind === 'remove' ? [operation] : [])));
  const hanging = stepsByTest(operations).filter(({ test }) => contains(test, site.span));
  return hanging.length > 0 && hanging.every(({ steps }) => steps.every((step) => removals.has(step)));
}

/** The steps that hang on each condition of a function. */
const stepsByTest = remembered((operations: readonly Operation[]) => {
  const found = new Map<string, { readonly test: Span; readonly steps: Operation[] }>();
  for (const operation of operations) {
    for (const { test } of operation.guards) {
      const known = found.get(test.span.join());
      if (known === undefined) found.set(test.span.join(), { test: test.span, steps: [operation] });
      else known.steps.push(operation);
    }
  }
  return [...found.values()];
});

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
