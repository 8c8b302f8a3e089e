import type { FunctionId, Reference, Value } from '../facts/values.ts';
import type { FileIndex } from './follow/file-index.ts';
import { keyOf } from './follow/known.ts';
import { callingMethods } from './follow/language.ts';
import { exportMatches } from './follow/patterns.ts';
import { targetsOf } from './follow/targets.ts';
import type { World } from './follow/world.ts';
import type { CallReading } from './hits.ts';
import type { CallEdge, Certainty, FunctionKey } from './program-graph.ts';

/** How many sites one function is given something at before they are taken as unknown. */
const mostSites = 400;

/** One who gives a callback: the step from there to the function that is given. */
export type Giver = Omit<CallEdge, 'to'>;

/** Who gives functions to whom, itself or by way of others that hand on what they take. */
export interface Givers {
  readonly to: (given: FunctionKey, taker: FunctionKey) => readonly Giver[];
}

/** The calls that functions are given in as arguments, where they call functions of the workspace. Asked for one by one. */
export function giversOf(world: World, readings: readonly CallReading[], runs: RunsWithin): Givers {
  const sites = new Map<FunctionKey, CallReading[]>();
  for (const reading of readings) {
    if (reading.call.arguments.length === 0 && reading.call.named.length === 0) continue;
    const takers = new Set(
      reading.callees.flatMap((callee) => targetsOf(world, callee)).map((target) => target.function),
    );
    for (const taker of takers) {
      const own = sites.get(taker);
      if (own === undefined) sites.set(taker, [reading]);
      else own.push(reading);
    }
  }
  const known = new Map<FunctionKey, Map<FunctionKey, Giver[]>>();
  const givenTo = (taker: FunctionKey): ReadonlyMap<FunctionKey, readonly Giver[]> => {
    const before = known.get(taker);
    if (before !== undefined) return before;
    const found = new Map<FunctionKey, Giver[]>();
    // Noted before it is filled, so that functions which hand on to one another come to an end.
    known.set(taker, found);
    const own = sites.get(taker) ?? [];
    for (const reading of own.length > mostSites ? [] : own) {
      const { file, call } = reading;
      const site = { file: file.path, span: call.calleeSpan };
      const from = keyOf(file.path, call.function);
      for (const argument of valuesGiven(reading)) {
        const owner = ownerOf(file, argument);
        if (owner !== null) {
          if (runs.certainty(file, call.function, owner) === null) continue;
          for (const [given, edges] of givenTo(keyOf(file.path, owner))) {
            for (const edge of edges) add(found, given, edge);
          }
          continue;
        }
        for (const { function: given, certainty } of givenFunctions(world, file, argument)) {
          add(found, given, { from, kind: 'callback', site, certainty });
        }
      }
    }
    return found;
  };
  return { to: (given, taker) => givenTo(taker).get(given) ?? [] };
}

function add(found: Map<FunctionKey, Giver[]>, given: FunctionKey, edge: Giver): void {
  const own = found.get(given);
  if (own === undefined) found.set(given, [edge]);
  else if (!own.some(({ from, site }) => from === edge.from && site.span[0] === edge.site.span[0])) own.push(edge);
}

function valuesGiven({ call }: CallReading): readonly Value[] {
  return call.named.length === 0 ? call.arguments : [...call.arguments, ...call.named.map(({ value }) => value)];
}

/** The function whose parameter a value is: its own, or that of a function around it; null for what is no parameter. */
export function ownerOf(file: FileIndex, value: Value): FunctionId | null {
  if (value.kind !== 'reference' || value.reference.path.length > 0) return null;
  const { root } = value.reference;
  const declaration = root.kind === 'declared' ? file.code.declarations[root.declaration] : undefined;
  return declaration?.kind === 'parameter' ? declaration.function : null;
}

/** Whether an argument is a parameter of the function that makes the call. */
export function handsOnParameter({ file, call }: CallReading, argument: Value): boolean {
  return ownerOf(file, argument) === call.function;
}

interface Given {
  readonly function: FunctionKey;
  readonly certainty: Certainty;
}

/**
 * The functions that are written or named in an argument: itself, a method of an object, members of an object as in
 * `run({ task: () => {} })`, or what `partial(place, order)` is made around.
 */
export function givenFunctions(world: World, file: FileIndex, argument: Value): readonly Given[] {
  switch (argument.kind) {
    case 'function':
      return [{ function: keyOf(file.path, argument.function), certainty: 'proved' }];
    case 'reference':
    case 'conditional':
    case 'operator':
      return functionsOf(world, file, argument);
    case 'call': {
      const call = file.code.calls[argument.call];
      const [first] = call?.arguments ?? [];
      const isPartial =
        first !== undefined &&
        world.callee(file, argument.call).some((known) => known.kind === 'external' && isPartialOf(known));
      return isPartial ? givenFunctions(world, file, first) : functionsOf(world, file, argument);
    }
    case 'object':
      return argument.properties.flatMap(({ value }) =>
        value.kind === 'function' ? givenFunctions(world, file, value) : [],
      );
    default:
      return [];
  }
}

