import { argumentOf, optionOf } from '../../link/evaluate.ts';
import type { FunctionKey, LibraryUse, ProgramGraph } from '../../link/program-graph.ts';

/** The functions that answer the requests on which an upload stands: those of its routes, or the method it decorates. */
export function handlersOf(graph: ProgramGraph, use: LibraryUse): readonly FunctionKey[] {
  return [...new Set(chainsOf(graph, use).flat())];
}

/** The same, with those of each route by themselves. */
export function chainsOf(graph: ProgramGraph, use: LibraryUse): readonly (readonly FunctionKey[])[] {
  return [use, ...takersOf(graph, use)].flatMap((each) => [
    ...each.routes.map((route) => route.handlers),
    ...decorated(graph, each).map((key) => [key]),
  ]);
}

/**
 * The calls that take this one as their storage, `multer({ storage: diskStorage(…) })`, or as all of their options, and
 * those that take them in turn.
 */
function takersOf(graph: ProgramGraph, use: LibraryUse, depth = 0): readonly LibraryUse[] {
  if (depth > mostTakers) return [];
  const takers = graph.uses.filter(
    (each) => each.id !== use.id && each.pattern.role === 'upload' && takes(graph, each, use),
  );
  return takers.flatMap((each) => [each, ...takersOf(graph, each, depth + 1)]);
}

const mostTakers = 2;

function takes(graph: ProgramGraph, taker: LibraryUse, { file, fact }: LibraryUse): boolean {
  const options = argumentOf(graph, taker, { kind: 'position', position: 0 });
  return [optionOf(graph, taker, ['storage']), options].some(({ meanings }) =>
    meanings.some(({ site }) => site.file === file && site.span[0] === fact.span[0] && site.span[1] === fact.span[1]),
  );
}

/** Methods of the same file whose decorators hold the call: `@UseInterceptors(FileInterceptor('photo', …))`. */
function decorated(graph: ProgramGraph, use: LibraryUse): readonly FunctionKey[] {
  return [...graph.functions.values()]
    .filter(
      (node) =>
        node.file === use.file &&
        node.fact.decorators.some(({ span }) => span[0] <= use.fact.span[0] && use.fact.span[1] <= span[1]),
    )
    .map((node) => node.key);
}
