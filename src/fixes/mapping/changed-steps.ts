import type { CodeFacts } from '../../facts/code.ts';
import type { Guard } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { CellAccess, ProgramGraph, StateCell } from '../../link/program-graph.ts';
import { refusalAt } from '../refusal.ts';

/**
 * Where two steps of one function belong together, so that nothing may come between them: in one process nothing does as
 * long as the function does not wait, and a store makes it wait. Null for nowhere.
 */
export function changedSteps(graph: ProgramGraph, cell: StateCell): Refusal | null {
  const asking = cell.accesses.filter(({ kind }) => kind === 'read' || kind === 'test');
  for (const write of cell.accesses) {
    if (write.kind !== 'write' || write.operation.kind !== 'container') continue;
    const code = graph.facts.get(write.site.file)?.code;
    const before = asking.filter((each) => each.function === write.function && each.site.span[0] < write.site.span[0]);
    if (code == null || before.length === 0) continue;
    const names = namesOf(code, before);
    if (write.operation.guards.some((guard) => asksAbsence(guard, before, names))) {
      return refusalAt(
        graph,
        'It is put in here only where it was not there before: another request may come between the two steps.',
        write.site,
      );
    }
    if (write.operation.value !== null && isCounted(code, write.operation.value, before, names)) {
      return refusalAt(
        graph,
        'What was read before is counted on here: another request may come between the two steps, and its count is lost.',
        write.site,
      );
    }
  }
  return null;
}

/** Declarations that take what the steps give. */
function namesOf({ declarations }: CodeFacts, steps: readonly CellAccess[]): ReadonlySet<number> {
  const spans = steps.map(({ operation }) => operation.span);
  const found = new Set<number>();
  declarations.forEach(({ initial }, id) => {
    if (initial !== null && spans.some(([start, end]) => initial.span[0] <= start && end <= initial.span[1]))
      found.add(id);
  });
  return found;
}

/** `if (!carts.has(id))`, `if (cart === undefined)`: what follows runs where nothing was there. */
function asksAbsence({ test, holds }: Guard, steps: readonly CellAccess[], names: ReadonlySet<number>): boolean {
  const negated = test.kind === 'operator' && (test.operator === '!' || test.operator === 'not');
  if (negated) return asksAbsence({ test: test.right, holds: !holds }, steps, names);
  if (test.kind === 'operator' && test.left !== null && nothing(test.right)) {
    const isEqual = /^={2,3}$|^is$/.test(test.operator);
    return isOf(test.left, steps, names) && isEqual === holds;
  }
  if (test.kind === 'operator' && (test.operator === '&&' || test.operator === '||')) {
    return [test.left, test.right].some((each) => each !== null && asksAbsence({ test: each, holds }, steps, names));
  }
  return !holds && isOf(test, steps, names);
}

function nothing(value: Value): boolean {
  return (
    (value.kind === 'literal' && value.value === null) ||
    (value.kind === 'reference' && value.reference.root.kind === 'global' && value.reference.root.name === 'undefined')
  );
}

/** Whether a value is what a step gave, by its name or as the step itself. */
function isOf(value: Value, steps: readonly CellAccess[], names: ReadonlySet<number>): boolean {
  if (value.kind === 'reference') {
    const { root, path } = value.reference;
    if (path.length === 0 && root.kind === 'declared' && names.has(root.declaration)) return true;
  }
  return steps.some(({ operation }) => operation.span[0] === value.span[0] && operation.span[1] === value.span[1]);
}

/** A sum, or a list or object that is made of what was read before. */
function isCounted(code: CodeFacts, value: Value, steps: readonly CellAccess[], names: ReadonlySet<number>): boolean {
  const inner = (each: Value | null): boolean => each !== null && isCounted(code, each, steps, names);
  switch (value.kind) {
    case 'operator':
      return (
        [value.left, value.right].some((each) => each !== null && isPartOf(each, steps, names)) ||
        inner(value.left) ||
        inner(value.right)
      );
    case 'object':
      return (
        value.properties.some((each) => inner(each.value)) || value.spreads.some((each) => isPartOf(each, steps, names))
      );
    case 'list':
      return value.items.some((each) => (each.kind === 'spread' ? isPartOf(each.of, steps, names) : inner(each)));
    case 'reference': {
      const { root } = value.reference;
      const declared = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
      return (
        declared?.initial != null &&
        declared.initial !== value &&
        root.kind === 'declared' &&
        !names.has(root.declaration) &&
        inner(declared.initial)
      );
    }
    default:
      return false;
  }
}

function isPartOf(value: Value, steps: readonly CellAccess[], names: ReadonlySet<number>): boolean {
  if (isOf(value, steps, names)) return true;
  if (value.kind === 'operator')
    return [value.left, value.right].some((each) => each !== null && isPartOf(each, steps, names));
  if (value.kind !== 'reference') return false;
  const { root } = value.reference;
  return root.kind === 'declared' && names.has(root.declaration);
}
