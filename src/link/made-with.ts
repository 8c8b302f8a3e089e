import type { ClassId, FunctionId, Reference, Value } from '../facts/values.ts';
import type { FileIndex } from './follow/file-index.ts';
import { keyOf } from './follow/known.ts';
import type { World } from './follow/world.ts';
import { givenFunctions } from './givers.ts';
import type { CallReading } from './hits.ts';
import type { FunctionKey } from './program-graph.ts';

/**
 * The constructors and setters that fill the field of an object which a mention names: `this.work`, where the
 * constructor takes `work`. Empty for a mention of something else.
 */
export function fillersOf(world: World, file: FileIndex, { root, path }: Reference): readonly FunctionKey[] {
  const [name] = path;
  if (root.kind !== 'this' || root.class === null || path.length !== 1 || name === undefined) return [];
  const found = new Set<FunctionKey>();
  for (const entry of world.classes.lineage(keyOf(file.path, root.class))) {
    const taken = entry.fact.fields.flatMap((field) =>
      field.name === name && field.parameter !== null ? [field.parameter] : [],
    );
    const initial = entry.fact.fields.flatMap((field) =>
      field.name === name && field.initial !== null ? [field.initial] : [],
    );
    const given = [...initial, ...(entry.file.fieldAssignments.get(`${entry.id}.${name}`) ?? [])];
    for (const owner of [
      ...taken.map((id) => ownerAt(entry.file, id)),
      ...given.map((value) => parameterOwner(entry.file, value)),
    ]) {
      if (owner !== null) found.add(keyOf(entry.file.path, owner));
    }
  }
  return [...found];
}

function ownerAt(file: FileIndex, declaration: number): FunctionId | null {
  const fact = file.code.declarations[declaration];
  return fact?.kind === 'parameter' ? fact.function : null;
}

function parameterOwner(file: FileIndex, value: Value): FunctionId | null {
  if (value.kind === 'operator' && value.left !== null) return parameterOwner(file, value.left);
  if (value.kind !== 'reference' || value.reference.path.length > 0) return null;
  const { root } = value.reference;
  return root.kind === 'declared' ? ownerAt(file, root.declaration) : null;
}

/**
 * The functions that the object which a method is called on was made with, where the place of its making is written in
 * the call, in the constant that it is kept in, or in its field; null where the object may be any.
 */
export function madeWith(world: World, { file, call }: CallReading): readonly FunctionKey[] | null {
  const { root, path } = call.callee;
  const making =
    root.kind === 'call' && path.length === 1
      ? root.call
      : root.kind === 'declared' && path.length === 1
        ? keptCall(file, root.declaration)
        : root.kind === 'this' && root.class !== null && path.length === 2
          ? fieldCall(file, root.class, path[0] ?? '')
          : null;
  const made = making === null ? undefined : file.code.calls[making];
  if (making === null || made === undefined) return null;
  const callees = world.callee(file, making);
  if (callees.length !== 1 || callees[0]?.kind !== 'class') return null;
  const given = [...made.arguments, ...made.named.map(({ value }) => value)];
  // What a function around it takes is told by whoever calls that one.
  return given.flatMap((argument) =>
    parameterOwner(file, argument) === null ? givenFunctions(world, file, argument).map((one) => one.function) : [],
  );
}

function keptCall(file: FileIndex, declaration: number): number | null {
  const fact = file.code.declarations[declaration];
  const isKept = fact !== undefined && fact.kind !== 'parameter' && !file.assignments.has(declaration);
  return isKept && fact.initial?.kind === 'call' ? fact.initial.call : null;
}

function fieldCall(file: FileIndex, of: ClassId, name: string): number | null {
  const initial = (file.code.classes[of]?.fields ?? []).flatMap((field) =>
    field.name === name && field.initial !== null ? [field.initial] : [],
  );
  const given = [...initial, ...(file.fieldAssignments.get(`${of}.${name}`) ?? [])];
  const [first] = given;
  return given.length === 1 && first?.kind === 'call' ? first.call : null;
}
