import type { FunctionKey, ProgramGraph } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { wordsOf } from '../purpose.ts';

const localWords = new Set(['local', 'disk', 'filesystem']);

/**
 * Whether the disk is one of several storages that the program can be set to: its file or class says so by name, and
 * object storage stands in the program, too.
 */
export function isOneOfSeveral(
  graph: ProgramGraph,
  { file, function: maker }: { readonly file: string; readonly function: FunctionKey },
  programs: readonly Program[],
): boolean {
  const owner = graph.functions.get(maker)?.class;
  const className = owner == null ? '' : (graph.classes.get(owner)?.fact.name ?? '');
  const words = [...file.split('/').flatMap(wordsOf), ...wordsOf(className)];
  if (!words.some((word) => localWords.has(word))) return false;
  return graph.uses.some(
    (use) => use.pattern.role === 'object-storage' && programs.some((program) => program.files.has(use.file)),
  );
}
