import type { KeptAnswers } from '../../../catalog/kept-answers.ts';
import { keepingOf } from '../../../gates/shared.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { ClassNode, LibraryUse, ProgramGraph, Site } from '../../../link/program-graph.ts';

/** What keeps answers in the cache of a server: its own by a plugin, or those of other services by a class that fetches them. */
export interface KeepsAnswers {
  readonly site: Site;
  readonly kind: 'own' | 'fetched';
}

export function keepsAnswers(
  graph: ProgramGraph,
  files: ReadonlySet<string>,
  server: LibraryUse,
): readonly KeepsAnswers[] {
  const own = graph.uses
    .filter(
      ({ file, pattern, library }) => pattern.role === 'answers-kept' && library === server.library && files.has(file),
    )
    .filter((use) => keepingOf(graph, use).kind === 'memory')
    .map(({ file, fact }): KeepsAnswers => ({ site: { file, span: fact.calleeSpan }, kind: 'own' }));
  const fetched = [...graph.classes.values()]
    .filter((each) => files.has(each.file) && isSource(graph, each, server.pattern.keptAnswers?.sources ?? []))
    .map(({ file, fact }): KeepsAnswers => ({ site: { file, span: fact.nameSpan }, kind: 'fetched' }));
  return [...own, ...fetched];
}

function isSource(graph: ProgramGraph, node: ClassNode, sources: KeptAnswers['sources']): boolean {
  const bases = node.fact.extends.flatMap((reference) =>
    meaningsOf(graph, node.file, { kind: 'reference', reference, span: reference.span }),
  );
  return sources.some(
    ({ class: { modules, name }, given }) =>
      bases.some((base) => base.kind === 'external' && modules.includes(base.module) && base.name === name) &&
      (given === undefined || isGiven(graph, node, given)),
  );
}

/** `new Movies({ cache: server.cache })`: without it, each object keeps what it fetched to itself, and ends with its request. */
function isGiven(graph: ProgramGraph, { constructions }: ClassNode, name: string): boolean {
  return constructions.some(({ site }) => {
    const calls = graph.facts.get(site.file)?.code?.calls ?? [];
    const call = calls.find(({ span, construct }) => construct && span[0] <= site.span[0] && site.span[1] <= span[1]);
    return call?.arguments.some((value) => value.kind === 'object' && value.properties.some(({ key }) => key === name));
  });
}
