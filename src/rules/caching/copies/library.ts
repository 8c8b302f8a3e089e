import { callOf, type Operation } from '../../../facts/operations.ts';
import type { Reference } from '../../../facts/values.ts';
import { lastName } from '../../../gates/origins.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { CellAccess, LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

/** What code does with the caches of libraries, by the call that makes each. */
export function accessesOfCaches(
  graph: ProgramGraph,
  caches: readonly LibraryUse[],
): ReadonlyMap<string, readonly CellAccess[]> {
  const found = new Map<string, CellAccess[]>(caches.map(({ id }) => [id, []]));
  if (caches.length === 0) return found;
  const drops = new Set(caches.flatMap(({ pattern }) => pattern.cache?.drops ?? []));
  for (const [key, { file, fact }] of graph.functions) {
    for (const operation of fact.operations) {
      const step = stepOf(graph, file, operation, drops);
      if (step === null) continue;
      const { target, span } = step;
      const made = meaningsOf(graph, file, { kind: 'reference', reference: target, span: target.span });
      for (const meaning of made) {
        const accesses = meaning.kind === 'tracked' ? found.get(meaning.use?.id ?? '') : undefined;
        accesses?.push({ ...step.access, function: key, operation, site: { file, span } });
      }
    }
  }
  return found;
}

interface Step {
  readonly target: Reference;
  readonly span: CellAccess['site']['span'];
  readonly access: Pick<CellAccess, 'kind' | 'key' | 'value'>;
}

function stepOf(graph: ProgramGraph, file: string, operation: Operation, drops: ReadonlySet<string>): Step | null {
  const { span } = operation;
  if (operation.kind === 'container') {
    const { target, access, key, value } = operation;
    return { target, span, access: { kind: access, key, value } };
  }
  const call = operation.kind === 'call' ? callOf(operation) : null;
  const code = graph.facts.get(file)?.code ?? null;
  const callee = call === null ? undefined : code?.calls[call]?.callee;
  if (code === null || call === null || callee === undefined || !drops.has(lastName(code, call))) return null;
  const target = { ...callee, path: callee.path.slice(0, -1) };
  return { target, span, access: { kind: 'remove', key: code.calls[call]?.arguments[0] ?? null, value: null } };
}
