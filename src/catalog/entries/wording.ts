import type { ArgumentPattern, CallEntryPattern, CallPattern, ExportPattern, Moment, TrackedType } from '../types.ts';

/** Short ways to say what every framework's file says, so that a file reads as a list of facts. */

export function exported(modules: readonly string[], name: string): ExportPattern {
  return { modules, name };
}

/** A call of a package's export, with or without `new`. */
export function made(modules: readonly string[], name: string): CallPattern {
  return { kind: 'export', modules, name, by: 'either' };
}

export function method(on: TrackedType, ...methods: readonly string[]): CallPattern {
  return { kind: 'method', on, methods };
}

export function argument(position: number): ArgumentPattern {
  return { kind: 'position', position };
}

/** All arguments from a position on. */
export function argumentsFrom(position: number): ArgumentPattern {
  return { kind: 'from', position };
}

export function option(position: number, ...names: readonly string[]): ArgumentPattern {
  return { kind: 'option', position, names };
}

/** An argument that is given by its name, as in Python. */
export function named(...names: readonly string[]): ArgumentPattern {
  return { kind: 'named', names };
}

/** No call, but a setting of the application that lists what it uses. */
export function setting(name: string): CallPattern {
  return { kind: 'setting', name, path: [] };
}

/** A call that takes functions which then run at a moment. */
export function entry(
  framework: string,
  moment: Moment,
  call: CallPattern,
  handlers: ArgumentPattern,
  more: Partial<
    Pick<CallEntryPattern, 'path' | 'verb' | 'receives' | 'mounts' | 'every' | 'after' | 'only' | 'gives' | 'makesOne'>
  > = {},
): CallEntryPattern {
  return { kind: 'call', framework, call, moment, handlers, ...more };
}

/** HTTP methods as routers name them. */
export const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;
