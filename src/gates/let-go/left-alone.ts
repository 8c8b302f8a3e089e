import type { CodeFacts } from '../../facts/code.ts';
import { callOf } from '../../facts/operations.ts';
import type { CallId, DeclarationId, Reference, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { contains } from '../../text/spans.ts';
import { isAwaited } from '../awaited.ts';
import { lastName } from '../origins.ts';

/** A call with what is chained to it, first to last: `Thread(target=send).start()`, `send(order).catch(report)`. */
export function chainFrom(code: CodeFacts, call: CallId): readonly CallId[] {
  const chain = [call];
  for (const at of chain) {
    const next = code.calls.findIndex(({ callee }) => callee.root.kind === 'call' && callee.root.call === at);
    if (next >= 0 && !chain.includes(next)) chain.push(next);
  }
  return chain;
}

/** Links of a chain behind which nobody has waited for anything. */
const goingOn = /^(?:then|catch|finally|start|add_done_callback|unref)$/;

/** Whether what a call gives goes to nobody: it stands as a statement of its own, with what is chained to it. */
export function isLeftAlone(code: CodeFacts, call: CallId): boolean {
  const chain = chainFrom(code, call);
  if (!chain.slice(1).every((each) => goingOn.test(lastName(code, each)))) return false;
  const last = code.calls[chain.at(-1) ?? call];
  if (last === undefined || chain.some((each) => code.calls[each]?.awaited === true || isAwaited(code, each)))
    return false;
  return !isTaken(code, last.span, last.function, chain);
}

/**
 * The name that what a call gives is kept under, where all that is done with the name is to ask for being told of its end:
 * `task.add_done_callback(running.discard)`. Who keeps it for another reason may wait for it.
 */
export function isOnlyWatched(code: CodeFacts, call: CallId): boolean {
  const fact = code.calls[call];
  const names = code.declarations.flatMap((each, id) =>
    each.function === fact?.function && each.initial?.kind === 'call' && each.initial.call === call ? [id] : [],
  );
  const [name] = names;
  if (name === undefined || names.length > 1) return false;
  const isIts = ({ root }: Reference): boolean => root.kind === 'declared' && root.declaration === name;
  const uses = code.calls.filter(({ callee }) => isIts(callee));
  const isWatched = uses.some(({ callee }) => callee.path.join('.') === 'add_done_callback');
  return (
    isWatched && uses.every(({ callee }) => callee.path.join('.') === 'add_done_callback') && !isHandedOn(code, name)
  );
}

/** Whether a name is given to anything but a set that holds it against being forgotten. */
function isHandedOn(code: CodeFacts, name: DeclarationId): boolean {
  const isName = (value: Value): boolean =>
    value.kind === 'reference' && value.reference.root.kind === 'declared' && value.reference.root.declaration === name;
  return (
    code.calls.some((each, id) => lastName(code, id) !== 'add' && each.arguments.some(isName)) ||
    code.functions.some(({ operations }) =>
      operations.some((each) => each.kind === 'return' && each.value !== null && isName(each.value)),
    )
  );
}

function isTaken(code: CodeFacts, span: Span, within: number, chain: readonly CallId[]): boolean {
  const isAround = (outer: Span): boolean => contains(outer, span);
  if (code.calls.some((each, id) => each.function === within && !chain.includes(id) && isAround(each.span)))
    return true;
  if (
    code.declarations.some((each) => each.function === within && each.initial !== null && isAround(each.initial.span))
  ) {
    return true;
  }
  const operations = code.functions[within]?.operations ?? [];
  return operations.some((each) => {
    const call = callOf(each);
    if (call !== null && chain.includes(call)) return false;
    if (each.guards.some(({ test }) => isAround(test.span))) return true;
    return each.kind !== 'call' && isAround(each.span);
  });
}
