import type { ClassId } from '../../facts/values.ts';
import type { CallEdge, Certainty, ClassKey, FunctionKey } from '../program-graph.ts';
import type { FileIndex } from './file-index.ts';
import { type Known, keyOf } from './known.ts';
import { whenCalled } from './language.ts';
import type { World } from './world.ts';

/** A function of the workspace that a call runs. */
export interface Target {
  readonly function: FunctionKey;
  readonly certainty: Certainty;
  readonly kind: CallEdge['kind'];
  /** How the call's arguments meet its parameters: in order, one further on as with `call`, or not at all. */
  readonly takes: 'arguments' | 'arguments-from-second' | 'nothing';
}

/** Functions of the workspace that a callee stands for. */
export function targetsOf(world: World, callee: Known): readonly Target[] {
  const { certainty } = callee;
  switch (callee.kind) {
    case 'function':
      return [{ function: callee.function, certainty, kind: 'call', takes: 'arguments' }];
    case 'class':
      return constructed(world, callee.class, certainty);
    case 'instance':
      return calledObject(world, callee).map((key) => ({
        function: key.function,
        certainty: key.certainty,
        kind: 'call',
        takes: 'arguments',
      }));
    case 'member': {
      if (callee.of.kind !== 'function') return [];
      const name = callee.path.at(-1);
      if (name === 'bind') return [];
      const takes = name === 'call' ? 'arguments-from-second' : 'nothing';
      return [{ function: callee.of.function, certainty, kind: 'call', takes }];
    }
    default:
      return [];
  }
}

/** The methods that run when an object itself is called, which heirs may have written anew. */
export function calledObject(
  world: World,
  of: Known & { readonly kind: 'instance' },
): readonly (Known & { readonly kind: 'function' })[] {
  return world.member(of, whenCalled).filter((known) => known.kind === 'function');
}

/** What runs when an object of a class is made: its initialisers, its constructor, or the one it inherits. */
export function constructed(world: World, key: ClassKey, certainty: Certainty): readonly Target[] {
  const targets: Target[] = [];
  for (const { file, id, fact } of world.classes.lineage(key)) {
    for (const initialiser of initialisersOf(file, id)) {
      targets.push({ function: initialiser, certainty, kind: 'construct', takes: 'nothing' });
    }
    if (fact.constructorId === null) continue;
    // A constructor calls the one above by itself, with `super`.
    targets.push({ function: keyOf(file.path, fact.constructorId), certainty, kind: 'construct', takes: 'arguments' });
    break;
  }
  return targets;
}

function initialisersOf(file: FileIndex, id: ClassId): readonly FunctionKey[] {
  return (file.initialisers.get(id) ?? []).map((functionId) => keyOf(file.path, functionId));
}
