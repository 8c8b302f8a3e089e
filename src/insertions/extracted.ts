import type { ProgramGraph, Site } from '../link/program-graph.ts';
import type { Program } from '../system/types.ts';

/** A module that takes from a queue or a clock as it loads, and who of the program imports it. */
export interface ExtractableModule {
  readonly file: string;
  readonly imports: readonly { readonly site: Site; readonly isAlone: boolean }[];
}

const roles = new Set(['queue-worker', 'schedule']);

/** Modules that an entry of their own could load, so that the server no longer does. */
export function extractable(graph: ProgramGraph, program: Program): readonly ExtractableModule[] {
  const files = graph.uses
    .filter(({ pattern, file, fact }) => {
      return roles.has(pattern.role) && fact.function === 0 && file !== program.entry && program.files.has(file);
    })
    .map(({ file }) => file);
  return [...new Set(files)].sort().map((file) => ({ file, imports: importsOf(graph, program, file) }));
}

/** `isAlone` where the import binds nothing, so that nothing is left over without it. */
function importsOf(graph: ProgramGraph, program: Program, to: string): ExtractableModule['imports'] {
  return [...program.files].flatMap((file) =>
    (graph.imports.get(file) ?? [])
      .filter((edge) => edge.to === to)
      .map(({ site }) => {
        const named = graph.facts.get(file)?.code?.imports.filter(({ span }) => span[0] === site.span[0]) ?? [];
        return {
          site,
          isAlone: named.length > 0 && named.every(({ imported, form }) => imported === null && form !== 'dynamic'),
        };
      }),
  );
}
