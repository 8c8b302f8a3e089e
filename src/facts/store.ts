import type { FileFacts } from './file-facts.ts';

/** Facts of all files, by path, in the order of their paths, so that nothing downstream depends on reading order. */
export type FactsByFile = ReadonlyMap<string, FileFacts>;

export function factsByFile(files: Iterable<FileFacts>): FactsByFile {
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return new Map(ordered.map((facts) => [facts.path, facts]));
}
