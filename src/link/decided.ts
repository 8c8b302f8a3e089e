import type { Guard } from '../facts/operations.ts';
import type { DeclarationId, Value } from '../facts/values.ts';

/** Something that is written out. `undefined` and `None` read as null, as in facts. */
export type Literal = string | number | boolean | null;

/** What is known of parameters on one way to a function, by their declarations in the function's file. */
export type Decided = ReadonlyMap<DeclarationId, Literal>;

export const undecided: Decided = new Map();

/** Whether conditions cannot all hold with what is known, so that the step behind them is not taken on this way. */
export function contradicts(guards: readonly Guard[], decided: Decided): boolean {
  return decided.size > 0 && guards.some(({ test, holds }) => truthOf(test, decided, 0) === !holds);
}

/** The names that a test is decided by, where they are known. */
export function namesIn(test: Value, depth = 0): readonly DeclarationId[] {
  if (depth > deepest) return [];
  if (test.kind === 'operator') {
    const left = test.left === null ? [] : namesIn(test.left, depth + 1);
    return [...left, ...namesIn(test.right, depth + 1)];
  }
  return test.kind === 'reference' && test.reference.root.kind === 'declared' && test.reference.path.length === 0
    ? [test.reference.root.declaration]
    : [];
}

const deepest = 6;

/** What a value is, boxed because it may be null; null where that is not known. */
export function literalOf(value: Value, decided: Decided, depth = 0): { readonly is: Literal } | null {
  if (value.kind === 'literal') return { is: value.value };
  if (value.kind === 'reference') {
    const { root, path } = value.reference;
    const known = root.kind === 'declared' && path.length === 0 ? decided.get(root.declaration) : undefined;
    return known === undefined ? null : { is: known };
  }
  const isAnswer = value.kind === 'operator' && answering.has(value.operator);
  const truth = isAnswer ? truthOf(value, decided, depth) : null;
  return truth === null ? null : { is: truth };
}

/** Operators that always give true or false. */
const answering = new Set(['!', 'not', '===', '!==', '==', '!=', 'is', 'is not']);

/** Whether a test holds; null where what is known does not settle it. */
function truthOf(test: Value, decided: Decided, depth: number): boolean | null {
  if (depth > deepest) return null;
  if (test.kind !== 'operator') {
    const known = literalOf(test, decided, depth);
    return known === null ? null : Boolean(known.is);
  }
  const { operator, left, right } = test;
  const next = (value: Value | null) => (value === null ? null : truthOf(value, decided, depth + 1));
  switch (operator) {
    case '!':
    case 'not':
      return negated(next(right));
    case '&&':
    case 'and':
      return both(next(left), next(right));
    case '||':
    case 'or':
      return negated(both(negated(next(left)), negated(next(right))));
    case '===':
    case '==':
    case 'is':
      return areEqual(operator, left, right, decided, depth);
    case '!==':
    case '!=':
    case 'is not':
      return negated(areEqual(operator, left, right, decided, depth));
    default:
      return null;
  }
}

function areEqual(operator: string, left: Value | null, right: Value, decided: Decided, depth: number): boolean | null {
  const one = left === null ? null : literalOf(left, decided, depth + 1);
  const other = literalOf(right, decided, depth + 1);
  if (one === null || other === null) return null;
  // `undefined === null` is false, and which of the two stands there is not known.
  if (one.is === null && other.is === null) return operator.length === 3 ? null : true;
  // `1 == true`: two of different types may still be equal.
  return typeof one.is === typeof other.is || one.is === null || other.is === null || operator.length === 3
    ? one.is === other.is
    : null;
}

function negated(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer;
}

function both(one: boolean | null, other: boolean | null): boolean | null {
  if (one === false || other === false) return false;
  return one === true && other === true ? true : null;
}
