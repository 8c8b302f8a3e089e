import type { CodeFacts } from '../facts/code.ts';
import type { Guard, Operation } from '../facts/operations.ts';
import type { DeclarationId, FunctionId, Value } from '../facts/values.ts';
import type { Span } from '../text/range.ts';
import { contains } from '../text/spans.ts';
import { isAmong } from './guards-at.ts';
import { remembered } from './remembered.ts';

/** A step and the conditions under which it is reached. */
interface Step {
  readonly span: Span;
  readonly guards: readonly Guard[];
  /** Whether it only runs after something failed. */
  readonly inCatch: boolean;
}

interface Giving extends Step {
  readonly value: Value;
}

/**
 * The values that a name of a function may have where it is mentioned: the last one that it is given before, in the same
 * branch or around it, and those of branches between. Null where nothing narrows down what it is ever given: a name of the
 * module, one that an inner function gives a value or mentions, one that a loop may bring back.
 */
export function valuesAt(code: CodeFacts, mention: Value): readonly Value[] | null {
  if (mention.kind !== 'reference' || mention.reference.path.length > 0) return null;
  const { root } = mention.reference;
  const declared = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  if (root.kind !== 'declared' || (declared?.kind !== 'variable' && declared?.kind !== 'constant')) return null;
  const givings = declared.function === 0 ? null : givingsOf(code, root.declaration);
  if (givings === null || givings.length < 2 || innermost(code, mention.span) !== declared.function) return null;
  const place = stepAround(code, declared.function, mention.span);
  if (place === null || place.inLoop || place.inCatch) return null;
  const possible = givings.filter(
    ({ span, guards }) => span[1] <= mention.span[0] && !guards.some((guard) => contradicts(place.guards, guard)),
  );
  const last = possible.findLastIndex(
    ({ guards, inCatch }) => !inCatch && guards.every((guard) => isAmong(place.guards, guard)),
  );
  const kept = possible.slice(Math.max(last, 0));
  return kept.length === 0 || kept.length === givings.length ? null : kept.map(({ value }) => value);
}

/** All that a name is given, in the order of the text; null where some of it is worked out from what it was. */
function givingsOf(code: CodeFacts, declaration: DeclarationId): readonly Giving[] | null {
  const declared = code.declarations[declaration];
  const givings: Giving[] = [];
  if (declared?.initial != null) {
    givings.push({ value: declared.initial, span: declared.statement, guards: declared.guards ?? [], inCatch: false });
  }
  for (const { owner, operation } of assignmentsOf(code).get(declaration) ?? []) {
    if (owner !== declared?.function || operation.operator !== '=' || operation.value === null) return null;
    const { value, span, guards, inCatch } = operation;
    givings.push({ value, span, guards, inCatch: inCatch === true });
  }
  return givings.sort((one, other) => one.span[0] - other.span[0]);
}

interface Assignment {
  readonly owner: FunctionId;
  readonly operation: Extract<Operation, { kind: 'assign' }>;
}

/** What the names of a file are set to, by the name. */
const assignmentsOf = remembered((code: CodeFacts): ReadonlyMap<DeclarationId, readonly Assignment[]> => {
  const found = new Map<DeclarationId, Assignment[]>();
  for (const [owner, { operations }] of code.functions.entries()) {
    for (const operation of operations) {
      if (operation.kind !== 'assign' || operation.target.path.length > 0) continue;
      const { root } = operation.target;
      if (root.kind !== 'declared') continue;
      const known = found.get(root.declaration);
      if (known === undefined) found.set(root.declaration, [{ owner, operation }]);
      else known.push({ owner, operation });
    }
  }
  return found;
});

/** The innermost function that holds a place. */
function innermost(code: CodeFacts, span: Span): FunctionId {
  return code.functions.reduce<FunctionId>((best, each, id) => {
    const known = code.functions[best];
    return contains(each.span, span) && (known === undefined || contains(known.span, each.span)) ? id : best;
  }, 0);
}

function stepAround(code: CodeFacts, id: FunctionId, span: Span): (Step & { readonly inLoop: boolean }) | null {
  const steps = (code.functions[id]?.operations ?? []).map(({ span: around, guards, inCatch, inLoop }) => {
    return { span: around, guards, inCatch: inCatch === true, inLoop };
  });
  const named = code.declarations
    .filter(({ function: owner, initial }) => owner === id && initial !== null)
    .map(({ statement, guards = [] }) => ({ span: statement, guards, inCatch: false, inLoop: false }));
  return [...steps, ...named]
    .filter((step) => contains(step.span, span))
    .reduce<(Step & { readonly inLoop: boolean }) | null>(
      (best, each) => (best === null || contains(best.span, each.span) ? each : best),
      null,
    );
}

function contradicts(guards: readonly Guard[], { test, holds }: Guard): boolean {
  return isAmong(guards, { test, holds: !holds });
}
