import type { Value } from '../../../facts/values.ts';
import { growthOf } from '../../../gates/contents.ts';
import { namedValues } from '../../../gates/named-values.ts';
import type { LibraryUse, ProgramGraph, Site, StateCell } from '../../../link/program-graph.ts';

/** Where a lock that a call makes is kept, which says how long it lives; null where it stands in the module. */
export function homeOfUse(graph: ProgramGraph, use: LibraryUse): StateCell['home'] | null {
  const keeper = keeperOf(graph, use);
  if (keeper !== null) return keeper.home;
  const node = graph.functions.get(use.function);
  if (node === undefined || node.fact.kind === 'module') return null;
  const { fact } = node;
  if (node.class !== null && (fact.kind === 'constructor' || fact.kind === 'initialiser')) {
    return { kind: 'field', class: node.class, field: nameOfUse(graph, use) };
  }
  return { kind: 'closure', function: use.function, declaration: 0 };
}

/** The collection that a lock is put into, as one for each user: `locks[user] = Lock()`. */
function keeperOf(graph: ProgramGraph, use: LibraryUse): StateCell | null {
  const isWithin = (value: Value | null): boolean =>
    value !== null && value.span[0] <= use.fact.span[0] && use.fact.span[1] <= value.span[1];
  const isKept = (cell: StateCell): boolean =>
    growthOf(cell).some(({ value, site }) => site.file === use.file && (isWithin(value) || namesIt(graph, use, value)));
  return graph.cells.find((cell) => cell.shape !== 'scalar' && cell.shape !== 'unknown' && isKept(cell)) ?? null;
}

/** `const lock = new Mutex(); locks.set(user, lock)`. */
function namesIt(graph: ProgramGraph, use: LibraryUse, value: Value | null): boolean {
  if (value?.kind !== 'reference' || value.reference.root.kind !== 'declared') return false;
  const code = graph.facts.get(use.file)?.code ?? null;
  if (code === null || value.reference.path.length > 0) return false;
  return namedValues(code, value.reference.root.declaration).some(
    (each) => each.kind === 'call' && each.call === use.call,
  );
}

/** What the lock is called: the name of the collection, the variable or the field that keeps it. */
export function nameOfUse(graph: ProgramGraph, use: LibraryUse): string {
  const keeper = keeperOf(graph, use);
  if (keeper !== null) return keeper.name.slice(keeper.name.lastIndexOf('.') + 1);
  const code = graph.facts.get(use.file)?.code ?? null;
  const declared = code?.declarations.find(({ initial }) => initial?.kind === 'call' && initial.call === use.call);
  if (declared !== undefined) return declared.name;
  const field = code?.classes
    .flatMap(({ fields }) => fields)
    .find(({ initial }) => initial?.kind === 'call' && initial.call === use.call);
  if (field !== undefined) return field.name;
  const assigned = code?.functions
    .flatMap(({ operations }) => operations)
    .find((each) => each.kind === 'assign' && each.value?.kind === 'call' && each.value.call === use.call);
  if (assigned?.kind !== 'assign') return 'the lock';
  const { root, path } = assigned.target;
  return path.at(-1) ?? (root.kind === 'declared' ? (code?.declarations[root.declaration]?.name ?? '') : 'the lock');
}

/** The place of that name, where it is the collection's. */
export function placeOfUse(graph: ProgramGraph, use: LibraryUse): Site {
  return keeperOf(graph, use)?.site ?? use.keptIn ?? { file: use.file, span: use.fact.calleeSpan };
}
