import type { ArgumentPattern, CallPattern, EffectKind, EffectPattern, SharedWhen, TrackedType } from '../types.ts';
import type { RowsRead } from '../work.ts';

/** Short ways to say what every library's file says, so that a file reads as a list of facts. */

/** A call of what a package exports: `session(...)`, `express.static(...)` as `static`. */
export function called(modules: readonly string[], name: string): CallPattern {
  return { kind: 'export', modules, name, by: 'call' };
}

/** `new Pool(...)`. */
export function constructed(modules: readonly string[], name: string): CallPattern {
  return { kind: 'export', modules, name, by: 'new' };
}

/** A call that works with and without `new`. */
export function made(modules: readonly string[], name: string): CallPattern {
  return { kind: 'export', modules, name, by: 'either' };
}

/** A method of a tracked type; names are dotted for members behind it, with `*` for any one of them. */
export function method(on: TrackedType, ...methods: readonly string[]): CallPattern {
  return { kind: 'method', on, methods };
}

export function argument(position: number): ArgumentPattern {
  return { kind: 'position', position };
}

/** An argument that is given by its name, as in Python; without names, all of them are options. */
export function namedArgument(...names: readonly string[]): ArgumentPattern {
  return { kind: 'named', names };
}

/** An argument that is given by its name, or by its position. */
export function namedOrAt(position: number, ...names: readonly string[]): ArgumentPattern {
  return { kind: 'named', names, position };
}

/** Options of the object at a position. */
export function option(position: number, ...names: readonly string[]): ArgumentPattern {
  return { kind: 'option', position, names };
}

export function effect(kind: EffectKind, call: CallPattern, subject?: ArgumentPattern): EffectPattern {
  return subject === undefined ? { call, effect: kind } : { call, effect: kind, subject };
}

/** An effect that goes out later, by another call. */
export function noted(kind: EffectKind, call: CallPattern, subject?: ArgumentPattern): EffectPattern {
  return { ...effect(kind, call, subject), later: true };
}

/** A read that may give all rows of a table. */
export function reading(rows: RowsRead, call: CallPattern, subject?: ArgumentPattern): EffectPattern {
  return { ...effect('database-read', call, subject), rows };
}

/** Its statement says how many rows it gives. */
export const byStatement: RowsRead = { by: 'statement' };

/** One effect on several exports of the same modules. */
export function effectsOf(
  kind: EffectKind,
  modules: readonly string[],
  names: readonly string[],
  subject?: ArgumentPattern,
): readonly EffectPattern[] {
  return names.map((name) => effect(kind, called(modules, name), subject));
}

/** State that every instance sees, whatever the options are. */
export const alwaysShared: SharedWhen = {
  kind: 'always',
  options: [],
  memoryStores: [],
  memoryValues: [],
  elsewhere: [],
};

/** State that stays in one process, whatever the options are. */
export const neverShared: SharedWhen = { ...alwaysShared, kind: 'never' };

/** State that is shared when one of the options gives a store that is not itself memory. */
export function sharedByOption(
  options: readonly string[],
  memory: { readonly stores?: readonly CallPattern[]; readonly values?: readonly (string | boolean)[] } = {},
): SharedWhen {
  return {
    kind: 'option',
    options,
    memoryStores: memory.stores ?? [],
    memoryValues: memory.values ?? [],
    elsewhere: [],
  };
}
