import type { Finding } from '../../findings/types.ts';
import type { ProgramGraph, Route } from '../../link/program-graph.ts';
import { isAsk } from './verbs.ts';

/** Routes by which a finding is met, as its places tell: what changes something, and what asks for it. */
export interface MetBy {
  readonly changing: Route | null;
  readonly asking: Route | null;
  /** Any of them, the first that its places lead to. */
  readonly any: Route | null;
}

export function routesOf(finding: Finding, graph: ProgramGraph): MetBy {
  const places = [{ file: finding.file, range: finding.range }, ...finding.related];
  const { subject } = finding;
  const use = subject.kind === 'use' ? graph.uses.find(({ id }) => id === subject.id) : undefined;
  const routes = [
    ...new Set([
      ...(use?.routes ?? []),
      ...places.flatMap(({ file, range }) => routesAt(graph, file, offsetOf(graph, file, range.start))),
    ]),
  ];
  const changing = routes.find(({ verb }) => !isAsk(verb)) ?? null;
  const asks = routes.filter(({ verb }) => isAsk(verb));
  const [near = null] = [...asks].sort((a, b) => likeness(b, changing) - likeness(a, changing));
  return { changing, asking: near, any: routes[0] ?? null };
}

function offsetOf(graph: ProgramGraph, file: string, { line, character }: Finding['range']['start']): number {
  return (graph.facts.get(file)?.lineStarts[line] ?? 0) + character;
}

/** Routes that a place registers, or whose handlers are seen to come to it. */
function routesAt(graph: ProgramGraph, file: string, offset: number): readonly Route[] {
  const holds = (span: readonly [number, number]) => span[0] <= offset && offset < span[1];
  const registered = graph.routes.filter(({ site }) => site.file === file && holds(site.span));
  const [innermost] = [...graph.functions.values()]
    .filter((each) => each.file === file && each.fact.kind !== 'module' && holds(each.fact.span))
    .sort((a, b) => length(a.fact.span) - length(b.fact.span));
  const reaches = innermost === undefined ? [] : (graph.moments.get(innermost.key) ?? []);
  const reached = reaches.flatMap(({ moment, certainty, entry }) => {
    if (moment !== 'request' || certainty !== 'proved' || entry === null || entry.route === null) return [];
    return graph.routes[entry.route] ?? [];
  });
  const handled =
    innermost === undefined ? [] : graph.routes.filter(({ handlers }) => handlers.includes(innermost.key));
  return [...registered, ...handled, ...reached];
}

function length([start, end]: readonly [number, number]): number {
  return end - start;
}

/** How many signs two paths begin with alike. */
function likeness(route: Route, other: Route | null): number {
  const [a, b] = [route.path ?? '', other?.path ?? ''];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same;
}
