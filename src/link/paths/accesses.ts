import type { EffectKind } from '../../catalog/types.ts';
import type { Operation } from '../../facts/operations.ts';
import type { DeclarationId, Value } from '../../facts/values.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../program-graph.ts';
import { remembered } from '../remembered.ts';
import { type PathShape, shapesOf } from './path-shape.ts';

/** One way in which code comes to do something with a file: the effect, where its path is named, and what is known of it. */
export interface FileAccess {
  readonly effect: Effect;
  /** The function that names the path, which is another one than the effect's where the path is handed on. */
  readonly function: FunctionKey;
  readonly shapes: readonly PathShape[];
}

const kinds: ReadonlySet<EffectKind> = new Set(['file-write', 'file-read', 'file-send', 'file-test', 'file-remove']);
const mostSteps = 3;

/** All that code does with files whose path is given. */
export const fileAccesses = remembered((graph: ProgramGraph): readonly FileAccess[] =>
  [...graph.effects.values()].flat().flatMap((effect) => {
    if (!kinds.has(effect.effect) || effect.subject === null) return [];
    return placesOf(graph, effect.function, effect.subject, 0).map(({ key, file, value }) => ({
      effect,
      function: key,
      shapes: shapesOf(graph, file, value),
    }));
  }),
);

/** `file = this.pathOf(file)`: what a parameter is set to before it is used. */
function assignedTo(operation: Operation, declaration: DeclarationId): readonly Value[] {
  if (operation.kind !== 'assign' || operation.target.path.length > 0 || operation.value === null) return [];
  const { root } = operation.target;
  return root.kind === 'declared' && root.declaration === declaration ? [operation.value] : [];
}

interface Named {
  readonly key: FunctionKey;
  readonly file: string;
  readonly value: Value;
}

/** Where a path is named: `save(path, text)` is told by those who call it, each for itself. */
function placesOf(graph: ProgramGraph, key: FunctionKey, value: Value, steps: number): readonly Named[] {
  const node = graph.functions.get(key);
  const code = graph.facts.get(node?.file ?? '')?.code ?? null;
  if (node === undefined || code === null) return [];
  const here = [{ key, file: node.file, value }];
  if (value.kind !== 'reference' || value.reference.path.length > 0 || steps >= mostSteps) return here;
  const { root } = value.reference;
  if (root.kind !== 'declared') return here;
  // A callback writes under the path that the function around it was given.
  const owner = code.declarations[root.declaration]?.function ?? node.id;
  const index = code.functions[owner]?.parameters.indexOf(root.declaration) ?? -1;
  if (index < 0) return here;
  const changed = code.functions[owner]?.operations.flatMap((each) => assignedTo(each, root.declaration)) ?? [];
  if (changed.length > 0) return changed.map((each) => ({ key, file: node.file, value: each }));
  const told = (graph.callers.get(`${node.file}#${owner}`) ?? []).flatMap((edge): readonly Named[] => {
    const caller = graph.functions.get(edge.from);
    const given = edge.call === undefined ? undefined : graph.facts.get(caller?.file ?? '')?.code?.calls[edge.call];
    const argument = given?.arguments[index];
    return argument === undefined ? [] : placesOf(graph, edge.from, argument, steps + 1);
  });
  return told.length > 0 ? told : here;
}
