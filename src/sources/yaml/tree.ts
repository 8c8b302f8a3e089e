import type { DeclaredNumber } from '../../facts/deployment.ts';
import type { Span } from '../../text/range.ts';

/** A YAML value with its place; anchors and merges are already followed. */
export type YamlValue = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  /** In the order they are written; keys that a merge brings in come behind. */
  readonly entries: readonly YamlEntry[];
  readonly span: Span;
}

export interface YamlEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: YamlValue | null;
  /** A tag of the file's own before the value, such as `!reset`; absent where there is none. */
  readonly tag?: string;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly (YamlValue | null)[];
  readonly span: Span;
}

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it is written, without quotes: `0o17` stays that, and so does `1.10`. */
  readonly text: string;
  readonly span: Span;
}

type Maybe = YamlValue | null | undefined;

/** The value behind a path of keys; null where there is none. */
export function at(value: Maybe, ...path: readonly string[]): YamlValue | null {
  let current: YamlValue | null = value ?? null;
  for (const key of path) current = entryOf(current, key)?.value ?? null;
  return current;
}

export function entryOf(value: Maybe, key: string): YamlEntry | null {
  return entriesOf(value).find((entry) => entry.key === key) ?? null;
}

export function entriesOf(value: Maybe): readonly YamlEntry[] {
  return value?.kind === 'map' ? value.entries : [];
}

/** Items of a list that are there at all. */
export function itemsOf(value: Maybe): readonly YamlValue[] {
  return value?.kind === 'list' ? value.items.filter((item) => item !== null) : [];
}

/** A scalar's text; null for maps, lists, nothing and `null`. */
export function textOf(value: Maybe): string | null {
  return value?.kind === 'scalar' && value.value !== null ? value.text : null;
}

/** A text with its place. */
export function declaredText(value: Maybe): { readonly value: string; readonly span: Span } | null {
  const text = textOf(value);
  return text === null || value == null ? null : { value: text, span: value.span };
}

/** A whole number that is not negative, written as one or in quotes, with its place. */
export function declaredNumber(value: Maybe): { readonly value: number; readonly span: Span } | null {
  const text = textOf(value)?.trim();
  if (text === undefined || value == null || !/^\d{1,9}$/.test(text)) return null;
  return { value: Number(text), span: value.span };
}

/** The number, with a mark when it does not stand in what owns it but is taken over from an anchor elsewhere. */
export function numberOf(owner: Maybe, number: DeclaredNumber | null): DeclaredNumber | null {
  if (number === null || owner == null) return number;
  const isWithin = owner.span[0] <= number.span[0] && number.span[1] <= owner.span[1];
  return isWithin ? number : { ...number, elsewhere: true };
}
