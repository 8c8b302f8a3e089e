import type { Guard } from '../facts/operations.ts';
import type { Reference, Value } from '../facts/values.ts';
import { meaningsOf } from './evaluate.ts';
import type { Meaning, ProgramGraph } from './program-graph.ts';

/**
 * Whether a number only limits another value: `if (size > 100) size = 100` bounds a size and says none. It is the
 * number that a name is set to where that very name was compared with it.
 */
export function isBound(graph: ProgramGraph, meaning: Meaning): boolean {
  if (meaning.kind !== 'literal' || typeof meaning.value !== 'number') return false;
  const { site, value: number } = meaning;
  return (graph.facts.get(site.file)?.code?.functions ?? []).some(({ operations }) =>
    operations.some(
      (operation) =>
        operation.kind === 'assign' &&
        operation.value !== null &&
        covers(operation.value, meaning) &&
        operation.guards.some((guard) => compares(graph, site.file, guard, operation.target, number)),
    ),
  );
}

function covers(value: Value, { site }: Meaning): boolean {
  return value.span[0] === site.span[0] && value.span[1] === site.span[1];
}

const comparisons = new Set(['<', '<=', '>', '>=']);

function compares(graph: ProgramGraph, file: string, { test }: Guard, target: Reference, number: number): boolean {
  if (test.kind !== 'operator' || test.left === null || !comparisons.has(test.operator)) return false;
  const { left, right } = test;
  return (
    (isSame(left, target) && isNumber(graph, file, right, number)) ||
    (isSame(right, target) && isNumber(graph, file, left, number))
  );
}

function isSame(value: Value, { root, path }: Reference): boolean {
  if (value.kind !== 'reference' || root.kind !== 'declared') return false;
  const other = value.reference;
  return (
    other.root.kind === 'declared' &&
    other.root.declaration === root.declaration &&
    other.path.join('.') === path.join('.')
  );
}

function isNumber(graph: ProgramGraph, file: string, value: Value, number: number): boolean {
  return meaningsOf(graph, file, value).some((each) => each.kind === 'literal' && each.value === number);
}