function functionsOf(world: World, file: FileIndex, value: Value): readonly Given[] {
  return world.value(file, value).flatMap((known) => (known.kind === 'function' ? [known] : []));
}

function isPartialOf(known: { readonly module: string; readonly name: string }): boolean {
  return exportMatches(known, ['functools'], 'partial');
}

/**
 * The function whose own parameter a call calls, by the time that the function's work is done: `task()` where it takes
 * `task`, or takes an object with it as a member, also in what it gives to `items.map(…)` or to a pool of threads. What
 * it makes otherwise may call it at any time.
 */
export function takerOf({ file, call }: CallReading, runs: RunsWithin): Taker | null {
  return takerIn(file, call.function, call.callee, runs);
}

/** Who takes the parameter that an argument is. */
export function takerOfArgument({ file, call }: CallReading, argument: Value, runs: RunsWithin): Taker | null {
  return argument.kind === 'reference' && argument.reference.path.length === 0
    ? takerIn(file, call.function, argument.reference, runs)
    : null;
}

export interface Taker {
  readonly function: FunctionKey;
  readonly certainty: Certainty;
}

function takerIn(file: FileIndex, from: FunctionId, { root, path }: Reference, runs: RunsWithin): Taker | null {
  if (root.kind !== 'declared' || path.length > 1) return null;
  const declaration = file.code.declarations[root.declaration];
  if (declaration === undefined) return null;
  if (declaration.kind !== 'parameter') {
    const initial = path.length === 0 && declaration.kind === 'constant' ? declaration.initial : null;
    if (initial?.kind !== 'reference' || initial.reference.path.length !== 1) return null;
    const of = initial.reference.root;
    if (of.kind !== 'declared' || file.code.declarations[of.declaration]?.kind !== 'parameter') return null;
  }
  const certainty = runs.certainty(file, from, declaration.function);
  return certainty === null ? null : { function: keyOf(file.path, declaration.function), certainty };
}

/** Which functions run by the time that the function they are written in has done its work. */
export interface RunsWithin {
  /** Whether a function is another one, or runs within it; null where it may run at any time. */
  readonly certainty: (file: FileIndex, inner: FunctionId, outer: FunctionId) => Certainty | null;
}

/**
 * Functions that the function around them calls, or hands to a call that runs what it is given. `handedTo` tells how sure
 * it is that a call does; null where it keeps it for another time.
 */
export function runsWithinOf(
  readings: readonly CallReading[],
  handedTo: (reading: CallReading) => Certainty | null,
): RunsWithin {
  const within = new Map<FunctionKey, Certainty>();
  for (const reading of readings) {
    const { file, call } = reading;
    const { root, path } = call.callee;
    const called =
      root.kind === 'declared' && path.length === 0 ? nestedIn(file, call.function, root.declaration) : null;
    if (called !== null) within.set(keyOf(file.path, called), 'proved');
    for (const argument of valuesGiven(reading)) {
      const inner = innerOf(file, call.function, argument);
      if (inner === null) continue;
      const key = keyOf(file.path, inner);
      const certainty = callingMethods.has(path.at(-1) ?? '') ? 'proved' : handedTo(reading);
      if (certainty !== null && within.get(key) !== 'proved') within.set(key, certainty);
    }
  }
  return {
    certainty(file, inner, outer) {
      let certainty: Certainty = 'proved';
      for (let at = inner; at !== outer; ) {
        const own = within.get(keyOf(file.path, at));
        const parent = file.code.functions[at]?.parent ?? null;
        if (own === undefined || parent === null) return null;
        if (own === 'possible') certainty = own;
        at = parent;
      }
      return certainty;
    },
  };
}

/** A function that is written in another, and given there by itself or by its name. */
function innerOf(file: FileIndex, by: FunctionId, argument: Value): FunctionId | null {
  if (argument.kind === 'function')
    return file.code.functions[argument.function]?.parent === by ? argument.function : null;
  if (argument.kind !== 'reference' || argument.reference.path.length > 0) return null;
  const { root } = argument.reference;
  return root.kind === 'declared' ? nestedIn(file, by, root.declaration) : null;
}

function nestedIn(file: FileIndex, by: FunctionId, declaration: number): FunctionId | null {
  const named = file.code.declarations[declaration]?.functionId ?? null;
  return named !== null && file.code.functions[named]?.parent === by ? named : null;
}
