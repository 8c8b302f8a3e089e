import type { ProgramGraph } from '../link/program-graph.ts';

/** The files that these files import for their values, themselves included, in the order they are met. */
export function importCone(graph: ProgramGraph, entries: readonly string[]): ReadonlySet<string> {
  const cone = new Set(entries);
  for (const file of cone) {
    for (const edge of graph.imports.get(file) ?? []) cone.add(edge.to);
  }
  return cone;
}

/** Files that import each file, sorted. */
export function importersOf(graph: ProgramGraph): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, Set<string>>();
  for (const [from, edges] of graph.imports) {
    for (const { to } of edges) {
      const known = importers.get(to) ?? new Set();
      importers.set(to, known.add(from));
    }
  }
  return new Map([...importers].map(([file, from]) => [file, [...from].sort()]));
}
