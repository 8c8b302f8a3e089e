import type { CallFact } from '../facts/code.ts';
import type { CallOperation, Operation } from '../facts/operations.ts';
import type { CallId } from '../facts/values.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../link/program-graph.ts';

/** One call of one function. */
export interface PlacedCall {
  readonly file: string;
  readonly call: CallId;
  readonly fact: CallFact;
  readonly function: FunctionKey;
}

/** What a call does to the world, as far as the catalogue knows it. */
export function effectsAt(graph: ProgramGraph, key: FunctionKey, call: CallId): readonly Effect[] {
  return (graph.effects.get(key) ?? []).filter((effect) => effect.call === call);
}

/** Whether one transaction holds the call and what follows it, so that the connection stays the same. */
export function isInTransaction(graph: ProgramGraph, { file, call, fact, function: key }: PlacedCall): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  const at = operations.findIndex((each) => callOf(each) === call);
  const own = operations[at];
  if (code === null || own === undefined) return false;
  if (own.insideCallOf !== null && isTransaction(graph, file, own.insideCallOf)) return true;
  if (isGivenToTransaction(graph, key)) return true;
  const begun = operations.slice(0, at).some((each) => isCall(each) && code.calls[each.call]?.sql?.kind === 'begin');
  const { root } = fact.callee;
  const name = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
  return begun || /^(?:tx|trx|transaction)$/i.test(name);
}

/** Whether the function, or one that it is written in, is what a transaction runs: `transaction(async (tx) => { … })`. */
function isGivenToTransaction(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const parent = node?.fact.parent ?? null;
  if (node === undefined || parent === null) return false;
  const outer: FunctionKey = `${node.file}#${parent}`;
  const calls = graph.facts.get(node.file)?.code?.calls ?? [];
  const isGiven = (graph.effects.get(outer) ?? []).some(
    ({ effect, call }) =>
      effect === 'transaction' &&
      calls[call]?.arguments.some((given) => given.kind === 'function' && given.function === node.id) === true,
  );
  return isGiven || isGivenToTransaction(graph, outer);
}

function isTransaction(graph: ProgramGraph, file: string, call: CallId): boolean {
  const fact = graph.facts.get(file)?.code?.calls[call];
  const effects = fact === undefined ? [] : effectsAt(graph, `${file}#${fact.function}`, call);
  return effects.some(({ effect }) => effect === 'transaction');
}

function callOf(operation: Operation): CallId | null {
  return operation.kind === 'call' || operation.kind === 'container' ? operation.call : null;
}

function isCall(operation: Operation): operation is CallOperation {
  return operation.kind === 'call';
}
