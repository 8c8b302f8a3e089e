import type { CodeFacts } from '../../../facts/code.ts';
import type { CallId } from '../../../facts/values.ts';
import { callsBehind } from '../../../gates/origins.ts';
import { reachableEffects } from '../../../link/effects.ts';
import type { Effect, ProgramGraph } from '../../../link/program-graph.ts';

/**
 * Whether a read is of a file whose name another program has just answered, after it was given one: what is written,
 * converted elsewhere and read as `join(folder, answer.fileName)` was made on this disk for this request, so that it is
 * none of those that other requests left. A name that is only asked for may be that of any file.
 */
export function isNamedByAnswer(graph: ProgramGraph, { function: key, subject }: Effect): boolean {
  const code = graph.facts.get(graph.functions.get(key)?.file ?? '')?.code ?? null;
  const writes = (graph.effects.get(key) ?? []).filter(({ effect }) => effect === 'file-write');
  if (code === null || subject === null) return false;
  return callsBehind(code, subject).some((call) => {
    const start = code.calls[call]?.span[0] ?? 0;
    return writes.some(({ operation }) => operation.span[0] < start) && asksAnotherProgram(graph, key, code, call);
  });
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
