import type { ContainerOperation } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { memberOf, readTarget, referenceTo, type Target } from './chains.ts';
import { combined } from './operators.ts';
import { circumstances, type Here, type Reading, record, textAt } from './reading.ts';
import { lookup } from './scopes.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';
import { isFinal, mentionOf } from './types.ts';

/** What is given to a target. */
export interface Given {
  readonly operator: string;
  readonly value: Value;
  readonly type: PythonNode | undefined;
  readonly span: Span;
}

/** `a = b = c`, `a: int = 1`, `a: int`, `a, (b, *c) = d`. */
export function readAssignment(reading: Reading, node: PythonNode, here: Here): Value {
  const targets: PythonNode[] = [];
  let right: PythonNode | undefined = node;
  while (right?.kind === 'assignment') {
    const left = part(right, 'left');
    if (left !== undefined) targets.push(left);
    right = part(right, 'right');
  }
  const type = part(node, 'type');
  const span = spanOf(node);
  if (right === undefined) {
    const [only] = targets;
    if (only !== undefined) noteType(reading, only, type, here);
    return { kind: 'unknown', span };
  }
  const value = reading.parts.value(reading, right, here);
  const [first] = targets;
  if (value.kind === 'function' && first !== undefined) nameFunction(reading, value.function, first);
  for (const target of targets) assign(reading, target, { operator: '=', value, type, span }, here);
  return value;
}

/** A lambda takes the name of what it is assigned to. */
function nameFunction(reading: Reading, id: number, target: PythonNode): void {
  const name = target.kind === 'attribute' ? part(target, 'attribute') : target;
  const draft = reading.functions[id];
  if (draft === undefined || name?.kind !== 'identifier' || draft.name !== '') return;
  draft.name = textAt(reading, name);
  draft.nameSpan = spanOf(name);
}

/** `hits[path] += 1`, `count -= 1`. */
export function readAugmented(reading: Reading, node: PythonNode, here: Here): Value {
  const left = part(node, 'left');
  const right = part(node, 'right');
  const sign = part(node, 'operator');
  const span = spanOf(node);
  if (left === undefined || right === undefined || sign === undefined) return { kind: 'unknown', span };
  const value = reading.parts.value(reading, right, here);
  assign(reading, left, { operator: textAt(reading, sign), value, type: undefined, span }, here);
  return value;
}

/** Gives a value to a name, a member, an element or a pattern of them. */
export function assign(reading: Reading, node: PythonNode, given: Given, here: Here): void {
  switch (node.kind) {
    case 'identifier':
      assignName(reading, node, given, here);
      return;
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'tuple':
    case 'list':
    case 'expression_list':
      members(node).forEach((item, index) => {
        const rest = item.kind === 'list_splat_pattern' || item.kind === 'list_splat';
        const value = rest ? given.value : memberOf(given.value, String(index), spanOf(item));
        assign(reading, item, { ...given, value, type: undefined }, here);
      });
      return;
    case 'list_splat_pattern':
    case 'list_splat':
    case 'parenthesized_expression':
    case 'as_pattern_target': {
      const [inner] = members(node);
      if (inner !== undefined) assign(reading, inner, given, here);
      return;
    }
    default: {
      const target = readTarget(reading, node, here);
      noteFieldType(reading, target, given.type, here);
      write(reading, target, given, here);
    }
  }
}

function assignName(reading: Reading, node: PythonNode, given: Given, here: Here): void {
  const name = textAt(reading, node);
  const found = lookup(here.scope, name);
  if (found?.kind === 'member') return;
  const draft = found?.kind === 'declared' ? reading.declarations[found.declaration] : undefined;
  if (found?.kind === 'declared' && draft !== undefined) {
    noteType(reading, node, given.type, here);
    const isFirst = !reading.assigned.has(found.declaration) && here.scope.names.get(name) === found;
    const isOnly = here.scope.bound.get(name) === 1;
    const isHere = draft.function === here.function && (!here.branch || isOnly);
    const isPlain = given.operator === '=' && draft.kind !== 'import' && draft.kind !== 'parameter';
    reading.assigned.add(found.declaration);
    if (isFirst && isHere && isPlain && draft.functionId === null && draft.classId === null) {
      draft.initial = given.value;
      if (here.guards.length > 0) draft.guards = here.guards;
      return;
    }
  }
  write(reading, readTarget(reading, node, here), given, here);
}

