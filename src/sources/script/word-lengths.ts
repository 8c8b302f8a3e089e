/** For each first character, which lengths a set of words has, as bits: most tokens are told apart by this alone. */
export type WordLengths = Int32Array;

export function lengthsByFirst(words: Iterable<string>): WordLengths {
  const masks = new Int32Array(128);
  for (const word of words) {
    const first = word.charCodeAt(0) & 127;
    masks[first] = (masks[first] ?? 0) | (1 << Math.min(word.length, 31));
  }
  return masks;
}

/** False when no word of the set starts with this character and has this length; then there is no need to look further. */
export function mayBeWord(masks: WordLengths, first: number, length: number): boolean {
  return ((masks[first & 127] ?? 0) & (1 << Math.min(length, 31))) !== 0;
}
