import { wordsOf } from './purpose.ts';

/** The words of a name one by one, without the pairs of neighbours that `wordsOf` gives besides. */
export function singleWordsOf(name: string): readonly string[] {
  const words = wordsOf(name);
  return words.slice(Math.floor(words.length / 2));
}
