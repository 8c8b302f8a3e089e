import type { Moment } from '../catalog/types.ts';
import type { ClassNode, FunctionKey, ProgramGraph, Reach } from '../link/program-graph.ts';
import { workReach } from './moment.ts';

const moments: readonly Moment[] = ['request', 'socket', 'queue'];

/** How a function comes to run for each request, socket or message; a constructor that a container calls for each counts. */
export function requestReachOf(graph: ProgramGraph, key: FunctionKey): Reach | null {
  const reach = workReach(graph, key, moments);
  if (reach !== null) return reach;
  const node = graph.functions.get(key);
  const makes = node?.fact.kind === 'constructor' || node?.fact.kind === 'initialiser';
  if (node === undefined || node.class === null || !makes || node.fact.static) return null;
  const owner = graph.classes.get(node.class);
  if (owner === undefined || !isMadePerRequest(owner)) return null;
  return { moment: 'request', certainty: 'proved', entry: null, chain: [] };
}

/** A class that a container makes, yet not once for all: the container's own construction stands at the class's name. */
export function isMadePerRequest({ singletonOf, constructions, fact }: ClassNode): boolean {
  return (
    singletonOf === null &&
    constructions.some(({ site }) => site.span[0] === fact.nameSpan[0] && site.span[1] === fact.nameSpan[1])
  );
}
