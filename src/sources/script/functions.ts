import type { DecoratorFact } from '../../facts/code.ts';
import type { FunctionId, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { readReference, referenceOf } from './chains.ts';
import * as ts from './compiler.ts';
import { bindPattern } from './patterns.ts';
import { circumstances, type Here, nodeSpan, type Reading, record, type Self } from './reading.ts';
import { isScriptFunction, propertyName, type ScriptFunction, unwrapped } from './syntax.ts';
import { mentionOf } from './types.ts';

/** Reads a function's parameters and body into its own list of operations. */
export function readFunction(reading: Reading, node: ScriptFunction, here: Here): FunctionId {
  const id = reading.functionIds.get(node) ?? 0;
  const draft = reading.functions[id];
  const scope = reading.scopes.get(node);
  if (draft === undefined || scope === undefined) return id;
  const { name, span } = nameOf(reading, node);
  draft.name = name;
  draft.nameSpan = span;
  draft.decorators = readDecorators(reading, node, here);
  draft.returnType = mentionOf(node.type, scope);
  const inside: Here = {
    function: id,
    scope,
    self: selfOf(node, draft.class, here),
    guards: [],
    inLoop: false,
    inFinally: false,
    insideCallOf: null,
  };
  for (const parameter of node.parameters) readParameter(reading, parameter, inside);
  if (node.body === undefined) return id;
  if (ts.isBlock(node.body)) {
    draft.directives = directivesOf(node.body.statements);
    reading.parts.statements(reading, node.body.statements, inside);
  } else {
    const value = reading.parts.value(reading, node.body, inside);
    const awaited = ts.isAwaitExpression(unwrapped(node.body));
    record(reading, inside, { kind: 'return', value, ...circumstances(inside, value.span, awaited) });
  }
  return id;
}

/** Arrow functions keep the `this` around them; methods of a class have its instance; all others have their caller's. */
function selfOf(node: ScriptFunction, inClass: number | null, here: Here): Self {
  if (ts.isArrowFunction(node)) return here.self;
  return { class: inClass, declaration: null };
}

function nameOf(reading: Reading, node: ScriptFunction): { readonly name: string; readonly span: Span } {
  if (ts.isConstructorDeclaration(node)) {
    const start = node.getStart(reading.source);
    return { name: 'constructor', span: [start, start + 'constructor'.length] };
  }
  const named = node.name ?? reading.boundNames.get(node);
  if (named !== undefined) return { name: textOfName(named), span: nodeSpan(reading, named) };
  if (ts.isArrowFunction(node)) return { name: '', span: nodeSpan(reading, node.equalsGreaterThanToken) };
  const start = node.getStart(reading.source);
  return { name: '', span: [start, start + 'function'.length] };
}

export function textOfName(node: ts.Node): string {
  return ts.isPropertyName(node) ? propertyName(node) : '';
}

function readParameter(reading: Reading, node: ts.ParameterDeclaration, inside: Here): void {
  const id = reading.declarationIds.get(ts.isIdentifier(node.name) ? node.name : node);
  const draft = id === undefined ? undefined : reading.declarations[id];
  if (id === undefined || draft === undefined) return;
  draft.type = mentionOf(node.type, inside.scope);
  if (node.initializer !== undefined) draft.initial = reading.parts.value(reading, node.initializer, inside);
  if (ts.isIdentifier(node.name)) return;
  const span = nodeSpan(reading, node.name);
  const base: Value = {
    kind: 'reference',
    reference: { root: { kind: 'declared', declaration: id }, path: [], span },
    span,
  };
  bindPattern(reading, node.name, base, inside);
}

export function directivesOf(statements: readonly ts.Statement[]): readonly string[] {
  const directives: string[] = [];
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    directives.push(statement.expression.text);
  }
  return directives;
}

/** Decorators run where the class is written, so their calls belong to the function around it. */
export function readDecorators(reading: Reading, node: ts.Node, here: Here): readonly DecoratorFact[] {
  if (!ts.canHaveDecorators(node) && !ts.isParameter(node)) return [];
  const modifiers: readonly ts.ModifierLike[] = node.modifiers ?? [];
  return modifiers.filter(ts.isDecorator).map(({ expression }) => {
    const span = nodeSpan(reading, expression);
    const inner = unwrapped(expression);
    if (!ts.isCallExpression(inner)) {
      return { reference: referenceOf(readReference(reading, inner, here)), call: null, span };
    }
    const value = reading.parts.value(reading, inner, here);
    const called = value.kind === 'call' ? reading.calls[value.call] : undefined;
    if (value.kind === 'call' && called !== undefined) return { reference: called.callee, call: value.call, span };
    return { reference: { root: { kind: 'value', value }, path: [], span }, call: null, span };
  });
}

/** Whether a class member is a function with a body. */
export function isMethod(member: ts.ClassElement): member is Extract<ScriptFunction, ts.ClassElement> {
  return isScriptFunction(member);
}
