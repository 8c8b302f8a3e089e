import type { ContainerOperation } from '../../facts/operations.ts';
import type { ContainerShape, Reference, Value } from '../../facts/values.ts';

/** What a call does if its receiver is a container: access, key and stored value. */
export type ContainerStep = Pick<ContainerOperation, 'access' | 'key' | 'value'>;

interface MethodPattern {
  readonly access: ContainerOperation['access'];
  /** How many arguments the container's own method takes; a call with another number is some other method. */
  readonly arguments: readonly [least: number, most: number];
  readonly key?: number;
  readonly value?: number;
  /** Whether the first argument must be something that can be called. */
  readonly callback?: boolean;
}

const many = Number.POSITIVE_INFINITY;

/** Methods of Map, Set and Array, with the arity that tells them from `app.get(path, handler)` and its like. */
const methods: ReadonlyMap<string, MethodPattern> = new Map<string, MethodPattern>([
  ['set', { access: 'write', arguments: [2, 4], key: 0, value: 1 }],
  ['add', { access: 'write', arguments: [1, 1], key: 0, value: 0 }],
  ['push', { access: 'append', arguments: [1, many], value: 0 }],
  ['unshift', { access: 'append', arguments: [1, many], value: 0 }],
  ['pop', { access: 'remove', arguments: [0, 0] }],
  ['shift', { access: 'remove', arguments: [0, 0] }],
  ['delete', { access: 'remove', arguments: [1, 1], key: 0 }],
  ['clear', { access: 'clear', arguments: [0, 0] }],
  ['get', { access: 'read', arguments: [1, 1], key: 0 }],
  ['at', { access: 'read', arguments: [1, 1], key: 0 }],
  ['has', { access: 'test', arguments: [1, 1], key: 0 }],
  ['hasOwnProperty', { access: 'test', arguments: [1, 1], key: 0 }],
  ['includes', { access: 'test', arguments: [1, 2], key: 0 }],
  ['indexOf', { access: 'test', arguments: [1, 2], key: 0 }],
  ['lastIndexOf', { access: 'test', arguments: [1, 2], key: 0 }],
  ['keys', { access: 'iterate', arguments: [0, 0] }],
  ['values', { access: 'iterate', arguments: [0, 0] }],
  ['entries', { access: 'iterate', arguments: [0, 0] }],
  ['slice', { access: 'read', arguments: [0, 2] }],
  ['join', { access: 'read', arguments: [0, 1] }],
  ['concat', { access: 'read', arguments: [1, many] }],
  ['toSorted', { access: 'read', arguments: [0, 1] }],
  ['toReversed', { access: 'read', arguments: [0, 0] }],
  ['sort', { access: 'write', arguments: [0, 1] }],
  ['reverse', { access: 'write', arguments: [0, 0] }],
  ['fill', { access: 'write', arguments: [1, 3], value: 0 }],
  ['copyWithin', { access: 'write', arguments: [2, 3] }],
  ...['find', 'findIndex', 'findLast', 'findLastIndex'].map((name): [string, MethodPattern] => [
    name,
    { access: 'read', arguments: [1, 2], callback: true },
  ]),
  ...['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'reduce', 'reduceRight'].map(
    (name): [string, MethodPattern] => [name, { access: 'iterate', arguments: [1, 2], callback: true }],
  ),
]);

/** Reads a method call as a step on a container; null where name or arguments say that it is none. */
export function containerStepOf(method: string, given: readonly Value[]): ContainerStep | null {
  if (method === 'splice') return spliceStep(given);
  const pattern = methods.get(method);
  if (pattern === undefined || given.length < pattern.arguments[0] || given.length > pattern.arguments[1]) return null;
  const first = given[0];
  if (pattern.callback === true && !(first !== undefined && mayBeCalled(first))) return null;
  // A function is what routers and event emitters take; as a key of a container it does not occur.
  if (pattern.key === 0 && first?.kind === 'function') return null;
  const taken = pattern.value === undefined ? null : (given[pattern.value] ?? null);
  const value = pattern.access === 'append' && taken !== null && given.length > 1 ? listOf(given) : taken;
  return { access: pattern.access, key: pattern.key === undefined ? null : (given[pattern.key] ?? null), value };
}

function spliceStep(given: readonly Value[]): ContainerStep | null {
  if (given.length === 0) return null;
  const inserted = given.slice(2);
  const only = inserted.length === 1 ? inserted[0] : undefined;
  if (inserted.length === 0) return { access: 'remove', key: given[0] ?? null, value: null };
  return { access: 'append', key: given[0] ?? null, value: only ?? listOf(inserted) };
}

function listOf(items: readonly Value[]): Value {
  const start = items[0]?.span[0] ?? 0;
  return { kind: 'list', items, span: [start, items.at(-1)?.span[1] ?? start] };
}

function mayBeCalled(value: Value): boolean {
  return value.kind === 'function' || value.kind === 'reference' || value.kind === 'call';
}

/** Functions of `Object`, `Array` and `Reflect` that work on the container they are given. */
const functionsOnContainers: ReadonlyMap<string, MethodPattern> = new Map<string, MethodPattern>([
  ['Object.keys', { access: 'iterate', arguments: [1, 1] }],
  ['Object.values', { access: 'iterate', arguments: [1, 1] }],
  ['Object.entries', { access: 'iterate', arguments: [1, 1] }],
  ['Object.assign', { access: 'write', arguments: [2, many], value: 1 }],
  ['Object.hasOwn', { access: 'test', arguments: [2, 2], key: 1 }],
  ['Reflect.has', { access: 'test', arguments: [2, 2], key: 1 }],
  ['Reflect.deleteProperty', { access: 'remove', arguments: [2, 2], key: 1 }],
  ['Reflect.ownKeys', { access: 'iterate', arguments: [1, 1] }],
]);

/** `Object.keys(carts)` and its like: the step, and the container among the arguments. */
export function functionStepOf(
  callee: Reference,
  given: readonly Value[],
): { readonly step: ContainerStep; readonly target: Reference } | null {
  const only = callee.path[0];
  if (callee.root.kind !== 'global' || only === undefined || callee.path.length !== 1) return null;
  const pattern = functionsOnContainers.get(`${callee.root.name}.${only}`);
  const target = given[0];
  if (pattern === undefined || target?.kind !== 'reference') return null;
  if (given.length < pattern.arguments[0] || given.length > pattern.arguments[1]) return null;
  return {
    step: {
      access: pattern.access,
      key: pattern.key === undefined ? null : (given[pattern.key] ?? null),
      value: pattern.value === undefined ? null : (given[pattern.value] ?? null),
    },
    target: target.reference,
  };
}

const constructors: ReadonlyMap<string, ContainerShape> = new Map([
  ['Map', 'map'],
  ['Set', 'set'],
  ['WeakMap', 'weak'],
  ['WeakSet', 'weak'],
  ['Array', 'list'],
]);

/** The container that `new Map()` makes, when the name is the language's own. */
export function shapeMadeBy(callee: Reference): ContainerShape | null {
  if (callee.root.kind !== 'global' || callee.path.length > 0) return null;
  return constructors.get(callee.root.name) ?? null;
}

/** The container that a call without `new` makes: `Array.from(x)`, `Array(3)`, `Object.create(null)`. */
export function shapeCalledFor(callee: Reference, ofNull: boolean): ContainerShape | null {
  if (callee.root.kind !== 'global') return null;
  const name = [callee.root.name, ...callee.path].join('.');
  if (name === 'Array' || name === 'Array.from' || name === 'Array.of') return 'list';
  return name === 'Object.create' && ofNull ? 'map' : null;
}
