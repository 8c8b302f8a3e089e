/** At most so many of one kind are named; the rest is counted. */
const mostNamed = 10;

/** A sentence for each of the first, and one that counts the others. */
export function named(items: readonly string[], sentence: (item: string) => string, rest: string): readonly string[] {
  const more = items.length - mostNamed;
  return [...items.slice(0, mostNamed).map(sentence), ...(more > 0 ? [`There are ${more} more ${rest}.`] : [])];
}
