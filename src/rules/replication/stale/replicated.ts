import type { ReadFromPrimary } from '../../../catalog/replicas.ts';
import type { Library } from '../../../catalog/types.ts';
import { optionOf } from '../../../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph, Site } from '../../../link/program-graph.ts';

/** A library whose reads go to copies of the database, and the place that says so. */
export interface Replicated {
  readonly library: Library;
  readonly site: Site;
  readonly fromPrimary: ReadFromPrimary;
}

/** The libraries of some files that read from copies. */
export function replicatedIn(graph: ProgramGraph, files: ReadonlySet<string>): readonly Replicated[] {
  const libraries = new Map(
    graph.uses.filter(({ file }) => files.has(file)).map(({ library }) => [library.id, library]),
  );
  return [...libraries.values()].flatMap((library) => {
    const { fromPrimary } = library;
    const site = fromPrimary === undefined ? null : (byOption(graph, files, library) ?? byCall(graph, files, library));
    return site === null || fromPrimary === undefined ? [] : [{ library, site, fromPrimary }];
  });
}

function byOption(graph: ProgramGraph, files: ReadonlySet<string>, { id }: Library): Site | null {
  for (const use of graph.uses) {
    const { replicas } = use.pattern;
    if (use.library.id !== id || !files.has(use.file) || replicas?.options === undefined) continue;
    const { state, key, meanings } = optionOf(graph, use, replicas.options);
    if (state !== 'present' || meanings.every(isNothing) || staysWithPrimary(graph, use)) continue;
    return key ?? { file: use.file, span: use.fact.calleeSpan };
  }
  return null;
}

function isNothing(meaning: Meaning): boolean {
  if (meaning.kind === 'literal') return meaning.value === null || meaning.value === false;
  return meaning.kind === 'value' && meaning.value.kind === 'list' && meaning.value.items.length === 0;
}

function staysWithPrimary(graph: ProgramGraph, use: LibraryUse): boolean {
  const except = use.pattern.replicas?.exceptWhen;
  if (except === undefined) return false;
  return optionOf(graph, use, except.options).meanings.some(
    (meaning) => meaning.kind === 'literal' && except.values.includes(String(meaning.value)),
  );
}

function byCall(graph: ProgramGraph, files: ReadonlySet<string>, library: Library): Site | null {
  const patterns = library.replicatedBy ?? [];
  if (patterns.length === 0) return null;
  for (const file of [...files].sort()) {
    const code = graph.facts.get(file)?.code ?? null;
    const named = new Set(patterns.flatMap((pattern) => (pattern.kind === 'export' ? pattern.modules : [])));
    if (code === null || !code.imports.some(({ module }) => named.has(module))) continue;
    const at = code.calls.findIndex((_, call) => graph.following?.isCallOf(file, call, patterns) === true);
    const fact = code.calls[at];
    if (fact !== undefined) return { file, span: fact.calleeSpan };
  }
  return null;
}
