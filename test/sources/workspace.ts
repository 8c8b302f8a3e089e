import { type FactsByFile, factsByFile } from '../../src/facts/store.ts';
import { readFile } from '../../src/sources/formats.ts';

/** The facts of a workspace that exists in memory only: texts by path, read by the readers that the paths ask for. */
export function factsOf(files: Readonly<Record<string, string>>): FactsByFile {
  return factsByFile(Object.entries(files).map(([path, text]) => readFile(path, text)));
}
