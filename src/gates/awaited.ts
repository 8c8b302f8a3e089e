import type { CodeFacts } from '../facts/code.ts';
import type { Operation } from '../facts/operations.ts';
import type { CallId, Value } from '../facts/values.ts';
import { contains } from '../text/spans.ts';
import { lastName } from './origins.ts';

/** Calls that give a promise of what they are given, or of what they are called on. */
const passing = /^(?:all|allSettled|then|catch|finally|map|flatMap|gather|wait_for|shield)$/;

/**
 * Whether a function goes on, or is done, only when what a call promises is there: the call is awaited or returned itself,
 * or stands in one that hands its promise on and is: `await Promise.all(rows.map(send))`.
 */
export function isAwaited(code: CodeFacts, call: CallId): boolean {
  const fact = code.calls[call];
  if (fact === undefined) return false;
  const operations = code.functions[fact.function]?.operations ?? [];
  const waiting = operations.filter(
    (each) =>
      contains(each.span, fact.span) &&
      (each.kind === 'return' ? isPromised(code, each.value) : isCall(each) && each.awaited),
  );
  return waiting.some(({ span }) => {
    const between = code.calls.flatMap((each, id) =>
      id !== call && each.function === fact.function && contains(each.span, fact.span) && contains(span, each.span)
        ? [id]
        : [],
    );
    return between.every((id) => passing.test(lastName(code, id)));
  });
}

function isCall({ kind }: Operation): boolean {
  return kind === 'call' || kind === 'container';
}

function isPromised(code: CodeFacts, value: Value | null): boolean {
  if (value === null) return false;
  if (value.kind === 'conditional') return isPromised(code, value.then) || isPromised(code, value.otherwise);
  if (value.kind === 'operator') return isPromised(code, value.right);
  return value.kind === 'call';
}
