import type { Operation } from '../facts/operations.ts';
import type { Value } from '../facts/values.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { isFresh } from './copy.ts';
import { isSameMention } from './named-values.ts';
import { isMadeUp } from './origins.ts';
import type { Stop } from './stop.ts';

/**
 * Whether whoever asks finds out for itself what is not there, and keeps it: `if (key in known) return known[key]`, then
 * the work, then `known[key] = result; return result`. The caller gets the same answer either way, so an instance that
 * has no entry only works once more. An entry that begins empty, or that chance made, is no such answer.
 */
export function readThroughStop(graph: ProgramGraph, cell: StateCell, asking: readonly CellAccess[]): Stop | null {
  const growth = growthOf(cell);
  return asking.length > 0 && asking.every((access) => isAnsweredOnMiss(graph, growth, access))
    ? {
        gate: 'role',
        reason: 'Whoever asks for an entry that is not there finds out the same for itself and keeps it.',
      }
    : null;
}

function isAnsweredOnMiss(graph: ProgramGraph, growth: readonly CellAccess[], access: CellAccess): boolean {
  const fact = graph.functions.get(access.function)?.fact;
  const code = graph.facts.get(access.site.file)?.code ?? null;
  if (fact === undefined || code === null) return false;
  return growth.some((fill) => {
    const isHere = fill.function === access.function && access.site.span[0] < fill.site.span[0];
    if (!isHere || !isSameMention(fill.key ?? fill.value, access.key ?? access.value)) return false;
    if (fill.value !== null && (isFresh(code, fill.value, 0) || isMadeUp(code, fill.value))) return false;
    const hits = fact.operations.filter((each) => isReturn(each) && isBefore(each, fill) && each.guards.length > 0);
    const answers = fact.operations.filter((each) => isReturn(each) && !isBefore(each, fill));
    return hits.some((hit) => answers.some((answer) => isSameAnswer(fact.name, fill, returned(hit), returned(answer))));
  });
}

const asks = /^_*(?:is|has|can|knows?|supports|contains)(?:_|[A-Z]|$)|exists?$/i;

/** The kept value and what it was kept from; of a collection of marks, the same yes from a function that only asks. */
function isSameAnswer(name: string, fill: CellAccess, hit: Value | null, answer: Value | null): boolean {
  if (hit === null || answer === null) return false;
  if (hit.kind === 'literal') {
    return answer.kind === 'literal' && hit.value !== null && hit.value === answer.value && asks.test(name);
  }
  return fill.value !== null && isSameMention(fill.value, answer);
}

function isReturn({ kind }: Operation): boolean {
  return kind === 'return';
}

function isBefore({ span }: Operation, { site }: CellAccess): boolean {
  return span[1] <= site.span[0];
}

function returned(operation: Operation): Value | null {
  return operation.kind === 'return' ? operation.value : null;
}
