import type { CodeFacts } from '../facts/code.ts';
import type { Operation } from '../facts/operations.ts';
import { partsOf } from '../facts/value-parts.ts';
import type { CallId, Value } from '../facts/values.ts';

/** Whether what a call gives is named, returned, compared, handed on or gone into: `find(id).name`. */
export function isLookedAt(code: CodeFacts, call: CallId): boolean {
  const holds = (value: Value | null): boolean => {
    if (value === null) return false;
    if (value.kind === 'call') return value.call === call || isGiven(value.call);
    if (value.kind === 'reference') return value.reference.root.kind === 'call' && value.reference.root.call === call;
    return partsOf(value).some(holds);
  };
  const isGiven = (id: CallId): boolean => {
    const fact = code.calls[id];
    return fact !== undefined && (fact.arguments.some(holds) || fact.named.some(({ value }) => holds(value)));
  };
  const inStep = (operation: Operation): boolean =>
    operation.guards.some(({ test }) => holds(test)) || ('value' in operation && holds(operation.value));
  return (
    code.declarations.some(({ initial }) => holds(initial)) ||
    code.calls.some(({ callee: { root } }, id) => isGiven(id) || (root.kind === 'call' && root.call === call)) ||
    code.functions.some(({ operations }) => operations.some((each) => inStep(each) || isGoneInto(each, call)))
  );
}

/** `table.setdefault(id, {})["count"] = 1`. */
function isGoneInto(operation: Operation, call: CallId): boolean {
  if (operation.kind !== 'container' && operation.kind !== 'assign') return false;
  const { root } = operation.target;
  return root.kind === 'call' && root.call === call;
}
