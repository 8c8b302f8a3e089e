import type { CodeFacts } from '../../../facts/code.ts';
import type { CallId, Value } from '../../../facts/values.ts';
import { valuesOfRoot } from '../../../gates/named-values.ts';
import { partsOf } from '../../../gates/value-parts.ts';
import { reachableEffects } from '../../../link/effects.ts';
import type { Effect, ProgramGraph } from '../../../link/program-graph.ts';

/**
 * Whether a read is of a file whose name another program has just answered: `join(folder, answer.fileName)`. That program
 * works on the same disk and made the file for this request, so that it is none of those that other requests left.
 */
export function isNamedByAnswer(graph: ProgramGraph, { function: key, subject }: Effect): boolean {
  const code = graph.facts.get(graph.functions.get(key)?.file ?? '')?.code ?? null;
  if (code === null || subject === null) return false;
  return callsBehind(code, subject, 0).some((call) => asksAnotherProgram(graph, key, code, call));
}

const deepest = 5;

/** The calls whose result, or a member of it, is a part of a value. */
function callsBehind(code: CodeFacts, value: Value, depth: number): readonly CallId[] {
  if (depth > deepest) return [];
  const next = (inner: Value): readonly CallId[] => callsBehind(code, inner, depth + 1);
  if (value.kind === 'call') return [value.call];
  if (value.kind !== 'reference') return partsOf(value).flatMap(next);
  const { root } = value.reference;
  return root.kind === 'call' ? [root.call] : valuesOfRoot(code, value.reference).flatMap(next);
}

function asksAnotherProgram(graph: ProgramGraph, key: string, code: CodeFacts, call: CallId): boolean {
  if ((graph.effects.get(key) ?? []).some((each) => each.call === call && each.effect === 'external-call')) return true;
  const span = code.calls[call]?.calleeSpan;
  return (graph.callees.get(key) ?? []).some(
    ({ site, to }) =>
      site.span[0] === span?.[0] &&
      site.span[1] === span[1] &&
      reachableEffects(graph, to).some(({ effect }) => effect === 'external-call'),
  );
}
