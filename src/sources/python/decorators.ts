import type { DecoratorFact } from '../../facts/code.ts';
import type { FunctionId, Reference, ReferenceRoot } from '../../facts/values.ts';
import { callOn } from './calls.ts';
import { readReference, referenceOf } from './chains.ts';
import { circumstances, type Here, type Reading, record } from './reading.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';

/** Evaluates what stands behind each `@`, in the order of writing. */
export function readDecorators(reading: Reading, node: PythonNode, here: Here): readonly DecoratorFact[] {
  return members(node)
    .filter(({ kind }) => kind === 'decorator')
    .flatMap((decorator) => {
      const [expression] = members(decorator);
      return expression === undefined ? [] : [readDecorator(reading, expression, here)];
    });
}

function readDecorator(reading: Reading, node: PythonNode, here: Here): DecoratorFact {
  const span = spanOf(node);
  const callee = node.kind === 'call' ? part(node, 'function') : undefined;
  if (callee === undefined) return { reference: referenceOf(readReference(reading, node, here)), call: null, span };
  const cursor = readReference(reading, callee, here);
  const reference = referenceOf(cursor);
  const made = callOn(reading, cursor, reference, node, here);
  return { reference, call: made.kind === 'call' ? made.call : null, span };
}

/** What the language's own decorators make of a function is said by its kind. */
const builtin: ReadonlySet<string> = new Set(['property', 'staticmethod', 'classmethod']);

/**
 * `@limited` over `def place()` gives `place` to `limited`, and `@limited(5)` gives it to what that call gives back: a call
 * that the text does not write with parentheses, from the last decorator to the first.
 */
export function applyDecorators(
  reading: Reading,
  decorators: readonly DecoratorFact[],
  id: FunctionId,
  here: Here,
): readonly DecoratorFact[] {
  const span = reading.functions[id]?.nameSpan ?? [0, 0];
  const applied = [...decorators].reverse().map((decorator): DecoratorFact => {
    const { root, path } = decorator.reference;
    const isBuiltin = root.kind === 'global' && path.length === 0 && builtin.has(root.name);
    if (isBuiltin || path.at(-1) === 'setter' || path.at(-1) === 'deleter') return decorator;
    const outer: ReferenceRoot = decorator.call === null ? root : { kind: 'call', call: decorator.call };
    const callee: Reference =
      decorator.call === null ? decorator.reference : { root: outer, path: [], span: decorator.span };
    const call = reading.calls.length;
    reading.calls.push({
      callee,
      arguments: [{ kind: 'function', function: id, span }],
      named: [],
      construct: false,
      awaited: false,
      types: [],
      function: here.function,
      sql: null,
      span: decorator.span,
      calleeSpan: decorator.call === null ? decorator.reference.span : decorator.span,
    });
    record(reading, here, { kind: 'call', call, ...circumstances(here, decorator.span) });
    return { ...decorator, application: call };
  });
  return applied.reverse();
}
