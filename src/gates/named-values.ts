import type { CodeFacts } from '../facts/code.ts';
import type { DeclarationId, Reference, Value } from '../facts/values.ts';

/** The values that a name of this file takes: what it starts with, and what is assigned to it whole, in order. */
export function namedValues(code: CodeFacts, declaration: DeclarationId): readonly Value[] {
  const initial = code.declarations[declaration]?.initial ?? null;
  const assigned = code.functions.flatMap((each) =>
    each.operations.flatMap((operation) => {
      if (operation.kind !== 'assign' || operation.value === null) return [];
      const { root, path } = operation.target;
      const isIt = root.kind === 'declared' && root.declaration === declaration && path.length === 0;
      return isIt ? [operation.value] : [];
    }),
  );
  return initial === null ? assigned : [initial, ...assigned];
}

/** The values of the name that a mention begins with; none where it begins with something else or with an import. */
export function valuesOfRoot(code: CodeFacts, { root }: Reference): readonly Value[] {
  if (root.kind !== 'declared' || code.declarations[root.declaration]?.kind === 'import') return [];
  return namedValues(code, root.declaration);
}

/** Whether two values are the same name with the same members behind it. */
export function isSameMention(a: Value | null, b: Value | null): boolean {
  if (a?.kind !== 'reference' || b?.kind !== 'reference') return false;
  const [one, other] = [a.reference, b.reference];
  return (
    one.root.kind === 'declared' &&
    other.root.kind === 'declared' &&
    one.root.declaration === other.root.declaration &&
    one.path.join('.') === other.path.join('.')
  );
}
