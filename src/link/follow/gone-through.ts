import type { CallId, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import type { FileIndex } from './file-index.ts';

/**
 * Calls whose result is gone through at a place, item by item: by the innermost loop around it, or by a function that is
 * given to a call there, as `list(folder).forEach((name) => …)` and `list(folder, (error, names) => …)` do.
 */
export function listingsAround(file: FileIndex, [start]: Span): readonly CallId[] {
  const over = loopedOver(file, start);
  if (over !== null && !isParameter(file, over)) return behind(file, over, 0);
  const around = file.code.calls.flatMap((call, id) => (holds(call.span, start) ? [{ id, span: call.span }] : []));
  return around
    .sort((a, b) => b.span[0] - a.span[0] || a.span[1] - b.span[1])
    .flatMap(({ id, span }) => behind(file, { kind: 'call', call: id, span }, 0));
}

/** What the innermost loop around a place goes through; null outside of loops. */
function loopedOver(file: FileIndex, start: number): Value | null {
  const id = file.code.functions.findLastIndex(({ span }, at) => at === 0 || holds(span, start));
  const next = file.code.functions[id]?.operations.find(({ span }) => span[1] > start);
  return next?.over?.at(-1) ?? null;
}

function isParameter(file: FileIndex, value: Value): boolean {
  const root = value.kind === 'reference' ? value.reference.root : null;
  return root?.kind === 'declared' && file.code.declarations[root.declaration]?.kind === 'parameter';
}

/** The calls that a list comes from, nearest first: `names.filter(…)` comes from what `names` was made by. */
function behind(file: FileIndex, value: Value, depth: number): readonly CallId[] {
  if (depth > 8) return [];
  if (value.kind === 'call') {
    const call = file.code.calls[value.call];
    if (call === undefined) return [];
    return [
      value.call,
      ...behind(file, { kind: 'reference', reference: call.callee, span: call.calleeSpan }, depth + 1),
    ];
  }
  if (value.kind !== 'reference') return [];
  const { root } = value.reference;
  if (root.kind === 'call') return behind(file, { kind: 'call', call: root.call, span: value.span }, depth + 1);
  if (root.kind === 'value') return behind(file, root.value, depth + 1);
  const declaration = root.kind === 'declared' ? file.code.declarations[root.declaration] : undefined;
  const initial = declaration?.kind === 'parameter' ? null : (declaration?.initial ?? null);
  return initial === null ? [] : behind(file, initial, depth + 1);
}

function holds(span: Span, start: number): boolean {
  return span[0] <= start && start < span[1];
}
