import type { ClassFact } from '../facts/code.ts';
import type { Reference } from '../facts/values.ts';
import type { Literal } from '../link/decided.ts';
import type { ProgramGraph } from '../link/program-graph.ts';

/**
 * What a member of settings begins as where they are made of classes: `settings().limits.enabled` is what the field
 * `enabled` begins as in the class that a field `limits` is made of. Two names in a row must lead there, and every class
 * that they lead to must agree, because how the settings come to be filled is not followed.
 */
export function fieldDefault(
  graph: ProgramGraph,
  reference: Reference,
): { readonly is: Literal; readonly by: string } | null {
  const [holder, field] = reference.path.slice(-2);
  if (holder === undefined || field === undefined) return null;
  const found = holdersOf(graph, holder)
    .flatMap((name) => classesNamed(graph, name))
    .flatMap((fact) => initialOf(fact, field));
  const [first] = found;
  return first === undefined || found.some((each) => each !== first) ? null : { is: first, by: `${holder}.${field}` };
}

/** Names of the classes that fields of a name are made of. */
function holdersOf(graph: ProgramGraph, holder: string): readonly string[] {
  return [...graph.facts.values()].flatMap(({ code }) =>
    (code?.classes ?? []).flatMap(({ fields }) =>
      fields.flatMap(({ name, type, initial }) => {
        if (name !== holder || code === null) return [];
        const call = initial?.kind === 'call' ? code.calls[initial.call] : undefined;
        const root = call?.construct === true ? call.callee.root : undefined;
        const made = root?.kind === 'declared' ? code.declarations[root.declaration]?.name : undefined;
        return made === undefined ? (type?.names.slice(-1) ?? []) : [made];
      }),
    ),
  );
}

function classesNamed(graph: ProgramGraph, name: string): readonly ClassFact[] {
  return [...graph.facts.values()].flatMap(({ code }) => (code?.classes ?? []).filter((each) => each.name === name));
}

function initialOf({ fields }: ClassFact, field: string): readonly Literal[] {
  return fields.flatMap(({ name, initial }) => (name === field && initial?.kind === 'literal' ? [initial.value] : []));
}
