import { keepingOf } from '../../../gates/shared.ts';
import { optionOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

/**
 * A limiter of the same file and library that is given a store which instances share. Whoever wrote both knows how to
 * share, so the one without a store may be left in memory on purpose.
 */
export function sharedBeside(graph: ProgramGraph, use: LibraryUse): LibraryUse | null {
  const options = use.pattern.shared?.options ?? [];
  return (
    graph.uses.find(
      (each) =>
        each.file === use.file &&
        each.id !== use.id &&
        each.pattern.role === 'rate-limiter' &&
        each.library.id === use.library.id &&
        keepingOf(graph, each).kind === 'elsewhere' &&
        optionOf(graph, each, options).state === 'present',
    ) ?? null
  );
}
