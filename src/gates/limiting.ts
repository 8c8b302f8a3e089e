import type { CodeFacts } from '../facts/code.ts';
import type { Operation } from '../facts/operations.ts';
import type { Value } from '../facts/values.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { dependOnComparison } from './comparing.ts';
import { growthOf } from './contents.ts';
import { callsBehind, isClock } from './origins.ts';
import { limiting, type Purpose } from './purpose.ts';
import { asksAbout, refusesAsTooOften } from './refusal.ts';

/**
 * A collection is a limiter's, whatever it is called, where numbers or times are kept by a key, compared with a bound,
 * and whoever is beyond it is told that they came too often.
 */
export function withLimit(graph: ProgramGraph, cell: StateCell, purpose: Purpose | null): Purpose | null {
  if (purpose?.title === limiting.title || purpose?.title === 'Counts') return purpose;
  const growth = growthOf(cell);
  if (growth.length === 0 || !growth.some((access) => counts(graph, access))) return purpose;
  const isLimiter = cell.accesses.some(
    (access) => asksByKey(access) && isBounded(graph, access) && refusesAsTooOften(graph, access),
  );
  return isLimiter ? limiting : purpose;
}

function asksByKey({ kind, key }: CellAccess): boolean {
  return (kind === 'read' || kind === 'test') && key !== null;
}

/** Whether a number or a time is put in, alone or among the members of an entry. */
function counts(graph: ProgramGraph, { operation, value, site, function: key }: CellAccess): boolean {
  if (operation.kind === 'assign' && ['++', '+='].includes(operation.operator)) return true;
  const code = graph.facts.get(site.file)?.code ?? null;
  if (code === null || value === null) return false;
  return isCount(code, value) || gathersTimes(code, graph.functions.get(key)?.fact.operations ?? [], value);
}

/** `recent.push(Date.now()); times.set(key, recent)`. */
function gathersTimes(code: CodeFacts, operations: readonly Operation[], value: Value): boolean {
  const root = value.kind === 'reference' ? value.reference.root : null;
  return operations.some(
    (each) =>
      each.kind === 'container' &&
      each.access === 'append' &&
      each.value !== null &&
      root?.kind === 'declared' &&
      each.target.root.kind === 'declared' &&
      each.target.root.declaration === root.declaration &&
      isCount(code, each.value),
  );
}

function isCount(code: CodeFacts, value: Value): boolean {
  if (value.kind === 'literal') return typeof value.value === 'number';
  if (value.kind === 'object') return value.properties.some((each) => isCount(code, each.value));
  if (value.kind === 'list') return value.items.some((each) => isCount(code, each));
  if (value.kind === 'operator') return value.operator === '+';
  return callsBehind(code, value).some((call) => isClock(code, call));
}

const relational: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/** Whether what is found is compared with a bound where it is asked for. */
function isBounded(graph: ProgramGraph, { function: key, site }: CellAccess): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  return (
    code !== null &&
    dependOnComparison(operations, relational, (left, right) =>
      [left, right].some((side) => side !== null && asksAbout(code, side, site.span, 0)),
    )
  );
}
