import { reachableEffects } from '../../../link/effects.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';

/**
 * What the handlers do with the file: `moved` when each puts it into object storage and removes it, `removed` when
 * each removes it, `kept` otherwise or when no handler is known.
 */
export function leavesTheDisk(graph: ProgramGraph, handlers: readonly FunctionKey[]): 'moved' | 'removed' | 'kept' {
  if (handlers.length === 0) return 'kept';
  const effects = handlers.map((key) => new Set(reachableEffects(graph, key).map(({ effect }) => effect)));
  // A middleware on the way does nothing with the file; it is the handlers that do anything at all which must clean up.
  const acting = effects.filter((each) => each.has('object-write') || each.has('file-remove'));
  if (acting.length === 0) return 'kept';
  if (!acting.every((each) => each.has('file-remove'))) return 'kept';
  return acting.every((each) => each.has('object-write')) ? 'moved' : 'removed';
}

/**
 * Whether each route removes the very file it received, whatever else it does: `unlink(request.file.path)` in the
 * `finally` of one of its handlers, under no condition. Elsewhere a removal may stand for a failure alone.
 */
export function isSpool(graph: ProgramGraph, chains: readonly (readonly FunctionKey[])[]): boolean {
  return (
    chains.length > 0 &&
    chains.every((chain) => chain.some((key) => (graph.effects.get(key) ?? []).some((each) => removesReceived(each))))
  );
}

function removesReceived({ effect, subject, operation }: Effect): boolean {
  if (effect !== 'file-remove' || !operation.inFinally || operation.guards.length > 0 || subject?.kind !== 'reference')
    return false;
  const { path } = subject.reference;
  return path.at(-1) === 'path' && path.at(-2) === 'file';
}
