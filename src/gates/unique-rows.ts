import type { CodeFacts, FieldFact } from '../facts/code.ts';
import type { DeclarationId, Property, Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { Effect, ProgramGraph } from '../link/program-graph.ts';
import { callsBehind, isClock, isMadeUp } from './origins.ts';

/**
 * Whether the row that is saved fills a column that is unique with what every instance fills it with, so that the
 * database refuses the one that comes second: `@Column({ unique: true })` of the class that is saved.
 */
export function isRefusedTwice(graph: ProgramGraph, effect: Effect): boolean {
  const { file } = effect.site;
  const code = graph.facts.get(file)?.code ?? null;
  const made = code === null ? null : madeRow(code, code.calls[effect.call]?.arguments[0] ?? null);
  if (code === null || made === null) return false;
  const callee = code.calls[made.call]?.callee;
  const [first] = code.calls[made.call]?.arguments ?? [];
  if (callee === undefined) return false;
  const given = [...(first?.kind === 'object' ? first.properties : []), ...assignedTo(code, made.declaration)];
  const classes = meaningsOf(graph, file, { kind: 'reference', reference: callee, span: callee.span }).flatMap(
    (each) => (each.kind === 'class' ? [each.class] : []),
  );
  return classes.some((key) => {
    const node = graph.classes.get(key);
    const home = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
    if (node === undefined || home === null) return false;
    return node.fact.fields.some(
      (field) => isUnique(home, field) && given.some((each) => each.key === field.name && isAlike(code, each.value)),
    );
  });
}

/** The `new Film(…)` that is saved, and the name that keeps it. */
function madeRow(
  code: CodeFacts,
  saved: Value | null,
): { readonly call: number; readonly declaration: DeclarationId | null } | null {
  if (saved?.kind === 'call') return code.calls[saved.call]?.construct ? { call: saved.call, declaration: null } : null;
  if (saved?.kind !== 'reference' || saved.reference.path.length > 0) return null;
  const { root } = saved.reference;
  const declaration = root.kind === 'declared' ? root.declaration : null;
  const initial = declaration === null ? null : (code.declarations[declaration]?.initial ?? null);
  return initial?.kind === 'call' && code.calls[initial.call]?.construct ? { call: initial.call, declaration } : null;
}

/** `film.code = …`. */
function assignedTo(code: CodeFacts, declaration: DeclarationId | null): readonly Property[] {
  if (declaration === null) return [];
  return code.functions.flatMap(({ operations }) =>
    operations.flatMap((step): readonly Property[] => {
      if (step.kind !== 'assign' || step.value === null || step.target.path.length !== 1) return [];
      const { root, path } = step.target;
      const isIt = root.kind === 'declared' && root.declaration === declaration;
      return isIt ? [{ key: path[0] ?? '', value: step.value, span: step.span }] : [];
    }),
  );
}

/** `@Column({ unique: true })`, `@Unique()`. */
function isUnique(code: CodeFacts, { decorators }: FieldFact): boolean {
  return decorators.some(({ reference, call }) => {
    const { root, path } = reference;
    const name = path.at(-1) ?? (root.kind === 'declared' ? code.declarations[root.declaration]?.name : '');
    if (name === 'Unique') return true;
    const options = call === null ? [] : (code.calls[call]?.arguments ?? []);
    return options.some(
      (each) =>
        each.kind === 'object' &&
        each.properties.some(({ key, value }) => key === 'unique' && value.kind === 'literal' && value.value === true),
    );
  });
}

/** What is neither left empty nor made up here, by chance or by the time of this run. */
function isAlike(code: CodeFacts, value: Value): boolean {
  if (value.kind === 'literal' || value.kind === 'conditional') return false;
  return !isMadeUp(code, value) && !callsBehind(code, value).some((call) => isClock(code, call));
}