function noteType(reading: Reading, node: PythonNode, type: PythonNode | undefined, here: Here): void {
  if (type === undefined) return;
  const found = node.kind === 'identifier' ? lookup(here.scope, textAt(reading, node)) : null;
  const draft = found?.kind === 'declared' ? reading.declarations[found.declaration] : undefined;
  if (draft === undefined) {
    if (node.kind === 'attribute') noteFieldType(reading, readTarget(reading, node, here), type, here);
    return;
  }
  draft.type ??= mentionOf(reading, type, here.scope);
  if (isFinal(reading, type) && draft.kind === 'variable') draft.kind = 'constant';
}

/** `self.recent: list[Order] = []` in any method says what the field holds. */
function noteFieldType(reading: Reading, target: Target, type: PythonNode | undefined, here: Here): void {
  if (type === undefined || target.kind !== 'reference') return;
  const { root, path } = target.reference;
  const mention = mentionOf(reading, type, here.scope);
  if (root.kind === 'this' && path.length === 1 && mention !== null) {
    reading.fieldTypes.set(`${root.class}.${path[0]}`, mention);
  }
}

function write(reading: Reading, target: Target, { operator, value, span }: Given, here: Here): void {
  if (target.kind === 'reference') {
    const step = { kind: 'assign', target: target.reference, operator, value } as const;
    record(reading, here, { ...step, ...circumstances(here, span) });
    return;
  }
  const { container, key } = target;
  if (operator !== '=') recordStep(reading, here, { access: 'read', target: container, key, value: null }, target.span);
  const before: Value = {
    kind: 'reference',
    reference: { root: container.root, path: [...container.path, '*'], span: target.span },
    span: target.span,
  };
  const stored = operator === '=' ? value : combined(reading, operator.slice(0, -1), before, value, span);
  recordStep(reading, here, { access: 'write', target: container, key, value: stored }, span);
}

/** `del carts[id]`, `del carts['guest']`; names and members that are deleted say nothing. */
export function readDelete(reading: Reading, node: PythonNode, here: Here): void {
  for (const one of members(node)) {
    if (one.kind === 'expression_list' || one.kind === 'tuple' || one.kind === 'parenthesized_expression') {
      readDelete(reading, one, here);
      continue;
    }
    if (one.kind !== 'subscript') continue;
    const target = readTarget(reading, one, here);
    if (target.kind === 'element') {
      const { container, key } = target;
      recordStep(reading, here, { access: 'remove', target: container, key, value: null }, spanOf(one));
      continue;
    }
    const { root, path, span } = target.reference;
    const key: Value = { kind: 'literal', value: path.at(-1) ?? '', span };
    recordStep(
      reading,
      here,
      { access: 'remove', target: { root, path: path.slice(0, -1), span }, key, value: null },
      spanOf(one),
    );
  }
}

function recordStep(
  reading: Reading,
  here: Here,
  step: Pick<ContainerOperation, 'access' | 'target' | 'key' | 'value'>,
  span: Span,
): void {
  record(reading, here, { kind: 'container', ...step, method: null, call: null, ...circumstances(here, span) });
}

/** What a loop takes from a container: one of its elements, or a pair of key and element. */
export function elementsOf(of: Value, target: PythonNode): Value {
  const span = spanOf(target);
  const element: Value = { kind: 'unknown', span };
  if (of.kind !== 'reference') return element;
  const { root, path } = referenceTo(of);
  return { kind: 'reference', reference: { root, path: [...path, '*'], span }, span };
}
