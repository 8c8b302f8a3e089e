import type { ContainerOperation } from '../../facts/operations.ts';
import type { Reference, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { readReference, readTarget, referenceOf, type Target } from './chains.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { noteExport } from './exports.ts';
import { behind, combined } from './operators.ts';
import { elementOf, memberOf } from './patterns.ts';
import { bindName, circumstances, type Here, nodeSpan, type Reading, record } from './reading.ts';
import { propertyName, unwrapped } from './syntax.ts';

/** `a.b = c`, `a[k] += 1`, `({ a } = b)`; the value of the whole is what stands on the right. */
export function readAssignment(reading: Reading, node: ts.BinaryExpression, here: Here): Value {
  const left = unwrapped(node.left);
  const span = nodeSpan(reading, node);
  if (ts.isObjectLiteralExpression(left) || ts.isArrayLiteralExpression(left)) {
    const from = reading.parts.value(reading, node.right, here);
    assignPattern(reading, left, from, here);
    return from;
  }
  const operator = ts.tokenToString(node.operatorToken.kind) ?? '=';
  const target = readTarget(reading, left, here);
  const name = nameIn(left);
  if (name !== null) bindName(reading, unwrapped(node.right), name);
  const value = reading.parts.value(reading, node.right, behind(operator, readOf(target), here));
  write(reading, target, { operator, value, span }, here);
  if (operator === '=' && target.kind === 'reference') noteExport(reading, target.reference, value);
  return value;
}

/** `count++`, `--hits[k]`. */
export function readStep(reading: Reading, operand: ts.Expression, operator: string, here: Here, span: Span): Value {
  const target = readTarget(reading, operand, here);
  const right = readOf(target);
  if (target.kind === 'reference') {
    const step = { kind: 'assign', target: target.reference, operator, value: null } as const;
    record(reading, here, { ...step, ...circumstances(here, span, false) });
  } else {
    const one: Value = { kind: 'literal', value: 1, span };
    write(reading, target, { operator: operator === '++' ? '+=' : '-=', value: one, span }, here);
  }
  return { kind: 'operator', operator, left: null, right, span };
}

/** `delete carts[id]`, `delete carts.guest`. */
export function readDelete(reading: Reading, operand: ts.Expression, here: Here, span: Span): void {
  const inner = unwrapped(operand);
  if (!ts.isPropertyAccessExpression(inner) && !ts.isElementAccessExpression(inner)) {
    reading.parts.value(reading, operand, here);
    return;
  }
  const target = referenceOf(readReference(reading, inner.expression, here));
  const key: Value = ts.isPropertyAccessExpression(inner)
    ? { kind: 'literal', value: inner.name.text, span: nodeSpan(reading, inner.name) }
    : reading.parts.value(reading, inner.argumentExpression, here);
  recordStep(reading, here, { access: 'remove', target, key, value: null }, span);
}

/** Assigns what a loop or pattern takes to something that is declared elsewhere. */
export function assignTo(reading: Reading, node: ts.Expression, value: Value, here: Here): void {
  const inner = unwrapped(node);
  if (ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner)) {
    assignPattern(reading, inner, value, here);
  } else if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === SyntaxKind.EqualsToken) {
    const fallback = reading.parts.value(reading, inner.right, here);
    assignTo(reading, inner.left, combined('??', value, fallback, nodeSpan(reading, inner)), here);
  } else {
    write(reading, readTarget(reading, inner, here), { operator: '=', value, span: nodeSpan(reading, inner) }, here);
  }
}

function assignPattern(
  reading: Reading,
  pattern: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression,
  from: Value,
  here: Here,
): void {
  if (ts.isArrayLiteralExpression(pattern)) {
    pattern.elements.forEach((element, index) => {
      const item = ts.isSpreadElement(element) ? element.expression : element;
      if (ts.isOmittedExpression(item)) return;
      const value = ts.isSpreadElement(element)
        ? from
        : memberOf(reading, from, String(index), nodeSpan(reading, item));
      assignTo(reading, item, value, here);
    });
    return;
  }
  for (const property of pattern.properties) {
    if (ts.isSpreadAssignment(property)) assignTo(reading, property.expression, from, here);
    else if (ts.isPropertyAssignment(property)) {
      const value = memberOf(reading, from, propertyName(property.name), nodeSpan(reading, property.name));
      assignTo(reading, property.initializer, value, here);
    } else if (ts.isShorthandPropertyAssignment(property)) {
      const span = nodeSpan(reading, property.name);
      const taken = memberOf(reading, from, property.name.text, span);
      const fallback = property.objectAssignmentInitializer;
      const value =
        fallback === undefined ? taken : combined('??', taken, reading.parts.value(reading, fallback, here), span);
      assignTo(reading, property.name, value, here);
    }
  }
}

interface Written {
  readonly operator: string;
  readonly value: Value;
  readonly span: Span;
}

function write(reading: Reading, target: Target, written: Written, here: Here): void {
  const { operator, value, span } = written;
  if (target.kind === 'element') {
    const { container, key } = target;
    if (operator !== '=') {
      recordStep(reading, here, { access: 'read', target: container, key, value: null }, target.span);
    }
    const stored = operator === '=' ? value : combined(operator.slice(0, -1), readOf(target), value, span);
    recordStep(reading, here, { access: 'write', target: container, key, value: stored }, span);
  } else if (emptiesList(target.reference, written)) {
    const { root, path, span: place } = target.reference;
    const list: Reference = { root, path: path.slice(0, -1), span: place };
    recordStep(reading, here, { access: 'clear', target: list, key: null, value: null }, span);
  } else {
    const step = { kind: 'assign', target: target.reference, operator, value } as const;
    record(reading, here, { ...step, ...circumstances(here, span, false) });
  }
}

/** `orders.length = 0` is how an array is emptied. */
function emptiesList({ path }: Reference, { operator, value }: Written): boolean {
  return path.at(-1) === 'length' && operator === '=' && value.kind === 'literal' && value.value === 0;
}

function recordStep(
  reading: Reading,
  here: Here,
  step: Pick<ContainerOperation, 'access' | 'target' | 'key' | 'value'>,
  span: Span,
): void {
  record(reading, here, {
    kind: 'container',
    ...step,
    method: null,
    call: null,
    ...circumstances(here, span, false),
  });
}

/** The value that stands at a target before it is written. */
function readOf(target: Target): Value {
  if (target.kind === 'reference')
    return { kind: 'reference', reference: target.reference, span: target.reference.span };
  return elementOf(target.container, target.span);
}

function nameIn(left: ts.Expression): ts.Node | null {
  if (ts.isIdentifier(left)) return left;
  return ts.isPropertyAccessExpression(left) ? left.name : null;
}
