import type { Operation } from '../facts/operations.ts';
import type { Value } from '../facts/values.ts';

/** The two sides of a comparison; the left one is null for an operator that has none. */
type AreMeant = (left: Value | null, right: Value) => boolean;

/** Whether one of these steps is reached, or gives back something, depending on a comparison of what is meant. */
export function dependOnComparison(
  operations: readonly Operation[],
  operators: ReadonlySet<string>,
  areMeant: AreMeant,
): boolean {
  return operations.some((operation) => {
    const answer = operation.kind === 'return' && operation.value !== null ? [operation.value] : [];
    return [...operation.guards.map(({ test }) => test), ...answer].some((test) =>
      compares(test, operators, areMeant, 0),
    );
  });
}

function compares(test: Value, operators: ReadonlySet<string>, areMeant: AreMeant, depth: number): boolean {
  const next = (value: Value) => compares(value, operators, areMeant, depth + 1);
  if (test.kind === 'conditional') return next(test.test);
  if (test.kind !== 'operator' || depth > 5) return false;
  const { operator, left, right } = test;
  if (operators.has(operator) && areMeant(left, right)) return true;
  return (left !== null && next(left)) || next(right);
}
