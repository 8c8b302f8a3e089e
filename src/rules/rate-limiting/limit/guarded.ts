import type { DecoratorFact } from '../../../facts/code.ts';
import type { Reference, Value } from '../../../facts/values.ts';
import type { Stop } from '../../../gates/stop.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import { exportMatches } from '../../../link/follow/patterns.ts';
import type { ClassNode, LibraryUse, ProgramGraph, Route } from '../../../link/program-graph.ts';

/**
 * Where the counting is done by a class of the library that decorators name: the routes that it stands before. Null
 * where a limiter has no such class, and none where no decorator names it, so that it may stand before all of them.
 */
export function guardedRoutes(graph: ProgramGraph, use: LibraryUse): readonly Route[] | null {
  if (use.pattern.countedBy === undefined) return null;
  const heirs = new Set(heirsOf(graph, use).map(({ key }) => key));
  const isNamed = (file: string, { call }: DecoratorFact): boolean => {
    const fact = call === null ? undefined : graph.facts.get(file)?.code?.calls[call];
    return fact?.arguments.some((value) => isGuard(graph, use, heirs, file, value)) === true;
  };
  return graph.routes.filter(({ handlers }) =>
    handlers.some((key) => {
      const node = graph.functions.get(key);
      const owner = node?.class == null ? undefined : graph.classes.get(node.class);
      const decorators = [...(node?.fact.decorators ?? []), ...(owner?.fact.decorators ?? [])];
      return node !== undefined && decorators.some((decorator) => isNamed(node.file, decorator));
    }),
  );
}

/** Whether some of the routes are given numbers of their own: `@Throttle({ default: { limit: 3, ttl: 60_000 } })`. */
export function isOverruled(graph: ProgramGraph, use: LibraryUse, routes: readonly Route[]): boolean {
  const wanted = use.pattern.limit?.overruledBy;
  if (wanted === undefined) return false;
  return routes.some(({ handlers }) =>
    handlers.some((key) => {
      const node = graph.functions.get(key);
      const owner = node?.class == null ? undefined : graph.classes.get(node.class);
      return [...(node?.fact.decorators ?? []), ...(owner?.fact.decorators ?? [])].some(({ reference }) =>
        meaningsOf(graph, node?.file ?? '', { kind: 'reference', reference, span: reference.span }).some(
          (meaning) => meaning.kind === 'external' && exportMatches(meaning, wanted.modules, wanted.name),
        ),
      );
    }),
  );
}

/** Stops where every class that would count does so by itself, and never asks what the library keeps. */
export function overriddenStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const { countedBy } = use.pattern;
  if (countedBy === undefined) return null;
  const heirs = heirsOf(graph, use);
  const countsElsewhere = heirs.every((heir) =>
    heir.fact.methods.some((id) => {
      const code = graph.facts.get(heir.file)?.code;
      if (code?.functions[id]?.name !== countedBy.method) return false;
      return !code.calls.some(
        ({ function: within, callee: { root, path } }) =>
          within === id && (path.includes(countedBy.counts) || (root.kind === 'super' && path[0] === countedBy.method)),
      );
    }),
  );
  if (heirs.length === 0 || !countsElsewhere || isUsedItself(graph, use, heirs)) return null;
  const [heir] = heirs;
  return { gate: 'shared', reason: `\`${heir?.fact.name}\` counts in its own way, and not in what the library keeps.` };
}

/** Classes of the workspace that extend the one that counts. */
export function heirsOf(graph: ProgramGraph, use: LibraryUse): readonly ClassNode[] {
  return [...graph.classes.values()].filter(({ file, fact }) =>
    fact.extends.some((base) => isClassItself(graph, use, file, base)),
  );
}

function isClassItself(graph: ProgramGraph, { pattern }: LibraryUse, file: string, reference: Reference): boolean {
  const wanted = pattern.countedBy?.class;
  if (wanted === undefined) return false;
  const value: Value = { kind: 'reference', reference, span: reference.span };
  return meaningsOf(graph, file, value).some(
    (meaning) => meaning.kind === 'external' && exportMatches(meaning, wanted.modules, wanted.name),
  );
}

function isGuard(
  graph: ProgramGraph,
  use: LibraryUse,
  heirs: ReadonlySet<string>,
  file: string,
  value: Value,
): boolean {
  if (value.kind !== 'reference') return false;
  return (
    isClassItself(graph, use, file, value.reference) ||
    meaningsOf(graph, file, value).some((meaning) => meaning.kind === 'class' && heirs.has(meaning.class))
  );
}

/** A file that imports the library's class and extends it nowhere uses it as it is. */
function isUsedItself(graph: ProgramGraph, use: LibraryUse, heirs: readonly ClassNode[]): boolean {
  const wanted = use.pattern.countedBy?.class;
  return [...graph.facts.values()].some(
    ({ path, code }) =>
      !heirs.some(({ file }) => file === path) &&
      code?.imports.some(
        ({ module, imported, typeOnly }) => !typeOnly && imported === wanted?.name && wanted?.modules.includes(module),
      ) === true,
  );
}
