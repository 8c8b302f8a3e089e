import type { ContainerOperation } from '../../facts/operations.ts';
import type { CallId, Reference, ReferenceRoot, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { sqlOf } from '../sql.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { containerStepOf, functionStepOf, shapeCalledFor, shapeMadeBy } from './containers.ts';
import { joinsPaths } from './environment.ts';
import { type Cursor, circumstances, type Here, nodeSpan, type Reading, record } from './reading.ts';
import { mentionsOf } from './types.ts';

/** Shared by all calls without arguments, names or types, which most are. */
const none: readonly never[] = [];

type CallNode = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** Records a call of what the cursor has reached, after its arguments, and gives the root that its result is reached by. */
export function callOn(reading: Reading, cursor: Cursor, callee: Reference, node: CallNode, here: Here): ReferenceRoot {
  const span: Span = [cursor.start, node.end];
  const construct = ts.isNewExpression(node);
  const shape = construct ? shapeMadeBy(callee) : shapeCalledFor(callee, isNull(node));
  // A container of the language is a value of its own; a call would say nothing more.
  if (shape !== null) {
    return { kind: 'value', value: { kind: 'container', shape, initial: argumentsOf(reading, node, here), span } };
  }
  const id = reading.calls.length;
  const awaited = reading.awaited.has(node);
  const draft: Reading['calls'][number] = {
    callee,
    arguments: none,
    named: none,
    construct,
    awaited,
    types: node.typeArguments === undefined ? none : mentionsOf(node.typeArguments, here.scope),
    function: here.function,
    sql: null,
    span,
    calleeSpan: cursor.name,
  };
  reading.calls.push(draft);
  const given = takesNothing(node) ? none : argumentsOf(reading, node, { ...here, insideCallOf: id });
  draft.arguments = given;
  draft.sql = sqlOf(reading, given);
  const around = circumstances(here, span, awaited);
  const step = construct ? null : containerStepOn(cursor, callee, given, id);
  record(reading, here, step === null ? { kind: 'call', call: id, ...around } : { ...step, ...around });
  if (joinsPaths(reading, callee.root, callee.path)) {
    return { kind: 'value', value: { kind: 'path-join', parts: given, span } };
  }
  return { kind: 'call', call: id };
}

function takesNothing(node: CallNode): boolean {
  return !ts.isTaggedTemplateExpression(node) && (node.arguments === undefined || node.arguments.length === 0);
}

/** Whether the only argument is `null`, as in `Object.create(null)`. */
function isNull(node: CallNode): boolean {
  if (ts.isTaggedTemplateExpression(node)) return false;
  return node.arguments?.length === 1 && node.arguments[0]?.kind === SyntaxKind.NullKeyword;
}

type Step = Pick<ContainerOperation, 'kind' | 'access' | 'target' | 'key' | 'value' | 'method' | 'call'>;

function containerStepOn(cursor: Cursor, callee: Reference, given: readonly Value[], call: CallId): Step | null {
  const method = callee.path.at(-1);
  if (method === undefined) return null;
  const onArgument = functionStepOf(callee, given);
  if (onArgument !== null) {
    return { kind: 'container', ...onArgument.step, target: onArgument.target, method, call };
  }
  // Literals and other values keep nothing between calls.
  if (callee.root.kind === 'value') return null;
  const step = containerStepOf(method, given);
  if (step === null) return null;
  const target = {
    root: callee.root,
    path: callee.path.slice(0, -1),
    span: [cursor.start, cursor.receiverEnd],
  } as const;
  return { kind: 'container', ...step, target, method, call };
}

function argumentsOf(reading: Reading, node: CallNode, inside: Here): readonly Value[] {
  if (ts.isTaggedTemplateExpression(node)) return [reading.parts.value(reading, node.template, inside)];
  return (node.arguments ?? []).map((argument) => itemOf(reading, argument, inside));
}

/** An argument or list item; `...x` goes through all of `x`. */
export function itemOf(reading: Reading, node: ts.Expression, here: Here): Value {
  if (!ts.isSpreadElement(node)) return reading.parts.value(reading, node, here);
  const of = reading.parts.value(reading, node.expression, here);
  recordIteration(reading, of, here);
  return { kind: 'spread', of, span: nodeSpan(reading, node) };
}

/** Records that all of a container is gone through, where the value is a reference. */
export function recordIteration(reading: Reading, of: Value, here: Here): void {
  if (of.kind !== 'reference') return;
  record(reading, here, {
    kind: 'container',
    access: 'iterate',
    target: of.reference,
    key: null,
    value: null,
    method: null,
    call: null,
    ...circumstances(here, of.span, false),
  });
}
