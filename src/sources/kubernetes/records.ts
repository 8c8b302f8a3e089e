import { entriesOf, textOf, type YamlValue } from '../yaml/tree.ts';

/** A map of texts, such as labels or a selector. */
export function recordOf(value: YamlValue | null): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesOf(value).flatMap(({ key, value: set }) => {
      const text = textOf(set);
      return text === null ? [] : [[key, text]];
    }),
  );
}
