import { codeOf, type SnippetTemplate, type TemplateLanguage } from '../patterns/template.ts';
import type { TopStatement } from '../text/top-statement.ts';

/** A file that code comes into, and what is asked of its language; a text that does not parse throws. */
export interface NamingPlace {
  readonly text: string;
  /** Every word of the text. */
  readonly words: ReadonlySet<string>;
  readonly statements: (text: string) => readonly TopStatement[];
  readonly withNames: (text: string, names: ReadonlyMap<string, string>) => string;
  /** Code as the file would have it written. */
  readonly dress: (code: string) => string;
}

export interface Named {
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Code whose names at its top are free in a file. What the file declares by the very same words is used and not declared
 * again; any other name that is taken gets a number behind it, wherever the code uses it. `imports` are names that the code
 * has of its imports, and how the file has them.
 */
export function withFreeNames(
  template: SnippetTemplate,
  language: TemplateLanguage,
  given: Readonly<Record<string, string>>,
  imports: Readonly<Record<string, string>>,
  place: NamingPlace,
): Named {
  const plain = (text: string): string => codeOf({ ...template, text: unmasked(text) }, language, given);
  const there = place.statements(place.text);
  const taken = new Set(there.flatMap(({ names }) => names));
  const text = withoutSaid(masked(template.text), plain, imports, there, place);
  const words = new Set([...place.words, ...wordsOf(plain(text))]);
  const values: Record<string, string> = { ...given };
  const names = new Map(Object.entries(imports).filter(([name, as]) => name !== as));
  for (const name of place.statements(text).flatMap((each) => each.names)) {
    const own = plain(name);
    if (!taken.has(own)) continue;
    const [, slot] = /^«([\w-]+)»$/.exec(unmasked(name)) ?? [];
    const free = freeName(own, words);
    if (slot !== undefined) values[slot] = free;
    else names.set(name, name + free.slice(own.length));
  }
  return { text: unmasked(place.withNames(text, names)), values };
}

/** The text without what the file says already, word for word, and what that needs. */
function withoutSaid(
  text: string,
  plain: (text: string) => string,
  imports: Readonly<Record<string, string>>,
  there: readonly TopStatement[],
  { text: file, dress, statements }: NamingPlace,
): string {
  const said = new Set(there.map(({ span }) => file.slice(...span)));
  const own = statements(text);
  const declared = new Set(own.flatMap(({ names }) => names));
  const others = new Set(Object.keys(imports).filter((name) => imports[name] !== name));
  let same = own.filter(({ span }) => said.has(dress(plain(text.slice(...span)))));
  for (let before = -1; before !== same.length; ) {
    before = same.length;
    const kept = new Set(same.flatMap(({ names }) => names));
    same = same.filter(({ span, names }) => {
      const used = wordsOf(text.slice(...span));
      // One that only does something is done twice, unless it is about what is there.
      if (names.length === 0 && !used.some((name) => kept.has(name))) return false;
      return used.every((name) => !others.has(name) && (!declared.has(name) || kept.has(name)));
    });
  }
  let rest = text;
  for (const statement of same.toReversed()) {
    // With the remark above it.
    const before = own[own.indexOf(statement) - 1]?.span[1] ?? 0;
    rest = rest.slice(0, before) + rest.slice(statement.span[1]);
  }
  return rest.replace(/^\n+/, '');
}

function freeName(name: string, words: ReadonlySet<string>): string {
  for (let number = 2; ; number++) {
    if (!words.has(name + number)) return name + number;
  }
}

/** Slots as parts of names, which the languages allow these letters in. */
const masks: readonly (readonly [string, string])[] = [
  ['«', 'ǃ'],
  ['»', 'ǂ'],
];

function masked(text: string): string {
  return text.replaceAll(/«[\w-]+»/g, (slot) =>
    masks.reduce((all, [sign, letter]) => all.replace(sign, letter), slot.replaceAll('-', 'ǀ')),
  );
}

function unmasked(text: string): string {
  return masks.reduce((all, [sign, letter]) => all.replaceAll(letter, sign), text.replaceAll('ǀ', '-'));
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_$]+/gu) ?? [];
}
