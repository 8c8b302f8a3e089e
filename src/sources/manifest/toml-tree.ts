import { parse } from 'smol-toml';
import type { ProblemFact } from '../../facts/file-facts.ts';
import type { Span } from '../../text/range.ts';
import type { YamlValue } from '../yaml/tree.ts';
import { tomlPlaces } from './toml.ts';

/** A TOML file as the same tree of values that YAML is read into, with the place of every value that could be found. */
export interface TomlTree {
  readonly root: YamlValue | null;
  readonly problems: readonly ProblemFact[];
}

/** Never throws: a file that is no TOML gives a problem and no tree. */
export function tomlTree(text: string): TomlTree {
  let value: unknown;
  try {
    value = parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return {
      root: null,
      problems: [{ message: `This is not TOML: ${message}.`, span: [0, Math.min(1, text.length)] }],
    };
  }
  return { root: treeOf(value, '', placesOf(text)), problems: [] };
}

/** Each place of a path is handed out once, in the order of the file, as tables of one name follow one another. */
interface Places {
  readonly next: (path: string) => Entry | null;
  readonly whole: Span;
}

interface Entry {
  readonly key: Span;
  readonly value: Span;
  readonly items: readonly Span[] | null;
}

function placesOf(text: string): Places {
  const waiting = new Map<string, Entry[]>();
  const { entries, tables } = tomlPlaces(text) ?? { entries: [], tables: [] };
  const add = (path: string, entry: Entry): void => {
    const known = waiting.get(path);
    if (known === undefined) waiting.set(path, [entry]);
    else known.push(entry);
  };
  for (const { path, key, value, items } of entries) add(path, { key, value, items });
  for (const { path, header } of tables) add(path, { key: header, value: header, items: null });
  return { next: (path) => waiting.get(path)?.shift() ?? null, whole: [0, 0] };
}

function treeOf(value: unknown, path: string, places: Places, known: Span = places.whole): YamlValue | null {
  if (Array.isArray(value)) {
    // Tables of one name are a list, and have a place each.
    const items = value.map((item) => treeOf(item, path, places, places.next(path)?.value ?? known));
    return { kind: 'list', items, span: known };
  }
  if (value instanceof Date)
    return { kind: 'scalar', value: value.toISOString(), text: value.toISOString(), span: known };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => {
      const inside = path === '' ? key : `${path}.${key}`;
      const isTables = Array.isArray(inner) && inner.every((each) => typeof each === 'object');
      const place = isTables && inner.length > 0 ? null : places.next(inside);
      const span = place?.value ?? known;
      const tree = withItems(treeOf(inner, inside, places, span), place?.items ?? null);
      return { key, keySpan: place?.key ?? span, value: tree };
    });
    return { kind: 'map', entries, span: known };
  }
  if (typeof value === 'string' || typeof value === 'boolean') {
    return { kind: 'scalar', value, text: String(value), span: known };
  }
  return typeof value === 'number' || typeof value === 'bigint'
    ? { kind: 'scalar', value: Number(value), text: String(value), span: known }
    : null;
}

/** Values of an array that is written in brackets stand where they are written. */
function withItems(tree: YamlValue | null, spans: readonly Span[] | null): YamlValue | null {
  if (tree?.kind !== 'list' || spans === null) return tree;
  const items = tree.items.map((item, at) => (item === null ? null : { ...item, span: spans[at] ?? item.span }));
  return { ...tree, items };
}
