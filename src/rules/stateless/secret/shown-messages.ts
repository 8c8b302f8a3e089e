import type { Framework } from '../../../catalog/types.ts';
import type { CodeFacts, FunctionFact } from '../../../facts/code.ts';
import { callOf, type Guard, type Operation } from '../../../facts/operations.ts';
import type { DeclarationId } from '../../../facts/values.ts';
import { lastName } from '../../../gates/origins.ts';

type Messages = NonNullable<NonNullable<NonNullable<Framework['secret']>['usedBy']>['messages']>;

/**
 * Whether each message that code leaves for the next page is on the one that the same request answers with, so that no
 * cookie has to carry it: no function that leaves one sends the browser elsewhere, or only where a mark still holds that
 * is taken away with the message.
 */
export function showsAtOnce(code: CodeFacts, { by, leaves }: Messages): boolean {
  return code.functions.every((each) => {
    const left = stepsThat(code, each, by);
    const gone = stepsThat(code, each, leaves);
    return left.length === 0 || (gone.length === 0 ? answers(each) : left.every((step) => excludes(each, step, gone)));
  });
}

function stepsThat(code: CodeFacts, { operations }: FunctionFact, name: string): readonly Operation[] {
  return operations.filter((each) => {
    const call = callOf(each);
    return call !== null && lastName(code, call) === name;
  });
}

/** A function that does not give a page leaves that to whoever calls it, who is not asked. */
function answers({ operations }: FunctionFact): boolean {
  return operations.some((each) => each.kind === 'return' && each.value?.kind === 'call');
}

/** `flash('…'); valid = False` beside `if valid: return redirect(…)`. */
function excludes({ operations }: FunctionFact, step: Operation, gone: readonly Operation[]): boolean {
  const marks = operations.flatMap((each) => (isBeside(step, each) ? unset(each) : []));
  return marks.some((mark) => gone.every(({ guards }) => guards.some((guard) => asksFor(guard, mark))));
}

/** Whether two steps are reached under the same conditions, one soon after the other. */
function isBeside(step: Operation, other: Operation): boolean {
  return (
    step.inCatch === other.inCatch &&
    other.span[0] > step.span[0] &&
    step.guards.length === other.guards.length &&
    step.guards.every((guard, at) => guard.test.span[0] === other.guards[at]?.test.span[0])
  );
}

function unset(step: Operation): readonly DeclarationId[] {
  if (step.kind !== 'assign' || step.value?.kind !== 'literal' || step.value.value !== false) return [];
  const { root, path } = step.target;
  return root.kind === 'declared' && path.length === 0 ? [root.declaration] : [];
}

function asksFor({ test, holds }: Guard, mark: DeclarationId): boolean {
  if (!holds || test.kind !== 'reference' || test.reference.path.length > 0) return false;
  const { root } = test.reference;
  return root.kind === 'declared' && root.declaration === mark;
}
