import type { CallFact, CodeFacts } from '../facts/code.ts';
import { callOf, type Operation } from '../facts/operations.ts';
import type { Value } from '../facts/values.ts';
import type { CellAccess, FunctionKey, ProgramGraph, Site } from '../link/program-graph.ts';
import type { Span } from '../text/range.ts';
import { valuesOfRoot } from './named-values.ts';
import { lastName } from './origins.ts';

/**
 * Whether somebody is refused by what an access of a collection answers: the function that asks throws or answers with
 * an error under that condition, or one that asks this function does.
 */
export function refusesBy(graph: ProgramGraph, { function: key, site }: CellAccess): boolean {
  return refusesAt(graph, key, site.span, 0);
}

const farthest = 2;

function refusesAt(graph: ProgramGraph, key: FunctionKey, asked: Span, depth: number): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const refuses = node.fact.operations.some(
    (operation) => isRefusal(code, operation) && operation.guards.some(({ test }) => asksAbout(code, test, asked, 0)),
  );
  if (refuses) return true;
  if (depth >= farthest) return false;
  return callSites(graph, key).some(({ from, site }) => refusesAt(graph, from, site.span, depth + 1));
}

function callSites(
  graph: ProgramGraph,
  key: FunctionKey,
): readonly { readonly from: FunctionKey; readonly site: Site }[] {
  return (graph.callers.get(key) ?? []).filter(({ kind }) => kind === 'call' || kind === 'member');
}

/** Whether a test holds what stands at a place, directly or through a name for it. */
export function asksAbout(code: CodeFacts, test: Value, asked: Span, depth: number): boolean {
  if (depth > 5) return false;
  const next = (value: Value | null): boolean => value !== null && asksAbout(code, value, asked, depth + 1);
  if (test.span[0] <= asked[0] && asked[1] <= test.span[1]) return true;
  switch (test.kind) {
    case 'operator':
      return next(test.left) || next(test.right);
    case 'conditional':
      return next(test.test) || next(test.then) || next(test.otherwise);
    case 'call':
      return (code.calls[test.call]?.arguments ?? []).some(next);
    case 'reference':
      return valuesOfRoot(code, test.reference).some(next);
    default:
      return false;
  }
}

function isRefusal(code: CodeFacts, operation: Operation): boolean {
  if (operation.kind === 'throw') return true;
  const call = callOf(operation);
  const fact = call === null ? undefined : code.calls[call];
  if (call === null || fact === undefined) return false;
  return fact.arguments.some(isErrorStatus) || isHandedOn(code, call, fact);
}

const errorNames = /^(?:BAD_REQUEST|UNAUTHORIZED|FORBIDDEN|NOT_FOUND|CONFLICT|GONE|LOCKED|TOO_MANY_REQUESTS)$/;

/** `429`, `HttpStatus.CONFLICT`, `{ status: 409 }`. */
function isErrorStatus(value: Value): boolean {
  if (value.kind === 'literal') return typeof value.value === 'number' && value.value >= 400 && value.value < 600;
  if (value.kind === 'reference') return errorNames.test(value.reference.path.at(-1) ?? '');
  return (
    value.kind === 'object' &&
    value.properties.some(({ key, value: of }) => /^status(?:_?code)?$/i.test(key) && isErrorStatus(of))
  );
}

/** `next(new Error('too often'))`. */
function isHandedOn(code: CodeFacts, call: number, fact: CallFact): boolean {
  return ['next', 'reject'].includes(lastName(code, call)) && fact.arguments.length > 0;
}
