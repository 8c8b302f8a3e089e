import type { ContainerShape, Property, Reference, ReferenceRoot, Value } from '../../facts/values.ts';
import { fullName } from './names.ts';
import type { Reading } from './reading.ts';

/** Calls of the language itself that make containers. */
const containers: ReadonlyMap<string, ContainerShape> = new Map([
  ['dict', 'map'],
  ['list', 'list'],
  ['set', 'set'],
  ['frozenset', 'set'],
  ['bytearray', 'list'],
  ['collections.OrderedDict', 'map'],
  ['collections.defaultdict', 'map'],
  ['collections.ChainMap', 'map'],
  ['collections.deque', 'list'],
  ['collections.Counter', 'counter'],
  ['weakref.WeakKeyDictionary', 'weak'],
  ['weakref.WeakValueDictionary', 'weak'],
  ['weakref.WeakSet', 'weak'],
]);

export function shapeMadeBy(reading: Reading, callee: Reference): ContainerShape | null {
  return containers.get(fullName(reading, callee) ?? '') ?? null;
}

/** Whether the first argument is a factory rather than what the container holds. */
export function takesFactory(reading: Reading, callee: Reference): boolean {
  return fullName(reading, callee) === 'collections.defaultdict';
}

/** Whether root and path together are the object that holds the environment. */
export function isEnvironment(reading: Reading, root: ReferenceRoot, path: readonly string[]): boolean {
  return fullName(reading, { root, path }) === 'os.environ';
}

/** `os.environ.get('NAME', default)` and `os.getenv('NAME', default)`; null for every other call. */
export function environmentCall(
  reading: Reading,
  callee: Reference,
  given: readonly Value[],
  named: readonly Property[],
  span: Reference['span'],
): Value | null {
  const name = fullName(reading, callee);
  if (name !== 'os.getenv' && name !== 'os.environ.get' && name !== 'os.environ.pop') return null;
  const [key, placed] = given;
  const fallback = placed ?? named.find((each) => each.key === 'default')?.value;
  if (key?.kind !== 'literal' || typeof key.value !== 'string') return null;
  return { kind: 'environment', name: key.value, fallback: fallback ?? null, span };
}

/** Calls that join file paths. Objects of paths are joined by `/`, see operators. */
export function joinsPaths(reading: Reading, callee: Reference): boolean {
  const name = fullName(reading, callee) ?? '';
  if (name === 'os.path.join' || name === 'posixpath.join') return true;
  return callee.path.at(-1) === 'joinpath';
}

/** Calls that give a path as an object, which further parts are joined to. */
export function makesPath(reading: Reading, callee: Reference): boolean {
  return /^(?:pathlib\.(?:Pure)?(?:Posix|Windows)?Path|anyio\.Path)$/.test(fullName(reading, callee) ?? '');
}
