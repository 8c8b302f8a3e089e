import type { Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { withFallback } from '../environment-value.ts';
import { isText, joined, partsOf } from '../texts.ts';
import { isPath, pathParts } from './calls.ts';
import { guarded } from './guards.ts';
import { isEnvironment } from './language.ts';
import { circumstances, deepestNesting, type Here, type Reading, record, textAt } from './reading.ts';
import { filled, percentPlaces } from './strings.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';

/** `a + b + c`, `a and b`: read from the left in a loop, because a sum of texts may be a thousand long. */
export function readBinary(reading: Reading, node: PythonNode, here: Here): Value {
  const steps: PythonNode[] = [];
  let first = node;
  while (first.kind === 'binary_operator' || first.kind === 'boolean_operator') {
    const left = part(first, 'left');
    if (left === undefined) break;
    steps.push(first);
    first = left;
  }
  let value = reading.parts.value(reading, first, here);
  let inside = here;
  let before = '';
  let latest = value;
  let text: Value[] | null = null;
  for (const [read, step] of steps.reverse().entries()) {
    const sign = part(step, 'operator');
    const rightNode = part(step, 'right');
    if (sign === undefined || rightNode === undefined) continue;
    const operator = textAt(reading, sign);
    const span: Span = [node.start, step.end];
    // In `a and b and c` each operand adds its own guard; after another operator all that stands left is one test.
    inside = operator === before ? behind(operator, latest, inside) : behind(operator, value, here);
    const right = reading.parts.value(reading, rightNode, inside);
    if (operator === '+' && (isText(value) || isText(right))) {
      text ??= [...partsOf(value)];
      text.push(...partsOf(right));
      value = { kind: 'concatenation', parts: text, span };
    } else {
      // A value that nests without end could neither be written as JSON nor be walked.
      value =
        read > deepestNesting ? { kind: 'unknown', span } : combined(reading, operator, finished(value), right, span);
      text = null;
    }
    before = operator;
    latest = right;
  }
  return finished(value);
}

/** Merges the literal neighbours of a text once all of its parts are there. */
function finished(value: Value): Value {
  return value.kind === 'concatenation' ? joined(value.parts, value.span) : value;
}

/** The right side of `and` is reached when the left holds, that of `or` when it does not. */
function behind(operator: string, left: Value, here: Here): Here {
  if (operator === 'and') return guarded(here, left, true);
  return operator === 'or' ? guarded(here, left, false) : here;
}

export function combined(reading: Reading, operator: string, left: Value, right: Value, span: Span): Value {
  if (operator === 'or') {
    const environment = withFallback(left, right, span);
    if (environment !== null) return environment;
  }
  if (operator === '+' && (isText(left) || isText(right))) return joined([...partsOf(left), ...partsOf(right)], span);
  // Numbers are never divided by texts: the left side is a path.
  if (operator === '/' && (isText(right) || isPath(reading, left))) {
    return { kind: 'path-join', parts: [...pathParts(reading, left), right], span };
  }
  if (operator === '%' && left.kind === 'literal' && typeof left.value === 'string') {
    const named = right.kind === 'object' ? new Map(right.properties.map(({ key, value }) => [key, value])) : new Map();
    return filled(left.value, percentPlaces, right.kind === 'list' ? right.items : [right], named, span);
  }
  return { kind: 'operator', operator, left, right, span };
}

/** `a < b <= c` compares neighbours, and all of it holds or nothing does. */
export function readComparison(reading: Reading, node: PythonNode, here: Here): Value {
  const operands = members(node).filter(({ field }) => field !== 'operators');
  const signs = node.children.filter(({ field }) => field === 'operators');
  const values = operands.map((one) => reading.parts.value(reading, one, here));
  const tests = signs.flatMap((sign, index): Value[] => {
    const left = values[index];
    const right = values[index + 1];
    if (left === undefined || right === undefined) return [];
    const operator = textAt(reading, sign).replaceAll(/\s+/g, ' ');
    return [compared(reading, operator, left, right, here)];
  });
  return (
    tests.slice(0, deepestNesting).reduce<Value | null>((left, right) => {
      if (left === null) return right;
      return { kind: 'operator', operator: 'and', left, right, span: [left.span[0], right.span[1]] };
    }, null) ?? { kind: 'unknown', span: spanOf(node) }
  );
}

function compared(reading: Reading, operator: string, left: Value, right: Value, here: Here): Value {
  const span: Span = [left.span[0], right.span[1]];
  if ((operator === 'in' || operator === 'not in') && right.kind === 'reference') {
    const { root, path } = right.reference;
    if (isEnvironment(reading, root, path) && left.kind === 'literal') {
      // Whether a name of the environment is there is asked as if it were read.
      const asked: Value = { kind: 'environment', name: String(left.value), fallback: null, span };
      return operator === 'in' ? asked : { kind: 'operator', operator: 'not', left: null, right: asked, span };
    }
    const step = { kind: 'container', access: 'test', target: right.reference, key: left, value: null } as const;
    record(reading, here, { ...step, method: null, call: null, ...circumstances(here, span) });
  }
  return { kind: 'operator', operator, left, right, span };
}

/** `a if test else b`. */
export function readConditional(reading: Reading, node: PythonNode, here: Here): Value {
  const [thenNode, testNode, otherwiseNode] = members(node);
  if (thenNode === undefined || testNode === undefined || otherwiseNode === undefined) {
    return { kind: 'unknown', span: spanOf(node) };
  }
  const test = reading.parts.value(reading, testNode, here);
  const then = reading.parts.value(reading, thenNode, guarded(here, test, true));
  const otherwise = reading.parts.value(reading, otherwiseNode, guarded(here, test, false));
  return { kind: 'conditional', test, then, otherwise, span: spanOf(node) };
}
