import type { ContainerOperation } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';

/** What a call does if its receiver is a container: access, key and stored value. */
export type ContainerStep = Pick<ContainerOperation, 'access' | 'key' | 'value'>;

interface MethodPattern {
  readonly access: ContainerOperation['access'];
  /** How many arguments the container's own method takes; a call with another number is some other method. */
  readonly arguments: readonly [least: number, most: number];
  readonly key?: number;
  readonly value?: number;
}

/** Methods of dict, set, list, deque and Counter, with the arity that tells them from other objects' methods. */
const methods: ReadonlyMap<string, MethodPattern> = new Map<string, MethodPattern>([
  ['get', { access: 'read', arguments: [1, 2], key: 0 }],
  ['setdefault', { access: 'write', arguments: [1, 2], key: 0, value: 1 }],
  ['update', { access: 'write', arguments: [0, 1], value: 0 }],
  ['add', { access: 'write', arguments: [1, 1], key: 0, value: 0 }],
  ['append', { access: 'append', arguments: [1, 1], value: 0 }],
  ['appendleft', { access: 'append', arguments: [1, 1], value: 0 }],
  ['extend', { access: 'append', arguments: [1, 1], value: 0 }],
  ['extendleft', { access: 'append', arguments: [1, 1], value: 0 }],
  ['insert', { access: 'append', arguments: [2, 2], key: 0, value: 1 }],
  ['pop', { access: 'remove', arguments: [0, 2], key: 0 }],
  ['popitem', { access: 'remove', arguments: [0, 1] }],
  ['popleft', { access: 'remove', arguments: [0, 0] }],
  ['remove', { access: 'remove', arguments: [1, 1], key: 0 }],
  ['discard', { access: 'remove', arguments: [1, 1], key: 0 }],
  ['subtract', { access: 'write', arguments: [1, 1], value: 0 }],
  ['clear', { access: 'clear', arguments: [0, 0] }],
  ['keys', { access: 'iterate', arguments: [0, 0] }],
  ['values', { access: 'iterate', arguments: [0, 0] }],
  ['items', { access: 'iterate', arguments: [0, 0] }],
  ['most_common', { access: 'iterate', arguments: [0, 1] }],
  ['index', { access: 'test', arguments: [1, 3], key: 0 }],
  ['count', { access: 'test', arguments: [1, 1], key: 0 }],
  ['copy', { access: 'read', arguments: [0, 0] }],
  ['sort', { access: 'write', arguments: [0, 0] }],
  ['reverse', { access: 'write', arguments: [0, 0] }],
  ['rotate', { access: 'write', arguments: [0, 1] }],
]);

/** Methods that containers take named arguments with: `hits.update(total=1)`, `orders.sort(key=…)`. */
const takesNames: ReadonlySet<string> = new Set(['update', 'sort', 'popitem']);

/** Reads a method call as a step on a container; null where name or arguments say that it is none. */
export function containerStepOf(method: string, given: readonly Value[], hasNames: boolean): ContainerStep | null {
  const pattern = methods.get(method);
  if (pattern === undefined || given.length < pattern.arguments[0] || given.length > pattern.arguments[1]) return null;
  if (hasNames && !takesNames.has(method)) return null;
  // A function is what routers and event emitters take; as a key of a container it does not occur.
  if (given[0]?.kind === 'function' && pattern.access !== 'append') return null;
  return {
    access: pattern.access,
    key: pattern.key === undefined ? null : (given[pattern.key] ?? null),
    value: pattern.value === undefined ? null : (given[pattern.value] ?? null),
  };
}
