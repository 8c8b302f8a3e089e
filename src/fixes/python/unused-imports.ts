import type { ProgramGraph } from '../../link/program-graph.ts';
import { type OpenPython, withoutUnusedImports } from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import { baseNameOf } from '../../text/paths.ts';
import type { Span } from '../../text/range.ts';

/** Names that other files import from a file, be it that the file only imports them itself; null where they take them all. */
function namesTaken(graph: ProgramGraph, file: string): ReadonlySet<string> | null {
  const names = new Set<string>();
  const own = baseNameOf(file).replace(/\.py$/, '');
  for (const [path, edges] of graph.imports) {
    for (const { site } of edges.filter(({ to }) => to === file)) {
      const code = graph.facts.get(path)?.code;
      const isHere = ({ span }: { readonly span: Span }) => span[0] === site.span[0];
      if (code?.exports.some((each) => each.kind === 'star' && isHere(each)) === true) return null;
      for (const { imported, module } of code?.imports.filter(isHere) ?? []) {
        // Who has the module as a whole may ask it for any name.
        if (imported === '*' || (imported === own && module.split('.').at(-1) !== own)) return null;
        if (imported !== null) names.add(imported);
      }
    }
  }
  return names;
}

/** Edits of a file with those that take out what it imports for nothing once they are made. */
export function withoutUnused(
  graph: ProgramGraph,
  file: string,
  open: OpenPython,
  edits: readonly TextEdit[],
): readonly TextEdit[] {
  const names = namesTaken(graph, file);
  return names === null ? edits : withoutUnusedImports(open, edits, names);
}
