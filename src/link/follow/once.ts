import type { CodeFacts } from '../../facts/code.ts';
import type { AssignOperation, Guard } from '../../facts/operations.ts';
import type { CallId, FunctionId, Reference, Value } from '../../facts/values.ts';

const fillsEmpty: ReadonlySet<string> = new Set(['??=', '||=']);
const equals: ReadonlySet<string> = new Set(['===', '==', 'is']);
const differs: ReadonlySet<string> = new Set(['!==', '!=', 'is not']);

/**
 * Whether what is assigned is still there at the next call of the function: a name of the module or of a function around,
 * a member of such a name of the module, or a field. Locals, and members of what a function is given, are not.
 */
export function outlives({ root, path }: Reference, inside: FunctionId, code: CodeFacts): boolean {
  if (root.kind === 'this') return path.length === 1;
  if (root.kind !== 'declared') return root.kind === 'global';
  const declaration = code.declarations[root.declaration];
  if (declaration === undefined || declaration.kind === 'parameter') return false;
  return path.length === 0 ? declaration.function !== inside : declaration.function === 0;
}

/** The calls of an assignment that runs only while its target is empty: `client ??= connect()`, `if (!client) client = connect()`. */
export function filledOnce({ operator, target, value, guards }: AssignOperation): readonly CallId[] {
  if (value === null) return [];
  const isOnce = fillsEmpty.has(operator) || (operator === '=' && guards.some((guard) => asksEmpty(guard, target)));
  return isOnce ? callsOf(value) : [];
}

/** Whether a guard lets through only while the place is empty. */
function asksEmpty({ test, holds }: Guard, target: Reference): boolean {
  if (test.kind === 'reference') return !holds && isSame(test.reference, target);
  if (test.kind !== 'operator') return false;
  const { operator, left, right } = test;
  if (operator === '!' || operator === 'not') {
    return right.kind === 'reference' && isSame(right.reference, target) && holds;
  }
  const isNothing = right.kind === 'literal' && right.value === null;
  if (!isNothing || left?.kind !== 'reference' || !isSame(left.reference, target)) return false;
  return holds ? equals.has(operator) : differs.has(operator);
}

function isSame(a: Reference, b: Reference): boolean {
  if (a.path.join('.') !== b.path.join('.') || a.root.kind !== b.root.kind) return false;
  if (a.root.kind === 'declared' && b.root.kind === 'declared') return a.root.declaration === b.root.declaration;
  if (a.root.kind === 'this' && b.root.kind === 'this') return a.root.class === b.root.class;
  return a.root.kind === 'global' && b.root.kind === 'global' && a.root.name === b.root.name;
}

function callsOf(value: Value): readonly CallId[] {
  if (value.kind === 'call') return [value.call];
  if (value.kind === 'reference' && value.reference.root.kind === 'call') return [value.reference.root.call];
  if (value.kind === 'conditional') return [...callsOf(value.then), ...callsOf(value.otherwise)];
  return [];
}
