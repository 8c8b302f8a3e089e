import type { LibraryUse, Meaning } from '../program-graph.ts';
import { type Known, keyOf } from './known.ts';
import type { World } from './world.ts';

/**
 * Turns what linking knows into what rules may see: identities become library uses, unopened members are unknown. `opened`
 * holds the places whose fallbacks are being opened, because a name may fall back to itself: `PORT = env("PORT", PORT)`.
 */
export function meaningOf(
  world: World,
  uses: ReadonlyMap<string, LibraryUse>,
  known: Known,
  opened: ReadonlySet<string> = new Set(),
): Meaning {
  const site = { file: known.file, span: known.span };
  switch (known.kind) {
    case 'literal':
      return { kind: 'literal', value: known.value, site };
    case 'environment': {
      const file = world.files.get(known.file);
      const { fallback } = known;
      const place = `${known.file}:${known.span.join()}`;
      const isOpen = fallback === null || file === undefined || opened.has(place);
      const inside = new Set([...opened, place]);
      return {
        kind: 'environment',
        name: known.name,
        fallback: isOpen ? [] : world.value(file, fallback).map((one) => meaningOf(world, uses, one, inside)),
        site,
      };
    }
    case 'tracked': {
      const { type, origin, make } = known;
      // What a row is used for is told by the calls of its methods; its value is the program's own.
      if (world.patterns.typeOf(type)?.row === true) return { kind: 'unknown', site };
      const use = uses.get(make === null ? origin : keyOf(make.file, make.call)) ?? null;
      return make === null ? { kind: 'tracked', type, use, site } : { kind: 'tracked', type, use, made: make, site };
    }
    case 'external':
      return { kind: 'external', module: known.module, name: known.name, site };
    case 'made':
      return { kind: 'made', module: known.module, name: known.name, file: known.file, call: known.call, site };
    case 'function':
      return { kind: 'function', function: known.function, site };
    case 'class':
      return { kind: 'class', class: known.class, site };
    case 'instance':
      return { kind: 'instance', class: known.class, site };
    case 'value':
      return { kind: 'value', value: known.value, site };
    case 'module':
    case 'result':
    case 'member':
    case 'unknown':
      return { kind: 'unknown', site };
  }
}
