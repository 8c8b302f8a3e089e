import type { Operation } from '../facts/operations.ts';
import type { FunctionKey, ProgramGraph, Site } from '../link/program-graph.ts';
import { contains } from '../text/spans.ts';

/** The step of a function that makes the call at a place, with the conditions under which it is reached. */
export function stepOfCall(graph: ProgramGraph, key: FunctionKey, { file, span }: Site): Operation | undefined {
  const calls = graph.facts.get(file)?.code?.calls ?? [];
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  return operations.find((each) => each.kind === 'call' && contains(calls[each.call]?.span, span));
}
