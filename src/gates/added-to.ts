import type { CodeFacts } from '../facts/code.ts';
import type { DeclarationId, Value } from '../facts/values.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';

/**
 * Whether something is put into a list of an entry that was looked up: `const talk = talks[id]; talk.messages.push(text)`.
 * What grows by what people say follows from no key, however it began.
 */
export function areAddedTo(graph: ProgramGraph, cell: StateCell): boolean {
  return cell.accesses.some((access) => {
    const code = graph.facts.get(access.site.file)?.code ?? null;
    if (code === null || access.kind !== 'read' || access.key?.kind === 'literal') return false;
    const names = namesOf(code, access);
    return names.size > 0 && isAppendedTo(code, names);
  });
}

/** The names that an entry is given where it is looked up. */
function namesOf(code: CodeFacts, { site }: CellAccess): ReadonlySet<DeclarationId> {
  const isIt = (value: Value | null): boolean =>
    (value?.kind === 'reference' || value?.kind === 'call') && value.span[0] === site.span[0];
  return new Set(
    code.declarations.flatMap(({ initial, function: owner }, id) => (owner !== 0 && isIt(initial) ? [id] : [])),
  );
}

function isAppendedTo(code: CodeFacts, names: ReadonlySet<DeclarationId>): boolean {
  return code.functions.some(({ operations }) =>
    operations.some((operation) => {
      if (operation.kind !== 'container' || operation.access !== 'append') return false;
      const { root, path } = operation.target;
      return root.kind === 'declared' && names.has(root.declaration) && path.length > 0;
    }),
  );
}
