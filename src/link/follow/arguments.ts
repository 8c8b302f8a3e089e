import type { ArgumentPattern } from '../../catalog/types.ts';
import type { CallFact } from '../../facts/code.ts';
import type { Reference, Value } from '../../facts/values.ts';
import type { FileIndex } from './file-index.ts';
import type { World } from './world.ts';

/** A value with the file that it is written in. */
export interface Placed {
  readonly file: FileIndex;
  readonly value: Value;
}

/** The arguments of a call that a pattern means, in order. Options are looked up through names, spreads and files. */
export function argumentsFor(
  world: World,
  file: FileIndex,
  call: CallFact,
  pattern: ArgumentPattern,
): readonly Placed[] {
  switch (pattern.kind) {
    case 'position': {
      const value = at(call, pattern.position);
      return value === undefined ? [] : [{ file, value }];
    }
    case 'from':
      return call.arguments.slice(pattern.position).map((value) => ({ file, value }));
    case 'option': {
      const value = at(call, pattern.position);
      return value === undefined ? [] : optionValues(world, file, value, pattern.names);
    }
    case 'named': {
      const named = namedValues(world, file, call, pattern.names);
      const value = named.length > 0 || pattern.position === undefined ? undefined : at(call, pattern.position);
      return value === undefined ? named : [{ file, value }];
    }
    case 'receiver':
      return call.callee.path.length === 0 ? [] : [{ file, value: receiverOf(call.callee) }];
  }
}

/** Arguments by name, also out of what `**options` gives by names. */
function namedValues(world: World, file: FileIndex, call: CallFact, names: readonly string[]): readonly Placed[] {
  const written = call.named.filter(({ key }) => names.includes(key)).map(({ value }) => ({ file, value }));
  if (written.length > 0) return written;
  return call.arguments.flatMap((value) =>
    value.kind === 'spread' && value.byName === true ? optionValues(world, file, value.of, names) : [],
  );
}

/** What stands before the last name of a callee. */
export function receiverOf({ root, path, span }: Reference): Value {
  if (path.length === 1 && root.kind === 'value') return root.value;
  if (path.length === 1 && root.kind === 'call') return { kind: 'call', call: root.call, span };
  return { kind: 'reference', reference: { root, path: path.slice(0, -1), span }, span };
}

function at(call: CallFact, position: number): Value | undefined {
  // Positions are no longer known behind a spread.
  const spread = call.arguments.findIndex((value) => value.kind === 'spread');
  if (spread >= 0 && (position < 0 || position >= spread)) return undefined;
  return call.arguments.at(position);
}

/** Values that an options object holds under one of some names, dotted for nested ones. */
function optionValues(
  world: World,
  file: FileIndex,
  options: Value,
  names: readonly string[],
  depth = 0,
): readonly Placed[] {
  const found: Placed[] = [];
  // Options that are put together in steps may spread themselves.
  if (depth > 6) return found;
  for (const known of world.value(file, options)) {
    const inside = world.files.get(known.file);
    if (known.kind !== 'value' || known.value.kind !== 'object' || inside === undefined) continue;
    for (const { key, value } of known.value.properties) {
      if (names.includes(key)) found.push({ file: inside, value });
      const nested = names.filter((name) => name.startsWith(`${key}.`)).map((name) => name.slice(key.length + 1));
      if (nested.length > 0) found.push(...optionValues(world, inside, value, nested, depth + 1));
    }
    for (const spread of known.value.spreads) found.push(...optionValues(world, inside, spread, names, depth + 1));
  }
  return found;
}

/** The items of a list and of what is spread into it, and every other value as it is. Bounded, as lists may nest. */
export function itemsOf(world: World, { file, value }: Placed, depth = 0): readonly Placed[] {
  if (depth > 6) return [];
  if (value.kind === 'spread') return itemsOf(world, { file, value: value.of }, depth + 1);
  if (value.kind === 'list') return value.items.flatMap((item) => itemsOf(world, { file, value: item }, depth + 1));
  if (value.kind !== 'reference') return [{ file, value }];
  const lists = world.value(file, value).flatMap((known) => {
    const inside = world.files.get(known.file);
    const isList = known.kind === 'value' && known.value.kind === 'list';
    return isList && inside !== undefined ? [{ file: inside, value: known.value }] : [];
  });
  return lists.length === 0 ? [{ file, value }] : lists.flatMap((list) => itemsOf(world, list, depth + 1));
}
