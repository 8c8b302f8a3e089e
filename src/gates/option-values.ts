import type { Value } from '../facts/values.ts';
import { argumentOf } from '../link/evaluate.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';

/** What a call is given as its options, as far as it is written out; a factory of options gives what it returns. */
export function optionValues(
  graph: ProgramGraph,
  use: LibraryUse,
): readonly { readonly file: string; readonly value: Value }[] {
  if (use.pattern.options === null) return [];
  return argumentOf(graph, use, use.pattern.options).meanings.flatMap((meaning) => {
    if (meaning.kind === 'value') return [{ file: meaning.site.file, value: meaning.value }];
    const node = meaning.kind === 'function' ? graph.functions.get(meaning.function) : undefined;
    return (node?.fact.operations ?? []).flatMap((operation) =>
      node !== undefined && operation.kind === 'return' && operation.value !== null
        ? [{ file: node.file, value: operation.value }]
        : [],
    );
  });
}
