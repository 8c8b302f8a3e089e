import type { CodeFacts } from '../facts/code.ts';
import type { Operation } from '../facts/operations.ts';
import type { CallId, Value } from '../facts/values.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { partsOf } from './value-parts.ts';

/** Whether an access asks a collection for something: it reads, tests or goes over it, or takes an entry out to look at it. */
export function isReading(graph: ProgramGraph, cell: StateCell, access: CellAccess): boolean {
  if (access.kind === 'test' && onlyRemoves(graph, cell, access)) return false;
  return ['read', 'test', 'iterate', 'size', 'escape'].includes(access.kind) || takesOne(graph, cell, access);
}

/** `if key in entries: del entries[key]`: nothing hangs on the answer but that the entry goes, where there is one. */
function onlyRemoves(graph: ProgramGraph, cell: StateCell, { function: key, site }: CellAccess): boolean {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  const removals = new Set(cell.accesses.flatMap(({ kind, operation }) => (kind === 'remove' ? [operation] : [])));
  const hanging = operations.filter(({ guards }) =>
    guards.some(({ test }) => test.span[0] <= site.span[0] && site.span[1] <= test.span[1]),
  );
  return hanging.length > 0 && hanging.every((operation) => removals.has(operation));
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

/** Whether what a call gives is named, returned, compared or handed on. */
function isLookedAt(code: CodeFacts, call: CallId): boolean {
  const holds = (value: Value | null): boolean => {
    if (value === null) return false;
    if (value.kind === 'call') return value.call === call || (code.calls[value.call]?.arguments.some(holds) ?? false);
    if (value.kind === 'reference') return value.reference.root.kind === 'call' && value.reference.root.call === call;
    return partsOf(value).some(holds);
  };
  const inStep = (operation: Operation): boolean =>
    operation.guards.some(({ test }) => holds(test)) || ('value' in operation && holds(operation.value));
  return (
    code.declarations.some(({ initial }) => holds(initial)) ||
    code.calls.some(({ callee, arguments: given }) => {
      return given.some(holds) || (callee.root.kind === 'call' && callee.root.call === call);
    }) ||
    code.functions.some(({ operations }) => operations.some(inStep))
  );
}
