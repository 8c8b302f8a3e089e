import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

/** What the limiter is called: the name or field that keeps it, or the function that makes it; null for none. */
export function limiterName(graph: ProgramGraph, use: LibraryUse): string | null {
  const code = graph.facts.get(use.file)?.code;
  if (code === undefined || code === null) return null;
  const kept = use.keptIn;
  if (kept !== null && kept.file === use.file) {
    const isKept = (span: readonly [number, number]) => span[0] === kept.span[0];
    const declaration = code.declarations.find((each) => isKept(each.span) || isKept(each.statement));
    if (declaration !== undefined) return declaration.name;
    const field = code.classes.flatMap((each) => each.fields).find((each) => isKept(each.span));
    if (field !== undefined) return field.name;
    const assigned = code.functions
      .flatMap((each) => each.operations)
      .find((each) => each.kind === 'assign' && isKept(each.target.span));
    const last = assigned?.kind === 'assign' ? assigned.target.path.at(-1) : undefined;
    if (last !== undefined) return last;
  }
  const maker = graph.functions.get(use.function)?.fact;
  return maker === undefined || maker.kind === 'module' || maker.name === '' ? null : maker.name;
}
