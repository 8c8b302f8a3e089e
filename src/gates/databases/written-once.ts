import type { Value } from '../../facts/values.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';

/** What a name of a module was made with, where it keeps that. */
export function writtenOnce(
  graph: ProgramGraph,
  file: string,
  { reference }: Value & { readonly kind: 'reference' },
): Value | null {
  const code = graph.facts.get(file)?.code;
  const { root, path } = reference;
  if (code == null || root.kind !== 'declared' || path.length > 0) return null;
  const { declaration } = root;
  const isAssigned = code.functions.some(({ operations }) =>
    operations.some(
      (operation) =>
        operation.kind === 'assign' &&
        operation.target.root.kind === 'declared' &&
        operation.target.root.declaration === declaration,
    ),
  );
  return isAssigned ? null : (code.declarations[declaration]?.initial ?? null);
}
