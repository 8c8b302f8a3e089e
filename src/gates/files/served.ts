import type { Value } from '../../facts/values.ts';
import { argumentOf } from '../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { ofValue } from './destination.ts';

/** The folder that a server of files gives out, as the code says it; null where it cannot be read. */
export function servedFolderOf(graph: ProgramGraph, use: LibraryUse): string | null {
  const value = servedValueOf(graph, use);
  return value === null ? null : ofValue(graph, value.file, value.value).path;
}

/** The value that names the folder, with the file that it is written in. */
export function servedValueOf(
  graph: ProgramGraph,
  use: LibraryUse,
): { readonly file: string; readonly value: Value } | null {
  const { destination } = use.pattern;
  if (destination === undefined) {
    const [value] = use.fact.arguments;
    return value === undefined ? null : { file: use.file, value };
  }
  const [meaning] = argumentOf(graph, use, destination).meanings;
  if (meaning === undefined) return null;
  const { file, span } = meaning.site;
  if (meaning.kind === 'value') return { file, value: meaning.value };
  return meaning.kind === 'literal' ? { file, value: { kind: 'literal', value: meaning.value, span } } : null;
}
