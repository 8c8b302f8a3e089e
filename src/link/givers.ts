import type { FunctionId, Value } from '../facts/values.ts';
import type { FileIndex } from './follow/file-index.ts';
import { keyOf } from './follow/known.ts';
import { targetsOf } from './follow/targets.ts';
import type { World } from './follow/world.ts';
import type { CallReading } from './hits.ts';
import type { CallEdge, FunctionKey } from './program-graph.ts';

/** How many functions one callback is followed to. */
const mostGiven = 40;

/** Who gives a callback, and who gets it. */
export interface Giver {
  readonly edge: Omit<CallEdge, 'to' | 'certainty'>;
  /** The functions that are given the callback, and those that they hand it on to. */
  readonly to: ReadonlySet<FunctionKey>;
}

/** The calls that functions are given in as arguments, where they call functions of the workspace. */
export function giversOf(world: World, readings: readonly CallReading[]): ReadonlyMap<FunctionKey, readonly Giver[]> {
  const givers = new Map<FunctionKey, Giver[]>();
  const handsOn = handingOn(world, readings);
  for (const { file, call, callees } of readings) {
    const functions = call.arguments.flatMap((argument) => givenFunctions(file, argument));
    if (functions.length === 0) continue;
    const to = new Set(callees.flatMap((callee) => targetsOf(world, callee)).map((target) => target.function));
    if (to.size === 0) continue;
    // The set grows while it is gone through, up to those that hand it on no further.
    for (const each of to) for (const next of handsOn.get(each) ?? []) if (to.size < mostGiven) to.add(next);
    const site = { file: file.path, span: call.calleeSpan };
    const edge = { from: keyOf(file.path, call.function), kind: 'callback' as const, site };
    for (const each of functions) {
      const key = keyOf(file.path, each);
      givers.set(key, [...(givers.get(key) ?? []), { edge, to }]);
    }
  }
  return givers;
}

/** To whom functions hand on what they take themselves: `(work) => measured('save', work)`. */
function handingOn(world: World, readings: readonly CallReading[]): ReadonlyMap<FunctionKey, readonly FunctionKey[]> {
  const found = new Map<FunctionKey, FunctionKey[]>();
  for (const reading of readings) {
    if (!reading.call.arguments.some((argument) => handsOnParameter(reading, argument))) continue;
    const from = keyOf(reading.file.path, reading.call.function);
    const to = reading.callees.flatMap((callee) => targetsOf(world, callee)).map((target) => target.function);
    if (to.length > 0) found.set(from, [...(found.get(from) ?? []), ...to]);
  }
  return found;
}

/** Whether an argument is a parameter of the function that makes the call. */
export function handsOnParameter({ file, call }: CallReading, argument: Value): boolean {
  if (argument.kind !== 'reference' || argument.reference.path.length > 0) return false;
  const { root } = argument.reference;
  const declaration = root.kind === 'declared' ? file.code.declarations[root.declaration] : undefined;
  return declaration?.kind === 'parameter' && declaration.function === call.function;
}

/** The functions that are written or named in an argument: itself, or members of an object, as in `run({ task: () => {} })`. */
function givenFunctions(file: FileIndex, argument: Value): readonly FunctionId[] {
  if (argument.kind === 'function') return [argument.function];
  if (argument.kind === 'reference' && argument.reference.path.length === 0) {
    const { root } = argument.reference;
    const named = root.kind === 'declared' ? (file.code.declarations[root.declaration]?.functionId ?? null) : null;
    return named === null ? [] : [named];
  }
  if (argument.kind !== 'object') return [];
  return argument.properties.flatMap(({ value }) => (value.kind === 'function' ? [value.function] : []));
}

/** Those who give a function to `from`, itself or by way of others. */
export function giversTo(
  givers: ReadonlyMap<FunctionKey, readonly Giver[]>,
  given: FunctionKey,
  from: FunctionKey,
): readonly Giver[] {
  return (givers.get(given) ?? []).filter(({ to }) => to.has(from));
}

/**
 * `task()` in a function that takes `task`, or takes an object with it as a member, before it returns. What it makes may
 * call it at any time.
 */
export function callsOwnParameter({ file, call }: CallReading): boolean {
  const { root, path } = call.callee;
  if (root.kind !== 'declared' || path.length > 1) return false;
  const declaration = file.code.declarations[root.declaration];
  if (declaration?.function !== call.function) return false;
  if (declaration.kind === 'parameter') return true;
  const initial = path.length === 0 && declaration.kind === 'constant' ? declaration.initial : null;
  if (initial?.kind !== 'reference' || initial.reference.path.length !== 1) return false;
  const from = initial.reference.root;
  return from.kind === 'declared' && file.code.declarations[from.declaration]?.kind === 'parameter';
}
