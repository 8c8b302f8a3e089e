import { withoutSecrets } from '../../facts/secrets.ts';
import type { Property, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { joined } from '../texts.ts';
import { readAssignment, readDelete, readStep } from './assignments.ts';
import { callOn, itemOf, recordIteration } from './calls.ts';
import { isLink, readChain, readReference, referenceOf } from './chains.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { readMarkup } from './markup.ts';
import { isAssignment, readBinary, readConditional } from './operators.ts';
import { bindName, deepestNesting, type Here, nodeSpan, type Reading } from './reading.ts';
import { isScriptFunction, propertyName, unwrapped } from './syntax.ts';

/** Evaluates one expression where it stands: records what it does and gives what it is, as far as its syntax says. */
export function readValue(reading: Reading, node: ts.Expression, here: Here): Value {
  if (reading.depth >= deepestNesting) return tooDeep(reading, node);
  reading.depth++;
  const value = evaluate(reading, node, here);
  reading.depth--;
  return value;
}

function tooDeep(reading: Reading, node: ts.Node): Value {
  const span = nodeSpan(reading, node);
  reportDepth(reading, span);
  return { kind: 'unknown', span };
}

/** Says once that the file is nested too deeply to be read whole. */
export function reportDepth(reading: Reading, span: Span): void {
  const message = `Nested more than ${deepestNesting} levels deep; what is inside was not read.`;
  if (!reading.problems.some((problem) => problem.message === message)) reading.problems.push({ message, span });
}

function evaluate(reading: Reading, node: ts.Expression, here: Here): Value {
  if (ts.isIdentifier(node) || isLink(node)) return readChain(reading, node, here);
  const span = nodeSpan(reading, node);
  const literal = literalOf(node, span);
  if (literal !== null) return literal;
  if (isScriptFunction(node))
    return { kind: 'function', function: reading.parts.readFunction(reading, node, here), span };
  switch (node.kind) {
    case SyntaxKind.ThisKeyword:
    case SyntaxKind.SuperKeyword:
      return readChain(reading, node, here);
    case SyntaxKind.MetaProperty: {
      const imports = (node as ts.MetaProperty).keywordToken === SyntaxKind.ImportKeyword;
      return imports ? readChain(reading, node, here) : { kind: 'unknown', span };
    }
    case SyntaxKind.ClassExpression:
      return { kind: 'class', class: reading.parts.readClass(reading, node as ts.ClassExpression, here), span };
    case SyntaxKind.NewExpression:
      return readNew(reading, node as ts.NewExpression, here, span);
    case SyntaxKind.ObjectLiteralExpression:
      return readObject(reading, node as ts.ObjectLiteralExpression, here, span);
    case SyntaxKind.ArrayLiteralExpression: {
      const { elements } = node as ts.ArrayLiteralExpression;
      return { kind: 'list', items: elements.map((item) => itemOf(reading, item, here)), span };
    }
    case SyntaxKind.TemplateExpression:
      return readTemplate(reading, node as ts.TemplateExpression, here, span);
    case SyntaxKind.ConditionalExpression:
      return readConditional(reading, node as ts.ConditionalExpression, here);
    case SyntaxKind.BinaryExpression: {
      const binary = node as ts.BinaryExpression;
      return isAssignment(binary) ? readAssignment(reading, binary, here) : readBinary(reading, binary, here);
    }
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.PostfixUnaryExpression:
      return readUnary(reading, node as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, here, span);
    case SyntaxKind.DeleteExpression:
      readDelete(reading, (node as ts.DeleteExpression).expression, here, span);
      return { kind: 'literal', value: true, span };
    case SyntaxKind.TypeOfExpression: {
      const right = reading.parts.value(reading, (node as ts.TypeOfExpression).expression, here);
      return { kind: 'operator', operator: 'typeof', left: null, right, span };
    }
    case SyntaxKind.VoidExpression:
      reading.parts.value(reading, (node as ts.VoidExpression).expression, here);
      return { kind: 'literal', value: null, span };
    case SyntaxKind.YieldExpression: {
      const { expression } = node as ts.YieldExpression;
      if (expression !== undefined) reading.parts.value(reading, expression, here);
      return { kind: 'unknown', span };
    }
    case SyntaxKind.ExpressionWithTypeArguments:
      return reading.parts.value(reading, (node as ts.ExpressionWithTypeArguments).expression, here);
    case SyntaxKind.SpreadElement:
      return itemOf(reading, node, here);
    case SyntaxKind.JsxElement:
    case SyntaxKind.JsxSelfClosingElement:
    case SyntaxKind.JsxFragment:
      readMarkup(reading, node as ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment, here);
      return { kind: 'unknown', span };
    default:
      return { kind: 'unknown', span };
  }
}

function literalOf(node: ts.Expression, span: Span): Value | null {
  switch (node.kind) {
    case SyntaxKind.StringLiteral:
    case SyntaxKind.NoSubstitutionTemplateLiteral:
      return { kind: 'literal', value: withoutSecrets((node as ts.LiteralExpression).text), span };
    case SyntaxKind.NumericLiteral:
      return numberOf((node as ts.LiteralExpression).text, span);
    case SyntaxKind.BigIntLiteral:
      return numberOf((node as ts.LiteralExpression).text.slice(0, -1), span);
    case SyntaxKind.TrueKeyword:
      return { kind: 'literal', value: true, span };
    case SyntaxKind.FalseKeyword:
      return { kind: 'literal', value: false, span };
    case SyntaxKind.NullKeyword:
      return { kind: 'literal', value: null, span };
    default:
      return null;
  }
}

/** A number too large to be one is none that facts can hold: as JSON it would come back as nothing. */
function numberOf(text: string, span: Span): Value {
  const value = Number(text);
  return Number.isFinite(value) ? { kind: 'literal', value, span } : { kind: 'unknown', span };
}

function readNew(reading: Reading, node: ts.NewExpression, here: Here, span: Span): Value {
  const cursor = readReference(reading, node.expression, here);
  const callee = referenceOf(cursor);
  cursor.start = span[0];
  const root = callOn(reading, cursor, callee, node, here);
  if (root.kind === 'value') return root.value;
  return root.kind === 'call' ? { kind: 'call', call: root.call, span } : { kind: 'unknown', span };
}

function readObject(reading: Reading, node: ts.ObjectLiteralExpression, here: Here, span: Span): Value {
  const properties: Property[] = [];
  const spreads: Value[] = [];
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const of = reading.parts.value(reading, property.expression, here);
      recordIteration(reading, of, here);
      spreads.push(of);
      continue;
    }
    if (ts.isComputedPropertyName(property.name) && propertyName(property.name) === '*') {
      reading.parts.value(reading, property.name.expression, here);
    }
    const value = propertyValue(reading, property, here);
    if (value !== null) {
      properties.push({ key: propertyName(property.name), value, span: nodeSpan(reading, property.name) });
    }
  }
  return { kind: 'object', properties, spreads, span };
}

