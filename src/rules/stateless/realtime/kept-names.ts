import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

/** The names that keep what a call made: a variable, a field, or a member of something. */
export function keptNames({ facts }: ProgramGraph, { keptIn }: LibraryUse): ReadonlySet<string> {
  const code = keptIn === null ? null : (facts.get(keptIn.file)?.code ?? null);
  if (keptIn === null || code === null) return new Set();
  const [start, end] = keptIn.span;
  const isIt = ({ span }: { readonly span: readonly [number, number] }): boolean =>
    span[0] === start && span[1] === end;
  const declared = code.declarations.filter(isIt).map(({ name }) => name);
  const fields = code.classes.flatMap((each) => each.fields.filter(isIt).map(({ name }) => name));
  const assigned = code.functions.flatMap(({ operations }) =>
    operations.flatMap((step) => (step.kind === 'assign' && isIt(step.target) ? [step.target.path.at(-1) ?? ''] : [])),
  );
  return new Set([...declared, ...fields, ...assigned].filter((name) => name !== ''));
}
