import type { CallPattern, FileStore, SharedWhen } from '../catalog/types.ts';
import type { Value } from '../facts/values.ts';
import { callAt } from '../link/calls-at.ts';
import { meaningsOf } from '../link/evaluate.ts';
import { exportMatches } from '../link/follow/patterns.ts';
import type { Meaning, ProgramGraph } from '../link/program-graph.ts';

/** Whether what a package made is one of the calls. */
export function matchesMade(
  patterns: readonly CallPattern[],
  made: { readonly module: string; readonly name: string },
): boolean {
  return patterns.some((pattern) => pattern.kind === 'export' && exportMatches(made, pattern.modules, pattern.name));
}

/** `new (memorystore(session))()`: what is constructed is one of the calls, or was itself made by one. */
export function isMadeBy(graph: ProgramGraph, patterns: readonly CallPattern[], meaning: Meaning): boolean {
  const call = callAt(graph.facts, meaning.site)?.fact;
  if (call === undefined || !call.construct || call.callee.path.length > 0) return false;
  const callee: Value = { kind: 'reference', reference: call.callee, span: call.callee.span };
  return meaningsOf(graph, meaning.site.file, callee).some(
    (each) => (each.kind === 'made' || each.kind === 'external') && matchesMade(patterns, each),
  );
}

/** The store of files that is given, if it is one. */
export function fileStoreOf(graph: ProgramGraph, { fileStores = [] }: SharedWhen, meaning: Meaning): FileStore | null {
  const isIt = ({ call }: FileStore): boolean =>
    meaning.kind === 'made' || meaning.kind === 'external'
      ? matchesMade([call], meaning)
      : isMadeBy(graph, [call], meaning);
  return fileStores.find(isIt) ?? null;
}
