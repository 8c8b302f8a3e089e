import type { Operation } from '../facts/operations.ts';
import type { Value } from '../facts/values.ts';
import { remembered } from '../link/remembered.ts';

/** The two sides of a comparison; the left one is null for an operator that has none. */
type AreMeant = (left: Value | null, right: Value) => boolean;

interface Comparison {
  readonly operator: string;
  readonly left: Value | null;
  readonly right: Value;
}

/** Whether one of these steps is reached, or gives back something, depending on a comparison of what is meant. */
export function dependOnComparison(
  operations: readonly Operation[],
  operators: ReadonlySet<string>,
  areMeant: AreMeant,
): boolean {
  return comparisonsOf(operations).some(
    ({ operator, left, right }) => operators.has(operator) && areMeant(left, right),
  );
}

/** The comparisons that steps depend on, each once: the steps of a long chain of branches all stand under the same ones. */
const comparisonsOf = remembered((operations: readonly Operation[]): readonly Comparison[] => {
  const tests = new Map<string, Value>();
  const add = (test: Value): unknown => tests.set(`${test.kind} ${test.span.join()}`, test);
  for (const operation of operations) {
    for (const { test } of operation.guards) add(test);
    if (operation.kind === 'return' && operation.value !== null) add(operation.value);
  }
  return [...tests.values()].flatMap((test) => comparisonsIn(test, 0));
});

function comparisonsIn(test: Value, depth: number): readonly Comparison[] {
  if (test.kind === 'conditional') return comparisonsIn(test.test, depth + 1);
  if (test.kind !== 'operator' || depth > 5) return [];
  const { operator, left, right } = test;
  const behind = [...(left === null ? [] : [left]), right].flatMap((side) => comparisonsIn(side, depth + 1));
  return [{ operator, left, right }, ...behind];
}

/** Whether something in a condition is asked to be less or more than something else, as an age or a size is. */
export function comparesOrder(test: Value): boolean {
  if (test.kind !== 'operator') return false;
  if (/^[<>]=?$/.test(test.operator)) return true;
  return (test.left !== null && comparesOrder(test.left)) || comparesOrder(test.right);
}
