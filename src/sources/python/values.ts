import type { Property, Value } from '../../facts/values.ts';
import { assign } from './assignments.ts';
import { recordIteration } from './calls.ts';
import { isLink, readChain } from './chains.ts';
import { isComprehension, readComprehension } from './comprehensions.ts';
import { readLambda } from './functions.ts';
import { declarationOf, fullName } from './names.ts';
import { readBinary, readComparison, readConditional } from './operators.ts';
import { deepestNesting, type Here, type Reading, reportDepth, textAt } from './reading.ts';
import { readString } from './strings.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';

/** Evaluates one expression where it stands: records what it does and gives what it is, as far as its syntax says. */
export function readValue(reading: Reading, node: PythonNode, here: Here): Value {
  if (reading.depth >= deepestNesting) {
    reportDepth(reading, spanOf(node));
    return { kind: 'unknown', span: spanOf(node) };
  }
  reading.depth++;
  const value = evaluate(reading, node, here);
  reading.depth--;
  return value;
}

function evaluate(reading: Reading, node: PythonNode, here: Here): Value {
  const span = spanOf(node);
  if (node.kind === 'parenthesized_expression' && members(node).length !== 1) return unread(reading, node, here);
  if (node.kind === 'subscript' && isAnnotated(reading, node, here)) return readAnnotated(reading, node, here);
  if (node.kind === 'identifier' || isLink(node)) return readChain(reading, node, here);
  if (isComprehension(node)) return readComprehension(reading, node, here);
  if (node.kind === 'yield') return readYield(reading, node, here);
  switch (node.kind) {
    case 'string':
    case 'concatenated_string':
      return readString(reading, node, here);
    case 'integer':
    case 'float':
      return numberOf(textAt(reading, node), span);
    case 'true':
      return { kind: 'literal', value: true, span };
    case 'false':
      return { kind: 'literal', value: false, span };
    case 'none':
      return { kind: 'literal', value: null, span };
    case 'list':
    case 'tuple':
    case 'expression_list':
    case 'pattern_list': {
      const items = members(node).map((item) => reading.parts.value(reading, item, here));
      return { kind: 'list', items, ...(node.kind !== 'list' && { fixed: true as const }), span };
    }
    case 'set': {
      const initial = members(node).map((item) => reading.parts.value(reading, item, here));
      return { kind: 'container', shape: 'set', initial, span };
    }
    case 'dictionary':
      return readDictionary(reading, node, here);
    case 'list_splat':
    case 'dictionary_splat': {
      const [inner] = members(node);
      if (inner === undefined) return { kind: 'unknown', span };
      const of = reading.parts.value(reading, inner, here);
      recordIteration(reading, of, here);
      return node.kind === 'dictionary_splat'
        ? { kind: 'spread', of, byName: true, span }
        : { kind: 'spread', of, span };
    }
    case 'binary_operator':
    case 'boolean_operator':
      return readBinary(reading, node, here);
    case 'comparison_operator':
      return readComparison(reading, node, here);
    case 'not_operator':
    case 'unary_operator':
      return readUnary(reading, node, here);
    case 'conditional_expression':
      return readConditional(reading, node, here);
    case 'lambda':
      return { kind: 'function', function: readLambda(reading, node, here), span };
    case 'named_expression': {
      const name = part(node, 'name');
      const written = part(node, 'value');
      if (name === undefined || written === undefined) return { kind: 'unknown', span };
      const value = reading.parts.value(reading, written, here);
      assign(reading, name, { operator: '=', value, type: undefined, span }, here);
      return value;
    }
    case 'type':
    case 'as_pattern': {
      const [inner] = members(node);
      return inner === undefined ? { kind: 'unknown', span } : reading.parts.value(reading, inner, here);
    }
    default:
      return unread(reading, node, here);
  }
}

/** `yield carts`: what a generator hands out. What `yield` itself gives is for others to say. */
function readYield(reading: Reading, node: PythonNode, here: Here): Value {
  const isFromAnother = node.children.some(({ kind }) => kind === 'from');
  const [given] = members(node);
  const own = reading.functions[here.function];
  if (isFromAnother || given === undefined || own === undefined) return unread(reading, node, here);
  own.yields = [...(own.yields ?? []), reading.parts.value(reading, given, here)];
  return { kind: 'unknown', span: spanOf(node) };
}

function isAnnotated(reading: Reading, node: PythonNode, here: Here): boolean {
  const written = part(node, 'value');
  const [root = '', ...path] = written === undefined ? [] : textAt(reading, written).split('.');
  if ((path.at(-1) ?? root) !== 'Annotated' && path.length > 0) return false;
  const declaration = declarationOf(root, here.scope);
  const name = declaration === null ? null : fullName(reading, { root: { kind: 'declared', declaration }, path });
  return name === 'typing.Annotated' || name === 'typing_extensions.Annotated';
}

/** `Annotated[Carts, Depends(open)]` is the type that it tells more of. */
function readAnnotated(reading: Reading, node: PythonNode, here: Here): Value {
  const given = node.children.filter(({ field }) => field === 'subscript');
  const [type] = given.map((one) => reading.parts.value(reading, one, here));
  return type ?? { kind: 'unknown', span: spanOf(node) };
}

/** What has no value of its own, such as what could not be parsed: its parts are still evaluated. */
function unread(reading: Reading, node: PythonNode, here: Here): Value {
  for (const child of members(node)) reading.parts.value(reading, child, here);
  return { kind: 'unknown', span: spanOf(node) };
}

function numberOf(written: string, span: Value['span']): Value {
  const plain = written.replaceAll('_', '').toLowerCase();
  const value = Number(plain);
  return Number.isFinite(value) && plain !== '' ? { kind: 'literal', value, span } : { kind: 'unknown', span };
}

function readUnary(reading: Reading, node: PythonNode, here: Here): Value {
  const span = spanOf(node);
  const argument = part(node, 'argument');
  if (argument === undefined) return { kind: 'unknown', span };
  const right = reading.parts.value(reading, argument, here);
  const sign = node.children.find(({ named }) => !named);
  const operator = sign === undefined ? 'not' : textAt(reading, sign);
  if (operator === '-' && right.kind === 'literal' && typeof right.value === 'number') {
    // Not `-right.value`, which would make a zero below zero of `-0` that JSON does not know.
    return { kind: 'literal', value: 0 - right.value, span };
  }
  return { kind: 'operator', operator, left: null, right, span };
}

/** A dictionary literal; a key that is no literal is `*`. What is no literal text is kept besides. */
function readDictionary(reading: Reading, node: PythonNode, here: Here): Value {
  const properties: Property[] = [];
  const spreads: Value[] = [];
  for (const child of members(node)) {
    if (child.kind === 'dictionary_splat') {
      const spread = reading.parts.value(reading, child, here);
      spreads.push(spread.kind === 'spread' ? spread.of : spread);
      continue;
    }
    const keyNode = part(child, 'key');
    const valueNode = part(child, 'value');
    if (child.kind !== 'pair' || keyNode === undefined || valueNode === undefined) {
      reading.parts.value(reading, child, here);
      continue;
    }
    const key = reading.parts.value(reading, keyNode, here);
    const name = key.kind === 'literal' && key.value !== null ? String(key.value) : '*';
    const value = reading.parts.value(reading, valueNode, here);
    const isText = key.kind === 'literal' && typeof key.value === 'string' && key.bytes !== true;
    properties.push({ key: name, value, ...(!isText && { computed: key }), span: spanOf(keyNode) });
  }
  return { kind: 'object', properties, spreads, span: spanOf(node) };
}
