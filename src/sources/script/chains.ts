import type { DeclarationId, Reference, ReferenceRoot, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { environmentValue } from '../environment-value.ts';
import { callOn } from './calls.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { isEnvironment } from './environment.ts';
import { requiredModule } from './imports.ts';
import { type Cursor, circumstances, type Here, nodeSpan, type Reading, record } from './reading.ts';
import { lookup } from './scopes.ts';
import { plainText, unwrapped } from './syntax.ts';

/** Members kept of one path; no rule looks deeper, and generated tables index without end. */
const longestPath = 100;
/** Most references have no members; they share one empty path. */
const noPath: readonly string[] = [];

/** What an assignment or `delete` works on: a name with members, or an element under a computed key. */
export type Target =
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'element'; readonly container: Reference; readonly key: Value; readonly span: Span };

type Link =
  | ts.PropertyAccessExpression
  | ts.ElementAccessExpression
  | ts.CallExpression
  | ts.TaggedTemplateExpression
  | ts.ParenthesizedExpression
  | ts.AwaitExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion;

export function isLink(node: ts.Node): node is Link {
  switch (node.kind) {
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.ElementAccessExpression:
    case SyntaxKind.CallExpression:
    case SyntaxKind.TaggedTemplateExpression:
    case SyntaxKind.ParenthesizedExpression:
    case SyntaxKind.AwaitExpression:
    case SyntaxKind.AsExpression:
    case SyntaxKind.SatisfiesExpression:
    case SyntaxKind.NonNullExpression:
    case SyntaxKind.TypeAssertionExpression:
      return true;
    default:
      return false;
  }
}

/** Evaluates a name, or a row of members and calls, and gives what it is worth. */
export function readChain(reading: Reading, node: ts.Expression, here: Here): Value {
  const { links, root } = linksOf(reading, node, here);
  const cursor = rootCursor(reading, root, here);
  for (let index = links.length - 1; index >= 0; index--) {
    const link = links[index];
    if (link === undefined) continue;
    if (isSize(link) && index === 0) recordSize(reading, cursor, here);
    follow(reading, cursor, link, here);
  }
  return valueAt(cursor);
}

/** Evaluates what stands before `(`, after `new`, `extends` or `@`: a reference, whatever its root. */
export function readReference(reading: Reading, node: ts.Expression, here: Here): Cursor {
  const { links, root } = linksOf(reading, node, here);
  const cursor = rootCursor(reading, root, here);
  for (let index = links.length - 1; index >= 0; index--) {
    const link = links[index];
    if (link !== undefined) follow(reading, cursor, link, here);
  }
  return cursor;
}

/** Evaluates all but the last step of what is assigned to or deleted. */
export function readTarget(reading: Reading, node: ts.Expression, here: Here): Target {
  const inner = unwrapped(node);
  if (ts.isElementAccessExpression(inner) && literalKey(inner.argumentExpression) === null) {
    const container = referenceOf(readReference(reading, inner.expression, here));
    const key = reading.parts.value(reading, inner.argumentExpression, here);
    return { kind: 'element', container, key, span: nodeSpan(reading, inner) };
  }
  if (ts.isElementAccessExpression(inner) || ts.isPropertyAccessExpression(inner)) {
    const cursor = readReference(reading, inner.expression, here);
    // `process.env.NAME = …` writes to a place; only reading it is a value.
    member(reading, cursor, inner);
    return { kind: 'reference', reference: referenceOf(cursor) };
  }
  return { kind: 'reference', reference: referenceOf(readReference(reading, inner, here)) };
}

export function referenceOf(cursor: Cursor): Reference {
  const path = cursor.path.length === 0 ? noPath : [...cursor.path];
  return { root: cursor.root, path, span: [cursor.start, cursor.end] };
}

/** The reference that a value can be reached by, so that members can be taken from it. */
export function referenceTo(value: Value): Reference {
  if (value.kind === 'reference') return value.reference;
  const root: ReferenceRoot = value.kind === 'call' ? { kind: 'call', call: value.call } : { kind: 'value', value };
  return { root, path: [], span: value.span };
}

function valueAt(cursor: Cursor): Value {
  const span: Span = [cursor.start, cursor.end];
  const { root } = cursor;
  if (cursor.path.length === 0) {
    if (root.kind === 'value') return root.value;
    if (root.kind === 'call') return { kind: 'call', call: root.call, span };
    if (root.kind === 'global' && root.name === 'undefined') return { kind: 'literal', value: null, span };
  }
  const path = cursor.path.length === 0 ? noPath : cursor.path;
  return { kind: 'reference', reference: { root, path, span }, span };
}

/** A row is unrolled into a list, because builders chain hundreds of calls. */
function linksOf(reading: Reading, node: ts.Expression, here: Here): { links: Link[]; root: ts.Expression } {
  const links: Link[] = [];
  let current = node;
  while (isLink(current)) {
    if (ts.isCallExpression(current) && isModuleCall(current)) break;
    links.push(current);
    if (ts.isAwaitExpression(current)) markAwaited(reading, current.expression);
    current = ts.isTaggedTemplateExpression(current) ? current.tag : current.expression;
  }
  return { links, root: current };

  function isModuleCall(call: ts.CallExpression): boolean {
    if (call.expression.kind === SyntaxKind.ImportKeyword) return true;
    if (!ts.isIdentifier(call.expression) || call.arguments.length !== 1) return false;
    const bound = lookup(here.scope, call.expression.text);
    return bound === null ? call.expression.text === 'require' : reading.requires.has(bound);
  }
}

