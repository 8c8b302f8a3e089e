import type { Value } from '../facts/values.ts';
import { reachableEffects } from '../link/effects.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../link/program-graph.ts';

/**
 * Whether a job picks rows by a field that it sets and saves before this effect: `where status = 'open'`, then
 * `row.status = 'closed'`, then the message. The first run takes the rows away from the next one.
 */
export function isBehindClaim(graph: ProgramGraph, job: FunctionKey, effect: Effect): boolean {
  const effects = reachableEffects(graph, job);
  const writers = new Set(effects.flatMap((each) => (each.effect === 'database-write' ? [each.function] : [])));
  const set = [...writers].flatMap((key) => fieldsSetBefore(graph, key, placesOf(graph, key, effect)));
  if (set.length === 0) return false;
  const readers = new Set(effects.flatMap((each) => (isRead(graph, each) ? [each.function] : [])));
  return [...readers].some((key) => picksBy(graph, key, new Set(set)));
}

/** Where a function has an effect, by itself or by what it calls; offsets into its file. */
export function placesOf(graph: ProgramGraph, key: FunctionKey, effect: Effect): readonly number[] {
  const own = effect.function === key ? [effect.site.span[0]] : [];
  const led = (graph.callees.get(key) ?? []).flatMap(({ to, site }) =>
    reachableEffects(graph, to).includes(effect) ? [site.span[0]] : [],
  );
  return [...own, ...led];
}

/** Fields that are set to what the program spells out and saved, by the steps of a function before all of some places. */
function fieldsSetBefore(graph: ProgramGraph, key: FunctionKey, places: readonly number[]): readonly string[] {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || places.length === 0) return [];
  const end = Math.min(...places);
  const saves = (graph.effects.get(key) ?? []).filter(
    (each) => each.effect === 'database-write' && each.site.span[0] < end,
  );
  const last = Math.max(-1, ...saves.map(({ site }) => site.span[0]));
  const assigned = node.fact.operations.flatMap((operation) => {
    if (operation.kind !== 'assign' || operation.span[0] > last || operation.target.path.length === 0) return [];
    return isSpelledOut(operation.value) ? [operation.target.path.at(-1) ?? ''] : [];
  });
  const given = saves.flatMap(({ call }) =>
    (code.calls[call]?.arguments ?? []).flatMap((value) => keysSpelledOut(value, 0)),
  );
  return [...assigned, ...given];
}

function isSpelledOut(value: Value | null): boolean {
  if (value?.kind === 'literal') return typeof value.value === 'string' || typeof value.value === 'boolean';
  // `OrderStatus.Closed`.
  return value?.kind === 'reference' && /^[A-Z]/.test(value.reference.path.at(-1) ?? '');
}

/** Keys of the new values that a change is given, not of what it picks the row by. */
function keysSpelledOut(value: Value, depth: number): readonly string[] {
  if (value.kind !== 'object' || depth > 3) return [];
  return value.properties.flatMap(({ key, value: inner }) => {
    if (key === 'where') return [];
    return isSpelledOut(inner) ? [key] : keysSpelledOut(inner, depth + 1);
  });
}

function isRead(graph: ProgramGraph, { effect, site, call }: Effect): boolean {
  return effect === 'database-read' || graph.facts.get(site.file)?.code?.calls[call]?.sql?.kind === 'select';
}

/** Whether calls of a function compare one of the fields: `{ where: { status: 'open' } }`, `Order.status == 'open'`. */
function picksBy(graph: ProgramGraph, key: FunctionKey, fields: ReadonlySet<string>): boolean {
  const node = graph.functions.get(key);
  const calls = node === undefined ? [] : (graph.facts.get(node.file)?.code?.calls ?? []);
  return calls.some(
    (fact) => fact.function === node?.id && fact.arguments.some((value) => mentionsField(value, fields, 0)),
  );
}

function mentionsField(value: Value, fields: ReadonlySet<string>, depth: number): boolean {
  if (depth > 5) return false;
  const next = (inner: Value): boolean => mentionsField(inner, fields, depth + 1);
  switch (value.kind) {
    case 'object':
      return value.properties.some((each) => (fields.has(each.key) && each.key !== 'select') || next(each.value));
    case 'operator':
      return [value.left, value.right].some(
        (side) =>
          side !== null && ((side.kind === 'reference' && fields.has(side.reference.path.at(-1) ?? '')) || next(side)),
      );
    case 'list':
      return value.items.some(next);
    default:
      return false;
  }
}
