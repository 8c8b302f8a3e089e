import type { Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { withFallback } from '../environment-value.ts';
import { isText, joined, partsOf } from '../texts.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { guarded } from './guards.ts';
import { circumstances, deepestNesting, type Here, nodeSpan, type Reading, record } from './reading.ts';

export function isAssignment(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
}

/** `a + b + c`, `a && b`, `a, b`: read from the left in a loop, because a sum of texts may be a thousand long. */
export function readBinary(reading: Reading, node: ts.BinaryExpression, here: Here): Value {
  const steps: ts.BinaryExpression[] = [];
  let first: ts.Expression = node;
  while (ts.isBinaryExpression(first) && !isAssignment(first)) {
    steps.push(first);
    first = first.left;
  }
  const start = nodeSpan(reading, first)[0];
  let value = reading.parts.value(reading, first, here);
  let inside = here;
  let before = '';
  let latest = value;
  let text: Value[] | null = null;
  let read = 0;
  for (const step of steps.reverse()) {
    const operator = ts.tokenToString(step.operatorToken.kind) ?? '';
    const span: Span = [start, step.end];
    // In `a && b && c` each operand adds its own guard; after another operator all that stands left is one test.
    inside = operator === before ? behind(operator, latest, inside) : behind(operator, value, here);
    const right = reading.parts.value(reading, step.right, inside);
    if (operator === 'in') recordTest(reading, value, right, here, span);
    if (operator === '+' && (isText(value) || isText(right))) {
      text ??= [...partsOf(value)];
      text.push(...partsOf(right));
      value = { kind: 'concatenation', parts: text, span };
    } else {
      // A value that nests without end could neither be written as JSON nor be walked.
      value = read > deepestNesting ? { kind: 'unknown', span } : combined(operator, finished(value), right, span);
      text = null;
    }
    before = operator;
    latest = right;
    read++;
  }
  return finished(value);
}

/** `id in carts` asks a container for a key. */
function recordTest(reading: Reading, key: Value, right: Value, here: Here, span: Span): void {
  if (right.kind !== 'reference') return;
  const step = { kind: 'container', access: 'test', target: right.reference, key, value: null } as const;
  record(reading, here, { ...step, method: null, call: null, ...circumstances(here, span, false) });
}

/** Merges the literal neighbours of a text once all of its parts are there. */
function finished(value: Value): Value {
  return value.kind === 'concatenation' ? joined(value.parts, value.span) : value;
}

/** The right side of `&&` is reached when the left holds, that of `||` and `??` when it does not. */
export function behind(operator: string, left: Value, here: Here): Here {
  if (operator.startsWith('&&')) return guarded(here, left, true);
  return operator.startsWith('||') || operator.startsWith('??') ? guarded(here, left, false) : here;
}

export function combined(operator: string, left: Value, right: Value, span: Span): Value {
  if (operator === ',') return right;
  if (operator === '??' || operator === '||') {
    const environment = withFallback(left, right, span);
    if (environment !== null) return environment;
  }
  if (operator === '+' && (isText(left) || isText(right))) return joined([...partsOf(left), ...partsOf(right)], span);
  return { kind: 'operator', operator, left, right, span };
}

export function readConditional(reading: Reading, node: ts.ConditionalExpression, here: Here): Value {
  const test = reading.parts.value(reading, node.condition, here);
  const then = reading.parts.value(reading, node.whenTrue, guarded(here, test, true));
  const otherwise = reading.parts.value(reading, node.whenFalse, guarded(here, test, false));
  return { kind: 'conditional', test, then, otherwise, span: nodeSpan(reading, node) };
}
