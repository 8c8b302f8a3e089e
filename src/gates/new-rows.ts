import type { CodeFacts } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import { reachableEffects } from '../link/effects.ts';
import type { Effect, ProgramGraph } from '../link/program-graph.ts';
import { valuesOfRoot } from './named-values.ts';
import { lastName } from './origins.ts';

/** `orders.save(new Order())`, or `order.save()` of what was made just before rather than loaded. */
export function savesNew(code: CodeFacts, effect: Effect): boolean {
  return savedValues(code, effect).some(
    (value) =>
      value.kind === 'call' && (code.calls[value.call]?.construct === true || lastName(code, value.call) === 'create'),
  );
}

function savedValues(code: CodeFacts, effect: Effect): readonly Value[] {
  const fact = code.calls[effect.call];
  const saved = fact?.arguments[0];
  if (fact === undefined) return [];
  if (saved === undefined) return fact.callee.path.length === 1 ? valuesOfRoot(code, fact.callee) : [];
  return saved.kind === 'reference' && saved.reference.path.length === 0
    ? valuesOfRoot(code, saved.reference)
    : [saved];
}

/** Whether the function, or one around it, asks the same table before it writes, as to find out whether a row is there. */
export function isLookedUpFirst(graph: ProgramGraph, effect: Effect): boolean {
  const code = graph.facts.get(effect.site.file)?.code ?? null;
  const written = tablesOf(graph, effect);
  for (let id = graph.functions.get(effect.function)?.id ?? 0; code !== null && id !== 0; ) {
    const asked = reachableEffects(graph, `${effect.site.file}#${id}`).filter((each) => reads(graph, each));
    if (asked.some((each) => isBefore(each, effect) && tablesOf(graph, each).some((name) => written.includes(name)))) {
      return true;
    }
    id = code.functions[id]?.parent ?? 0;
  }
  return false;
}

/** Whether an effect asks for rows. */
export function reads(graph: ProgramGraph, { effect, site, call }: Effect): boolean {
  return effect === 'database-read' || graph.facts.get(site.file)?.code?.calls[call]?.sql?.kind === 'select';
}

/** What another function does may come at any time before; what stands in the same file has an order. */
function isBefore(read: Effect, write: Effect): boolean {
  return read.function !== write.function || read.site.span[0] < write.site.span[0];
}

/**
 * The names by which an effect says what it works on: the tables of its SQL, the member before the method as in
 * `prisma.order.create`, or the name itself and what it was made for, as `orders` and `Order` of
 * `const orders = getRepository(Order)`.
 */
export function tablesOf(graph: ProgramGraph, { site, call }: Effect): readonly string[] {
  const code = graph.facts.get(site.file)?.code ?? null;
  const fact = code?.calls[call];
  if (code === null || fact === undefined) return [];
  if (fact.sql !== null && fact.sql !== undefined) return fact.sql.tables;
  const { root, path } = fact.callee;
  const member = path.at(-2);
  if (member !== undefined) return [member];
  const name = root.kind === 'declared' ? code.declarations[root.declaration]?.name : undefined;
  const madeFor = valuesOfRoot(code, fact.callee).flatMap((value) =>
    value.kind === 'call' ? (code.calls[value.call]?.arguments ?? []).flatMap((given) => namesIn(code, given)) : [],
  );
  return name === undefined ? madeFor : [name, ...madeFor];
}

function namesIn(code: CodeFacts, value: Value): readonly string[] {
  if (value.kind !== 'reference' || value.reference.root.kind !== 'declared') return [];
  const name = value.reference.path.at(-1) ?? code.declarations[value.reference.root.declaration]?.name;
  return name === undefined ? [] : [name];
}
