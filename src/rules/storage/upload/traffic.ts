import { reachableEffects } from '../../../link/effects.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';
import { behindName } from './file-paths.ts';

/**
 * What the routes do with the file: `moved` when each puts it into object storage, `removed` when each removes it, `kept`
 * otherwise or when no route is known. The handlers of one route share the work: one scans the file, another sends it on.
 */
export function leavesTheDisk(
  graph: ProgramGraph,
  chains: readonly (readonly FunctionKey[])[],
): 'moved' | 'removed' | 'kept' {
  const effects = chains.map(
    (chain) => new Set(chain.flatMap((key) => reachableEffects(graph, key).map(({ effect }) => effect))),
  );
  // A route that is seen to do nothing with the file may hand it on unseen; those that do anything at all must clean up.
  const acting = effects.filter((each) => each.has('object-write') || each.has('file-remove'));
  if (acting.length === 0) return 'kept';
  if (acting.every((each) => each.has('object-write'))) return 'moved';
  return acting.every((each) => each.has('file-remove')) ? 'removed' : 'kept';
}

/**
 * Whether each route removes the very file it received, whatever else it does: `unlink(request.file.path)` in the
 * `finally` of one of its handlers, under no condition. Elsewhere a removal may stand for a failure alone.
 */
export function isSpool(graph: ProgramGraph, chains: readonly (readonly FunctionKey[])[]): boolean {
  return (
    chains.length > 0 &&
    chains.every((chain) =>
      chain.some((key) => (graph.effects.get(key) ?? []).some((each) => removesReceived(graph, each))),
    )
  );
}

function removesReceived(graph: ProgramGraph, { effect, subject, operation, site }: Effect): boolean {
  if (effect !== 'file-remove' || !operation.inFinally || operation.guards.length > 0 || subject?.kind !== 'reference')
    return false;
  const code = graph.facts.get(site.file)?.code ?? null;
  const { path } = code === null ? subject.reference : behindName(code, subject).reference;
  return path.at(-1) === 'path' && path.at(-2) === 'file';
}
