import type { ClassFact, CodeFacts, FieldFact } from '../facts/code.ts';
import type { Reference } from '../facts/values.ts';
import type { Literal } from '../link/decided.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';

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
  const { holders, classes } = fieldsOf(graph);
  const found = (holders.get(holder) ?? [])
    .flatMap((name) => classes.get(name) ?? [])
    .flatMap((fact) => initialOf(fact, field));
  const [first] = found;
  return first === undefined || found.some((each) => each !== first) ? null : { is: first, by: `${holder}.${field}` };
}

interface Fields {
  /** Names of the classes that fields are made of, by the field's name. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  readonly classes: ReadonlyMap<string, readonly ClassFact[]>;
}

const fieldsOf = remembered((graph: ProgramGraph): Fields => {
  const holders = new Map<string, string[]>();
  const classes = new Map<string, ClassFact[]>();
  for (const { code } of graph.facts.values()) {
    for (const fact of code?.classes ?? []) {
      add(classes, fact.name, [fact]);
      if (code !== null) for (const field of fact.fields) add(holders, field.name, madeOf(code, field));
    }
  }
  return { holders, classes };
});

/** The class that a field is made of: the one it starts as, else the one that its type names. */
function madeOf(code: CodeFacts, { type, initial }: FieldFact): readonly string[] {
  const call = initial?.kind === 'call' ? code.calls[initial.call] : undefined;
  const root = call?.construct === true ? call.callee.root : undefined;
  const made = root?.kind === 'declared' ? code.declarations[root.declaration]?.name : undefined;
  return made === undefined ? (type?.names.slice(-1) ?? []) : [made];
}

function add<Item>(lists: Map<string, Item[]>, key: string, items: readonly Item[]): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [...items]);
  else known.push(...items);
}

function initialOf({ fields }: ClassFact, field: string): readonly Literal[] {
  return fields.flatMap(({ name, initial }) => (name === field && initial?.kind === 'literal' ? [initial.value] : []));
}
