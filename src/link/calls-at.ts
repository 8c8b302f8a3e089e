import type { CallFact, CodeFacts } from '../facts/code.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { CallId, FunctionId } from '../facts/values.ts';
import type { Span } from '../text/range.ts';
import type { Effect, ProgramGraph, Site } from './program-graph.ts';
import { remembered } from './remembered.ts';

/** A call of one file, with the id that the file knows it by. */
export interface IdentifiedCall {
  readonly id: CallId;
  readonly fact: CallFact;
}

/** The call that is all of what stands at a site, as where a value came from is told. */
export function callAt(facts: FactsByFile, { file, span }: Site): IdentifiedCall | null {
  const code = facts.get(file)?.code ?? null;
  return code === null ? null : (bySpan(code).get(keyOf(span))?.[0] ?? null);
}

/** The call whose callee stands at a site, as an edge's site is told; with a function, the one in that function's body. */
export function callByCallee(facts: FactsByFile, { file, span }: Site, within?: FunctionId): IdentifiedCall | null {
  const code = facts.get(file)?.code ?? null;
  const calls = code === null ? [] : (byCalleeSpan(code).get(keyOf(span)) ?? []);
  return calls.find(({ fact }) => within === undefined || fact.function === within) ?? null;
}

/** The callee of the call that has an effect, where a message about it stands. */
export function calleeOf(facts: FactsByFile, { call, site }: Pick<Effect, 'call' | 'site'>): Site {
  return { file: site.file, span: facts.get(site.file)?.code?.calls[call]?.calleeSpan ?? site.span };
}

/** The nearest call around a site, such as the one by which an entry is registered; null for what no call is around. */
export function registeringCall({ facts }: Pick<ProgramGraph, 'facts'>, { file, span }: Site): IdentifiedCall | null {
  let nearest: IdentifiedCall | null = null;
  for (const [id, fact] of (facts.get(file)?.code?.calls ?? []).entries()) {
    if (fact.span[0] > span[0] || span[1] > fact.span[1]) continue;
    if (nearest === null || lengthOf(fact.span) < lengthOf(nearest.fact.span)) nearest = { id, fact };
  }
  return nearest;
}

function lengthOf([start, end]: Span): number {
  return end - start;
}

type BySpan = ReadonlyMap<string, readonly IdentifiedCall[]>;

const bySpan = remembered((code: CodeFacts) => indexed(code, ({ span }) => span));
const byCalleeSpan = remembered((code: CodeFacts) => indexed(code, ({ calleeSpan }) => calleeSpan));

function indexed({ calls }: CodeFacts, spanOf: (call: CallFact) => Span): BySpan {
  const found = new Map<string, IdentifiedCall[]>();
  calls.forEach((fact, id) => {
    const key = keyOf(spanOf(fact));
    const known = found.get(key);
    if (known === undefined) found.set(key, [{ id, fact }]);
    else known.push({ id, fact });
  });
  return found;
}

function keyOf([start, end]: Span): string {
  return `${start}-${end}`;
}
