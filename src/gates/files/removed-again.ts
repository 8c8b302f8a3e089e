import { type TemporaryPlace, temporaryPlaces } from '../../catalog/temporary-places.ts';
import type { CallFact, CodeFacts } from '../../facts/code.ts';
import type { Guard, Operation } from '../../facts/operations.ts';
import type { CallId, DeclarationId, Value } from '../../facts/values.ts';
import type { FunctionKey, ProgramGraph } from '../../link/program-graph.ts';
import { namedValues } from '../named-values.ts';
import { lastName } from '../origins.ts';

/** A write to disk: the function that does it, the step, and the path that it was given. */
export interface WrittenPath {
  readonly function: FunctionKey;
  readonly operation: Operation;
  readonly subject: Value | null;
}

/**
 * Whether the function that writes the file takes it away again before it is done: it removes that path or its folder, in
 * `finally` or wherever it was written, or the place is one that removes itself. A removal behind a failure alone, or
 * under a condition of its own, leaves the file there when all went well.
 */
export function isRemovedAgain(graph: ProgramGraph, { function: key, operation, subject }: WrittenPath): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (code === null || subject === null) return false;
  const names = new Set<DeclarationId>();
  if (startsInPassingPlace(code, subject, names)) return true;
  return (graph.effects.get(key) ?? []).some(
    ({ effect, subject: removed, operation: removal }) =>
      effect === 'file-remove' &&
      removal.inCatch !== true &&
      (removal.inFinally || isWithin(removal.guards, operation.guards)) &&
      removed?.kind === 'reference' &&
      removed.reference.root.kind === 'declared' &&
      names.has(removed.reference.root.declaration),
  );
}

/** Gathers the names that a path is or begins with; true as soon as one of them is a place that removes itself. */
function startsInPassingPlace(code: CodeFacts, value: Value, names: Set<DeclarationId>): boolean {
  switch (value.kind) {
    case 'reference': {
      const { root } = value.reference;
      if (root.kind !== 'declared' || names.has(root.declaration)) return false;
      names.add(root.declaration);
      return namedValues(code, root.declaration).some((each) => startsInPassingPlace(code, each, names));
    }
    case 'path-join':
    case 'concatenation':
      return value.parts[0] !== undefined && startsInPassingPlace(code, value.parts[0], names);
    case 'call':
      return isPassingPlace(code, value.call);
    default:
      return false;
  }
}

function isPassingPlace(code: CodeFacts, call: CallId): boolean {
  const fact = code.calls[call];
  const place = temporaryPlaces.find(({ names }) => names.includes(lastName(code, call)));
  return fact !== undefined && place?.removedBy === 'itself' && !stays(fact, place);
}

function stays(fact: CallFact, { staysWith }: TemporaryPlace): boolean {
  if (staysWith === undefined) return false;
  return fact.named.some(
    ({ key, value }) => key === staysWith.keyword && !(value.kind === 'literal' && value.value !== staysWith.value),
  );
}

/** Whether the removal asks for nothing that the write did not ask for. */
function isWithin(removal: readonly Guard[], write: readonly Guard[]): boolean {
  return removal.every(({ test, holds }) =>
    write.some((guard) => guard.holds === holds && guard.test.span.join() === test.span.join()),
  );
}
