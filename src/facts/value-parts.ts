import type { Value } from './values.ts';

/** The values that a value is put together from; none for a name, a text or a call, which are one thing. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'object':
      return [...value.properties.map((property) => property.value), ...value.spreads];
    case 'list':
      return value.items;
    case 'conditional':
      return [value.then, value.otherwise];
    case 'operator':
      return [value.left, value.right].filter((each) => each !== null);
    case 'spread':
      return [value.of];
    case 'concatenation':
    case 'path-join':
      return value.parts;
    default:
      return [];
  }
}
