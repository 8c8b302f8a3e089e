import type { ProgramGraph } from '../../link/program-graph.ts';

/** The modules that a file imports from the workspace, as they are written: what sorted files keep behind the packages. */
export function ownModules(graph: ProgramGraph, file: string): ReadonlySet<string> {
  const found = new Set((graph.imports.get(file) ?? []).map(({ site }) => site.span[0]));
  const imports = graph.facts.get(file)?.code?.imports ?? [];
  return new Set(imports.filter(({ span }) => found.has(span[0])).map(({ module }) => module));
}
