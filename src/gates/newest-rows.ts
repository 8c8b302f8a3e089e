import type { CodeFacts } from '../facts/code.ts';
import type { CallId, Value } from '../facts/values.ts';
import type { Effect, ProgramGraph } from '../link/program-graph.ts';
import { reads, tablesOf } from './new-rows.ts';
import { lastName } from './origins.ts';

/**
 * Whether all that the program asks of a table is its newest row, so that one row more behind it changes no answer: the
 * weather of now, the last state of a device.
 */
export function isNewestRead(graph: ProgramGraph, written: Effect): boolean {
  const names = tablesOf(graph, written);
  const asking = [...graph.effects.values()]
    .flat()
    .filter((each) => reads(graph, each) && tablesOf(graph, each).some((name) => names.includes(name)));
  return asking.length > 0 && asking.every((each) => asksNewest(graph, each));
}

/** `findOne({ order: [['createdAt', 'DESC']] })`, `findFirst({ orderBy: { at: 'desc' } })`, `findOne().sort({ at: -1 })`. */
function asksNewest(graph: ProgramGraph, { site, call }: Effect): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const fact = code?.calls[call];
  if (code === null || fact === undefined) return false;
  // All calls of one chain begin where the chain begins.
  const steps = code.calls.flatMap((each, id) =>
    each.function === fact.function && each.span[0] === fact.span[0] ? [id] : [],
  );
  return steps.some((step) => takesOne(code, step)) && steps.some((step) => descends(code, step));
}

const one = /^(?:findOne|findFirst|first|firstOrFail|findOneOrFail|findOneBy|getOne)$/;
const orders = /^(?:order|orderBy|order_by|sort)$/;
const limits = /^(?:limit|take)$/;

function takesOne(code: CodeFacts, call: CallId): boolean {
  const given = code.calls[call]?.arguments ?? [];
  const name = lastName(code, call);
  const isOne = (value: Value | undefined): boolean => value?.kind === 'literal' && value.value === 1;
  return (
    one.test(name) ||
    (limits.test(name) && isOne(given[0])) ||
    given.some((each) => optionsIn(each).some(({ key, value }) => limits.test(key) && isOne(value)))
  );
}

function descends(code: CodeFacts, call: CallId): boolean {
  const given = code.calls[call]?.arguments ?? [];
  return (
    (orders.test(lastName(code, call)) && given.some((each) => saysDown(each, 0))) ||
    given.some((each) => optionsIn(each).some(({ key, value }) => orders.test(key) && saysDown(value, 0)))
  );
}

function optionsIn(value: Value): readonly { readonly key: string; readonly value: Value }[] {
  return value.kind === 'object' ? value.properties : [];
}

/** `'desc'`, `-1` or `'-createdAt'` for each thing that is ordered by. */
function saysDown(value: Value, depth: number): boolean {
  if (depth > 4) return false;
  const next = (inner: Value): boolean => saysDown(inner, depth + 1);
  switch (value.kind) {
    case 'literal':
      return value.value === -1 || (typeof value.value === 'string' && /^(?:desc|descending|-\w+)$/i.test(value.value));
    case 'operator':
      return value.operator === '-' && value.left === null && value.right.kind === 'literal' && value.right.value === 1;
    case 'list':
      return value.items.some(next);
    case 'object':
      return value.properties.length > 0 && value.properties.every((each) => next(each.value));
    default:
      return false;
  }
}