/** Marks the calls whose result `await` takes, through `?:`, `??`, `||` and `&&`. */
function markAwaited(reading: Reading, node: ts.Expression): void {
  const pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const inner = unwrapped(next);
    if (ts.isConditionalExpression(inner)) pending.push(inner.whenTrue, inner.whenFalse);
    else if (ts.isBinaryExpression(inner) && isChoice(inner.operatorToken.kind)) pending.push(inner.left, inner.right);
    else reading.awaited.add(inner);
  }
}

function isChoice(kind: ts.SyntaxKind): boolean {
  return (
    kind === SyntaxKind.BarBarToken ||
    kind === SyntaxKind.QuestionQuestionToken ||
    kind === SyntaxKind.AmpersandAmpersandToken
  );
}

function rootCursor(reading: Reading, node: ts.Expression, here: Here): Cursor {
  const span = nodeSpan(reading, node);
  const root = rootOf(reading, node, here, span);
  const nested = root.kind === 'value' && root.value.kind === 'reference' ? root.value.reference : null;
  return {
    root: nested?.root ?? root,
    path: nested === null ? [] : [...nested.path],
    start: span[0],
    end: span[1],
    receiverEnd: span[1],
    name: span,
  };
}

function rootOf(reading: Reading, node: ts.Expression, here: Here, span: Span): ReferenceRoot {
  if (ts.isIdentifier(node)) {
    const declaration = lookup(here.scope, node.text);
    if (declaration !== null) return declaredRoot(reading, declaration);
    // What the language itself binds everywhere says nothing about where a file runs.
    if (node.text !== 'undefined' && node.text !== 'arguments') reading.globals.add(node.text);
    return { kind: 'global', name: node.text };
  }
  if (node.kind === SyntaxKind.ThisKeyword) {
    const { declaration } = here.self;
    return declaration === null ? { kind: 'this', class: here.self.class } : { kind: 'declared', declaration };
  }
  if (node.kind === SyntaxKind.SuperKeyword) return { kind: 'super', class: here.self.class };
  if (ts.isMetaProperty(node) && node.keywordToken === SyntaxKind.ImportKeyword) {
    return { kind: 'global', name: 'import.meta' };
  }
  if (ts.isCallExpression(node)) {
    const declaration = requiredModule(reading, node, here);
    const asked = node.arguments[0];
    if (asked !== undefined && plainText(asked) === null) reading.parts.value(reading, asked, here);
    if (declaration !== null) return { kind: 'declared', declaration };
    return { kind: 'value', value: { kind: 'unknown', span } };
  }
  const value = reading.parts.value(reading, node, here);
  return value.kind === 'call' ? { kind: 'call', call: value.call } : { kind: 'value', value };
}

/** Names are mentioned far more often than they are declared, so all mentions of one share their root. */
function declaredRoot(reading: Reading, declaration: DeclarationId): ReferenceRoot {
  const known = reading.roots[declaration];
  if (known !== undefined) return known;
  const root: ReferenceRoot = { kind: 'declared', declaration };
  reading.roots[declaration] = root;
  return root;
}

function follow(reading: Reading, cursor: Cursor, link: Link, here: Here): void {
  switch (link.kind) {
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.ElementAccessExpression: {
      const inEnvironment = isEnvironment(reading, cursor.root, cursor.path);
      if (ts.isElementAccessExpression(link) && literalKey(link.argumentExpression) === null) {
        const key = reading.parts.value(reading, link.argumentExpression, here);
        const span: Span = [cursor.start, link.end];
        const target = referenceOf(cursor);
        const step = { kind: 'container', access: 'read', target, key, value: null, method: null, call: null } as const;
        record(reading, here, { ...step, ...circumstances(here, span, false) });
      }
      member(reading, cursor, link);
      const name = cursor.path.at(-1);
      if (inEnvironment && name !== undefined && name !== '*') {
        become(cursor, { kind: 'value', value: environmentValue(name, [cursor.start, cursor.end]) });
      }
      return;
    }
    case SyntaxKind.CallExpression:
    case SyntaxKind.TaggedTemplateExpression:
      become(cursor, callOn(reading, cursor, referenceOf(cursor), link, here));
      cursor.end = link.end;
      return;
    default:
      // Parentheses, `await` and assertions change nothing but where the expression starts and ends.
      cursor.start = nodeSpan(reading, link)[0];
      cursor.end = link.end;
  }
}

function become(cursor: Cursor, root: ReferenceRoot): void {
  cursor.root = root;
  cursor.path = [];
}

function member(
  reading: Reading,
  cursor: Cursor,
  link: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): void {
  cursor.receiverEnd = cursor.end;
  cursor.end = link.end;
  if (cursor.path.length >= longestPath) return;
  if (ts.isPropertyAccessExpression(link)) {
    cursor.path.push(link.name.text);
    cursor.name = [link.name.end - link.name.text.length, link.name.end];
  } else {
    cursor.path.push(literalKey(link.argumentExpression) ?? '*');
    cursor.name = nodeSpan(reading, link.argumentExpression);
  }
}

function literalKey(node: ts.Expression): string | null {
  const inner = unwrapped(node);
  return ts.isStringLiteralLike(inner) || ts.isNumericLiteral(inner) ? inner.text : null;
}

function isSize(link: Link): boolean {
  return ts.isPropertyAccessExpression(link) && (link.name.text === 'length' || link.name.text === 'size');
}

function recordSize(reading: Reading, cursor: Cursor, here: Here): void {
  if (cursor.root.kind === 'value') return;
  record(reading, here, {
    kind: 'container',
    access: 'size',
    target: referenceOf(cursor),
    key: null,
    value: null,
    method: null,
    call: null,
    ...circumstances(here, [cursor.start, cursor.end], false),
  });
}
