import { partsOf } from '../../../facts/value-parts.ts';
import type { Reference, Value } from '../../../facts/values.ts';
import { effectsAt, isInTransaction, type PlacedCall } from '../../../gates/transactions.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';
import type { Replicated } from './replicated.ts';

/** What one call of a function does to one kind of row, by itself or by what it leads to. */
export interface Step {
  readonly at: PlacedCall;
  readonly kind: 'read' | 'write';
  /** The rows, by the name that code has for them. */
  readonly rows: string;
  /** The call that reaches the database, which is another one where the step leads there through a function. */
  readonly effect: Effect;
  readonly guards: Effect['operation']['guards'];
}

/** Steps of one function in their order, those of functions that it calls among them. */
export function stepsOf(graph: ProgramGraph, key: FunctionKey, replicated: Replicated): readonly Step[] {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return [];
  return node.fact.operations.flatMap((operation) => {
    const call = operation.kind === 'call' || operation.kind === 'container' ? operation.call : null;
    const fact = call === null ? undefined : code.calls[call];
    if (call === null || fact === undefined) return [];
    const at = { file: node.file, call, fact, function: key };
    const own = effectsOf(graph, at, replicated);
    const led = own.length > 0 ? [] : effectsBehind(graph, key, call, replicated);
    return [...own, ...led].map((each) => ({ ...each, at, guards: operation.guards }));
  });
}

function effectsBehind(graph: ProgramGraph, key: FunctionKey, call: number, replicated: Replicated) {
  const led = (graph.callees.get(key) ?? []).filter(
    (edge) => edge.call === call && edge.kind === 'call' && edge.certainty === 'proved',
  );
  const [only] = led;
  if (only === undefined || led.length > 1) return [];
  const node = graph.functions.get(only.to);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  return (node?.fact.operations ?? []).flatMap((operation) => {
    if (operation.kind !== 'call' && operation.kind !== 'container') return [];
    const fact = operation.call === null ? undefined : code?.calls[operation.call];
    if (operation.call === null || fact === undefined || node === undefined) return [];
    return effectsOf(graph, { file: node.file, call: operation.call, fact, function: only.to }, replicated);
  });
}

function effectsOf(graph: ProgramGraph, at: PlacedCall, replicated: Replicated) {
  return effectsAt(graph, at.function, at.call).flatMap((effect): readonly Pick<Step, 'kind' | 'rows' | 'effect'>[] => {
    if (effect.library !== replicated.library.id || effect.later === true) return [];
    const kind = effect.effect === 'database-write' ? 'write' : effect.effect === 'database-read' ? 'read' : null;
    // A statement of its own goes wherever the library sends statements, which mostly is the primary.
    if (kind === null || effect.rows?.by === 'statement' || at.fact.sql !== null) return [];
    if (kind === 'read' && (isFromPrimary(graph, at, replicated) || isInTransaction(graph, at))) return [];
    const rows = rowsOf(graph, at);
    return rows === null ? [] : [{ kind, rows, effect }];
  });
}

/** `orders` of `prisma.orders.create(…)`, `this.orders.save(…)` and `Orders.create(…)`. */
function rowsOf(graph: ProgramGraph, { file, fact }: PlacedCall): string | null {
  const { root, path } = fact.callee;
  const member = path.at(-2);
  const scope = root.kind === 'this' && path.length === 2 ? `${file}:` : '';
  if (member !== undefined) return `${scope}${member}`;
  if (root.kind !== 'declared') return null;
  return graph.facts.get(file)?.code?.declarations[root.declaration]?.name ?? null;
}

function isFromPrimary(graph: ProgramGraph, { file, fact }: PlacedCall, { fromPrimary }: Replicated): boolean {
  const { root, path } = fact.callee;
  const steps = [...path, ...(root.kind === 'call' ? stepsBehind(graph, file, root.call) : [])];
  const named =
    root.kind === 'declared' ? graph.facts.get(file)?.code?.declarations[root.declaration]?.name : undefined;
  if ([...steps, named].some((step) => step !== undefined && fromPrimary.steps.includes(step))) return true;
  const objects = fact.arguments.flatMap((given) => (given.kind === 'object' ? [given] : []));
  return objects.some(
    ({ properties, spreads }) =>
      spreads.length > 0 || properties.some((property) => fromPrimary.options.includes(property.key)),
  );
}

function stepsBehind(graph: ProgramGraph, file: string, call: number): readonly string[] {
  return graph.facts.get(file)?.code?.calls[call]?.callee.path ?? [];
}

/** Whether the read asks for what the write wrote: by its result, by a value that both are given, or for all there is. */
export function asksForWritten(graph: ProgramGraph, write: Step, read: Step): boolean {
  const code = graph.facts.get(read.at.file)?.code ?? null;
  if (code === null) return false;
  const asked = valuesOf(read).flatMap(referencesWithin);
  if (asked.length === 0) return valuesOf(read).length === 0;
  const given = valuesOf(write).flatMap(referencesWithin);
  return asked.some(
    (reference) => isResult(write, reference, code.declarations) || given.some((each) => isSame(each, reference)),
  );
}

function referencesWithin(value: Value): readonly Reference[] {
  const own = value.kind === 'reference' && value.reference.root.kind === 'declared' ? [value.reference] : [];
  return [...own, ...partsOf(value).flatMap(referencesWithin)];
}

function valuesOf({ at }: Step): readonly Value[] {
  return [...at.fact.arguments, ...at.fact.named.map(({ value }) => value)];
}

function isResult(
  { at }: Step,
  { root }: Reference,
  declarations: readonly { readonly initial: Value | null }[],
): boolean {
  if (root.kind !== 'declared') return false;
  const initial = declarations[root.declaration]?.initial ?? null;
  return initial !== null && initial.span[0] <= at.fact.span[0] && at.fact.span[1] <= initial.span[1];
}

function isSame(a: Reference, b: Reference): boolean {
  if (a.root.kind !== 'declared' || b.root.kind !== 'declared' || a.root.declaration !== b.root.declaration)
    return false;
  return a.path.join('.') === b.path.join('.');
}

/** Whether a condition that one of them stands behind keeps the other from running in the same go. */
export function areExclusive(a: Step, b: Step): boolean {
  return a.guards.some(({ test, holds }) =>
    b.guards.some((other) => other.test.span[0] === test.span[0] && other.holds !== holds),
  );
}
