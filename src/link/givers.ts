import type { FunctionId, Value } from '../facts/values.ts';
import type { FileIndex } from './follow/file-index.ts';
import { keyOf } from './follow/known.ts';
import { callingMethods } from './follow/language.ts';
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
    const functions = call.arguments.flatMap((argument) => givenFunctions(world, file, argument));
    if (functions.length === 0) continue;
    const to = new Set(callees.flatMap((callee) => targetsOf(world, callee)).map((target) => target.function));
    if (to.size === 0) continue;
    // The set grows while it is gone through, up to those that hand it on no further.
    for (const each of to) for (const next of handsOn.get(each) ?? []) if (to.size < mostGiven) to.add(next);
    const site = { file: file.path, span: call.calleeSpan };
    const edge = { from: keyOf(file.path, call.function), kind: 'callback' as const, site };
    for (const key of functions) {
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
function givenFunctions(world: World, file: FileIndex, argument: Value): readonly FunctionKey[] {
  if (argument.kind === 'function') return [keyOf(file.path, argument.function)];
  if (isOwnMethod(file, argument)) {
    return world.value(file, argument).flatMap((known) => (known.kind === 'function' ? [known.function] : []));
  }
  if (argument.kind === 'reference' && argument.reference.path.length === 0) {
    const { root } = argument.reference;
    const named = root.kind === 'declared' ? (file.code.declarations[root.declaration]?.functionId ?? null) : null;
    return named === null ? [] : [keyOf(file.path, named)];
  }
  if (argument.kind !== 'object') return [];
  return argument.properties.flatMap(({ value }) =>
    value.kind === 'function' ? [keyOf(file.path, value.function)] : [],
  );
}

/** `this.place`, and `this.place.bind(this)`, which runs the same. */
function isOwnMethod({ code }: FileIndex, argument: Value): boolean {
  if (argument.kind === 'reference') {
    return argument.reference.root.kind === 'this' && argument.reference.path.length === 1;
  }
  const callee = argument.kind === 'call' ? code.calls[argument.call]?.callee : undefined;
  return callee?.root.kind === 'this' && callee.path.length === 2 && callee.path[1] === 'bind';
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
 * The function whose own parameter a call calls, before it returns: `task()` where it takes `task`, or takes an object
 * with it as a member, also in what it gives to `items.map(…)`. What it makes otherwise may call it at any time.
 */
export function takerOf({ file, call }: CallReading): FunctionKey | null {
  const { root, path } = call.callee;
  if (root.kind !== 'declared' || path.length > 1) return null;
  const declaration = file.code.declarations[root.declaration];
  if (declaration === undefined || !runsWithin(file, call.function, declaration.function)) return null;
  const taker = keyOf(file.path, declaration.function);
  if (declaration.kind === 'parameter') return taker;
  const initial = path.length === 0 && declaration.kind === 'constant' ? declaration.initial : null;
  if (initial?.kind !== 'reference' || initial.reference.path.length !== 1) return null;
  const from = initial.reference.root;
  return from.kind === 'declared' && file.code.declarations[from.declaration]?.kind === 'parameter' ? taker : null;
}

/** Whether a function is another one, or is written in it for a method that calls it at once for each item. */
function runsWithin({ code }: FileIndex, inner: FunctionId, outer: FunctionId): boolean {
  for (let at = inner; at !== outer; ) {
    const parent = code.functions[at]?.parent ?? null;
    const isCalled = code.calls.some(
      ({ callee: { path }, arguments: given, function: by }) =>
        by === parent &&
        callingMethods.has(path.at(-1) ?? '') &&
        given.some((argument) => argument.kind === 'function' && argument.function === at),
    );
    if (parent === null || !isCalled) return false;
    at = parent;
  }
  return true;
}