function propertyValue(
  reading: Reading,
  property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
  here: Here,
): Value | null {
  if (ts.isShorthandPropertyAssignment(property)) return readChain(reading, property.name, here);
  if (ts.isPropertyAssignment(property)) {
    bindName(reading, unwrapped(property.initializer), property.name);
    return reading.parts.value(reading, property.initializer, here);
  }
  if (!isScriptFunction(property)) return null;
  const id = reading.parts.readFunction(reading, property, here);
  return { kind: 'function', function: id, span: nodeSpan(reading, property) };
}

function readTemplate(reading: Reading, node: ts.TemplateExpression, here: Here, span: Span): Value {
  const parts: Value[] = [];
  const text = (literal: ts.TemplateLiteralLikeNode): void => {
    if (literal.text !== '') parts.push({ kind: 'literal', value: literal.text, span: nodeSpan(reading, literal) });
  };
  text(node.head);
  for (const part of node.templateSpans) {
    parts.push(reading.parts.value(reading, part.expression, here));
    text(part.literal);
  }
  return joined(parts, span);
}

function readUnary(
  reading: Reading,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  here: Here,
  span: Span,
): Value {
  const operator = ts.tokenToString(node.operator) ?? '';
  if (operator === '++' || operator === '--') return readStep(reading, node.operand, operator, here, span);
  const right = reading.parts.value(reading, node.operand, here);
  if (operator === '-' && right.kind === 'literal' && typeof right.value === 'number') {
    // Not `-right.value`, which would make a zero below zero of `-0` that JSON does not know.
    return { kind: 'literal', value: 0 - right.value, span };
  }
  return { kind: 'operator', operator, left: null, right, span };
}
