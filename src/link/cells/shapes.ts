import { fallsBack, type TypeMention, type Value } from '../../facts/values.ts';
import type { StateCell } from '../program-graph.ts';

export type Shape = StateCell['shape'];

const typeShapes: Readonly<Record<string, Shape>> = {
  Array: 'list',
  Dict: 'record',
  Map: 'map',
  ReadonlyArray: 'list',
  ReadonlyMap: 'map',
  ReadonlySet: 'set',
  Record: 'record',
  Set: 'set',
  WeakMap: 'weak',
  WeakSet: 'weak',
  boolean: 'scalar',
  dict: 'record',
  list: 'list',
  number: 'scalar',
  set: 'set',
  string: 'scalar',
};

/** Containers among what a value may be, by its syntax alone: choices are looked through, names are not. */
export function containersIn(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'container':
    case 'list':
    case 'object':
      return [value];
    case 'conditional':
      return [...containersIn(value.then), ...containersIn(value.otherwise)];
    case 'operator':
      return fallsBack(value.operator)
        ? [...(value.left === null ? [] : containersIn(value.left)), ...containersIn(value.right)]
        : [];
    default:
      return [];
  }
}

/** What kind of thing is kept, from the values it is given and else from its declared type. */
export function shapeOf(values: readonly Value[], type: TypeMention | null): Shape {
  const [container] = values.flatMap(containersIn);
  if (container?.kind === 'container') return container.shape;
  if (container?.kind === 'list') return 'list';
  if (container?.kind === 'object') return 'record';
  const named = type?.declaration === null && type.names.length === 1 ? typeShapes[type.names[0] ?? ''] : undefined;
  if (named !== undefined) return named;
  const told = values.filter((value) => value.kind !== 'literal' || value.value !== null);
  if (told.length > 0 && told.every((value) => scalars.has(value.kind))) return 'scalar';
  return 'unknown';
}

const scalars: ReadonlySet<Value['kind']> = new Set(['literal', 'operator', 'concatenation', 'environment']);

/** Whether asking for an entry that is not there begins one, so that what is put into the entry is put into the container. */
export function beginsEntries(values: readonly Value[]): boolean {
  const [container] = values.flatMap(containersIn);
  return container?.kind === 'container' && container.makes !== undefined;
}

export function holdsItems(shape: Shape): boolean {
  return shape !== 'scalar' && shape !== 'unknown';
}
