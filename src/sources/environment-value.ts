import type { Value } from '../facts/values.ts';
import type { Span } from '../text/range.ts';

/** A name of the environment that falls back on nothing. */
export function environmentValue(name: string, span: Span): Value {
  return { kind: 'environment', name, fallback: null, span };
}

/** `process.env.A ?? process.env.B ?? 'c'`: each name falls back on what stands to its right. Null when `left` is no environment value. */
export function withFallback(left: Value, fallback: Value, span: Span): Value | null {
  if (left.kind !== 'environment') return null;
  if (left.fallback === null) return { ...left, fallback, span };
  const deeper = withFallback(left.fallback, fallback, [left.fallback.span[0], span[1]]);
  return deeper === null ? null : { ...left, fallback: deeper, span };
}
