import type { PathShape } from '../../link/paths/path-shape.ts';
import type { CallEdge, ProgramGraph } from '../../link/program-graph.ts';

/**
 * Whether a path says nothing but a folder that an object holds, of whose class different objects are made: `<folder>/*`.
 * Two such paths may be of two objects with a folder each, so that nothing says that they are one.
 */
export function isOfAnyObject(graph: ProgramGraph, shape: PathShape): boolean {
  const [, named = '', id = ''] = /^<([^<>]*)#(\d+)\.[^<>]*>(?:\/\*)+$/.exec(shape) ?? [];
  if (named === '') return false;
  const file = [...graph.facts.keys()].find((path) => path.replaceAll('/', ':') === named);
  const made = graph.facts.get(file ?? '')?.code?.classes[Number(id)]?.constructorId ?? null;
  if (made === null) return false;
  const kinds = (graph.callers.get(`${file}#${made}`) ?? [])
    .filter(({ kind }) => kind === 'construct')
    .flatMap((edge) => objectsBy(graph, edge));
  return new Set(kinds).size > 1;
}

/** One text for each object that a call may make: by what is written out, or by who calls the function that makes it. */
function objectsBy(graph: ProgramGraph, { from, call, site }: CallEdge): readonly string[] {
  const fact = call === undefined ? undefined : graph.facts.get(site.file)?.code?.calls[call];
  const values = [...(fact?.arguments ?? []), ...(fact?.named ?? []).map(({ value }) => value)];
  const written = values.map((value) => (value.kind === 'literal' ? String(value.value) : null));
  if (fact !== undefined && written.every((text) => text !== null)) return [written.join()];
  const here = `${site.file}:${site.span[0]}`;
  const callers = (graph.callers.get(from) ?? []).filter(({ kind }) => kind !== 'load');
  return callers.length > 0 ? callers.map((edge) => `${here} ${edge.site.file}:${edge.site.span[0]}`) : [here];
}
