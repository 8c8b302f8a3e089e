/** Longest name that is drawn; the outline has the whole one. */
const longest = 40;

/**
 * The text as it is seen: on one line, without control and direction signs, which draw nothing or turn the text around,
 * without halves of broken characters, and no longer than can be drawn.
 */
export function shownText(text: string, most = longest): string {
  const plain = text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .trim();
  const characters = [...plain];
  return characters.length > most ? [...characters.slice(0, most - 1), '…'].join('') : plain;
}

/**
 * Makes any text safe inside a quoted Mermaid label, in the classic form and in the YAML form alike: everything but
 * letters, digits and a few plain signs becomes an entity.
 */
export function labelOf(text: string, most = longest): string {
  return [...shownText(text, most)].map(escaped).join('');
}

/** Letters, digits, and signs that neither Mermaid, its Markdown nor YAML reads as anything. */
const harmless = /[\p{L}\p{M}\p{N} .,…·–×✚△=?()✖⚠ℹ/-]/u;

function escaped(character: string, index: number, all: readonly string[]): string {
  const opensList = character === '-' ? index === 0 : character === '.' && all.slice(0, index).every(isDigit);
  const inWord = character === '_' && isWord(all[index - 1]) && isWord(all[index + 1]);
  return (harmless.test(character) && !opensList) || inWord ? character : `#${character.codePointAt(0)};`;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

/** A dash first, or a number and a dot, would be read as a Markdown list. */
function isDigit(character: string): boolean {
  return /\d/.test(character);
}
