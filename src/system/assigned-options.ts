import type { Value } from '../facts/values.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';

/**
 * What the function that makes a client assigned last to one of some options, such as `connection.host`, of the object
 * that the client is given by name: `options.connection.host = copy`. Null for an operator's result, undefined for none.
 */
export function assignedTo(graph: ProgramGraph, use: LibraryUse, options: readonly string[]): Value | null | undefined {
  const names = use.fact.arguments.flatMap((argument) =>
    argument.kind === 'reference' && argument.reference.root.kind === 'declared' && argument.reference.path.length === 0
      ? [argument.reference.root.declaration]
      : [],
  );
  const operations = graph.functions.get(use.function)?.fact.operations ?? [];
  const last = operations.findLast((each) => {
    if (each.kind !== 'assign' || each.span[1] > use.fact.span[0]) return false;
    const { root, path } = each.target;
    if (root.kind !== 'declared' || !names.includes(root.declaration) || path.length === 0) return false;
    return options.includes(path.join('.'));
  });
  return last?.kind === 'assign' ? last.value : undefined;
}
