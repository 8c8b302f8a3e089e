import type { CallEdge, Entry, ProgramGraph, Reach, Site } from '../link/program-graph.ts';
import { capitalised } from './wording.ts';

/** What a person calls an entry: `POST /cart`, or the title of its function where it answers no route. */
export function entryTitle(graph: ProgramGraph, entry: Entry): string {
  const route = entry.route === null ? undefined : graph.routes[entry.route];
  if (route?.path != null) {
    return `${route.verb ?? (entry.moment === 'socket' ? 'a socket at' : 'any request to')} ${plainPath(route.path)}`;
  }
  return graph.functions.get(entry.function)?.title ?? 'an entry';
}

/** A path that is a pattern of text, with names: `report/<number>` for `^report/(?P<number>[0-9]{8})$`. */
function plainPath(path: string): string {
  if (!path.startsWith('^')) return path;
  return path.replaceAll(/\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)/g, '<$1>').replaceAll(/^\^|\$$/g, '');
}

/** `POST /cart → CartService.add`: the entry and the function that it leads to, for messages. */
export function reachTitle(graph: ProgramGraph, reach: Reach): string {
  const last = reach.chain.at(-1);
  const start = reach.entry === null ? null : entryTitle(graph, reach.entry);
  const end = last === undefined ? null : (graph.functions.get(last.to)?.title ?? null);
  return [start, end].filter((part) => part !== null && part !== '').join(' → ');
}

/** Longer chains show their beginning and end, because editors list every related place. */
const longestChain = 6;

/** The entry's registration and the calls from there, as related places. */
export function chainRelated(
  graph: ProgramGraph,
  reach: Reach,
): readonly { readonly site: Site; readonly message: string }[] {
  const start =
    reach.entry === null
      ? []
      : [{ site: reach.entry.site, message: `${capitalised(entryTitle(graph, reach.entry))} begins here.` }];
  const steps = reach.chain.map((edge) => ({ site: edge.site, message: stepText(graph, edge) }));
  const half = longestChain / 2;
  return [...start, ...(steps.length <= longestChain ? steps : [...steps.slice(0, half), ...steps.slice(-half)])];
}

function stepText(graph: ProgramGraph, edge: CallEdge): string {
  const title = graph.functions.get(edge.to)?.title ?? 'the next function';
  return edge.certainty === 'proved' ? `Leads to ${title}.` : `Probably leads to ${title}.`;
}
