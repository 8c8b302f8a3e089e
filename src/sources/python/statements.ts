import type { CallId, Reference, Value } from '../../facts/values.ts';
import { assign, elementsOf, readAssignment, readAugmented, readDelete } from './assignments.ts';
import { recordIteration } from './calls.ts';
import { readClass } from './classes.ts';
import { applyDecorators, readDecorators } from './decorators.ts';
import { readFunction } from './functions.ts';
import { guarded, leaves } from './guards.ts';
import { circumstances, deepestNesting, type Here, type Reading, record, reportDepth } from './reading.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';

/** Reads statements in order. A branch that leaves puts its condition, negated, on all that follows. */
export function readStatements(reading: Reading, nodes: readonly PythonNode[], here: Here): void {
  let inside = here;
  for (const node of nodes) inside = readStatement(reading, node, inside);
}

/** Reads one statement and gives where the next one stands. */
function readStatement(reading: Reading, node: PythonNode, here: Here): Here {
  if (reading.depth >= deepestNesting) {
    reportDepth(reading, spanOf(node));
    return here;
  }
  reading.depth++;
  let next = here;
  if (node.kind === 'if_statement') next = readIf(reading, node, here);
  else if (node.kind === 'assert_statement') next = readAssert(reading, node, here);
  else readOther(reading, node, here);
  reading.depth--;
  return next;
}

function readOther(reading: Reading, node: PythonNode, here: Here): void {
  switch (node.kind) {
    case 'expression_statement':
      for (const child of members(node)) readExpression(reading, child, here);
      return;
    case 'return_statement':
    case 'raise_statement': {
      const [given, ...rest] = members(node);
      const value = given === undefined ? null : reading.parts.value(reading, given, here);
      for (const child of rest) reading.parts.value(reading, child, here);
      const kind = node.kind === 'return_statement' ? 'return' : 'throw';
      record(reading, here, { kind, value, ...circumstances(here, spanOf(node), given?.kind === 'await') });
      return;
    }
    case 'function_definition':
      readFunction(reading, node, 'none', here);
      return;
    case 'class_definition':
      readClass(reading, node, [], here);
      return;
    case 'decorated_definition':
      readDecorated(reading, node, here);
      return;
    case 'for_statement':
      readFor(reading, node, here);
      return;
    case 'while_statement': {
      const looping: Here = { ...here, inLoop: true };
      const condition = part(node, 'condition');
      const test = condition === undefined ? null : reading.parts.value(reading, condition, looping);
      readBlock(reading, part(node, 'body'), test === null ? looping : guarded(looping, test, true));
      readBlock(reading, blockOf(part(node, 'alternative')), here);
      return;
    }
    case 'with_statement':
      readWith(reading, node, here);
      return;
    case 'try_statement':
      readTry(reading, node, here);
      return;
    case 'match_statement':
      readMatch(reading, node, here);
      return;
    case 'delete_statement':
      readDelete(reading, node, here);
      return;
    case 'block':
    case 'ERROR':
      // What could not be parsed still holds statements and expressions that could.
      readStatements(reading, members(node), here);
      return;
    case 'print_statement':
    case 'exec_statement':
      for (const child of members(node)) reading.parts.value(reading, child, here);
      return;
    default:
      if (isExpression(node)) readExpression(reading, node, here);
  }
}

/** Statements without effect, and pieces of a broken one that mean nothing alone. */
function isExpression({ kind }: PythonNode): boolean {
  return !/_statement$|_clause$|^(?:block|decorator|parameters|type|dotted_name|argument_list|comment)$/.test(kind);
}

function readExpression(reading: Reading, node: PythonNode, here: Here): Value {
  if (node.kind === 'assignment') return readAssignment(reading, node, here);
  if (node.kind === 'augmented_assignment') return readAugmented(reading, node, here);
  return reading.parts.value(reading, node, here);
}

function readBlock(reading: Reading, block: PythonNode | undefined, here: Here): void {
  if (block !== undefined) readStatements(reading, members(block), here);
}

/** The block of a clause, which not every clause names. */
function blockOf(clause: PythonNode | undefined): PythonNode | undefined {
  if (clause === undefined) return undefined;
  return part(clause, 'body') ?? part(clause, 'consequence') ?? clause.children.find(({ kind }) => kind === 'block');
}

function readDecorated(reading: Reading, node: PythonNode, here: Here): void {
  const definition = part(node, 'definition');
  const decorators = readDecorators(reading, node, here);
  if (definition?.kind === 'class_definition') {
    readClass(reading, definition, decorators, here);
    return;
  }
  const id = definition === undefined ? null : readFunction(reading, definition, 'none', here);
  const draft = id === null ? undefined : reading.functions[id];
  if (id !== null && draft !== undefined) draft.decorators = applyDecorators(reading, decorators, id, here);
}

function readIf(reading: Reading, node: PythonNode, here: Here): Here {
  let inside: Here = { ...here, branch: true };
  let after = here;
  let allLeft = true;
  const clauses = [node, ...node.children.filter(({ field }) => field === 'alternative')];
  for (const clause of clauses) {
    if (clause.kind === 'else_clause') {
      readBlock(reading, blockOf(clause), inside);
      continue;
    }
    const condition = part(clause, 'condition');
    const block = part(clause, 'consequence');
    if (condition === undefined) continue;
    const test = reading.parts.value(reading, condition, inside);
    readBlock(reading, block, guarded(inside, test, true));
    inside = guarded(inside, test, false);
    // Behind the whole row the test is known to fail only where every branch before it has left as well.
    allLeft &&= leaves(reading, block);
    if (allLeft) after = guarded(after, test, false);
    else if (clauses.length === 2 && clause === node && clauses[1]?.kind === 'else_clause') {
      if (leaves(reading, blockOf(clauses[1]))) after = guarded(here, test, true);
    }
  }
  return after;
}

/** Behind `assert order` the order is there. */
function readAssert(reading: Reading, node: PythonNode, here: Here): Here {
  const [condition, ...rest] = members(node);
  if (condition === undefined) return here;
  const test = reading.parts.value(reading, condition, here);
  for (const child of rest) reading.parts.value(reading, child, guarded(here, test, false));
  return guarded(here, test, true);
}

function readFor(reading: Reading, node: PythonNode, here: Here): void {
  const left = part(node, 'left');
  const right = part(node, 'right');
  if (left === undefined || right === undefined) return;
  const of = reading.parts.value(reading, right, here);
  recordIteration(reading, of, here);
  const looping: Here = { ...here, inLoop: true, over: [...(here.over ?? []), of] };
  assign(reading, left, { operator: '=', value: elementsOf(of, left), type: undefined, span: spanOf(left) }, looping);
  readBlock(reading, part(node, 'body'), looping);
  readBlock(reading, blockOf(part(node, 'alternative')), here);
}

/** What runs inside `with transaction():` is part of that call, as a callback's body would be of `transaction(…)`. */
function readWith(reading: Reading, node: PythonNode, here: Here): void {
  let inside = here;
  const clause = node.children.find(({ kind }) => kind === 'with_clause');
  const pending = clause === undefined ? [] : [...members(clause)].reverse();
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const written = item.kind === 'with_item' ? part(item, 'value') : item;
    if (written === undefined) continue;
    if (written.kind === 'tuple') {
      pending.push(...[...members(written)].reverse());
      continue;
    }
    const [expression, target] = written.kind === 'as_pattern' ? members(written) : [written];
    if (expression === undefined) continue;
    const value = reading.parts.value(reading, expression, inside);
    if (target !== undefined) {
      assign(reading, target, { operator: '=', value, type: undefined, span: spanOf(written) }, inside);
    }
    if (value.kind === 'call') inside = { ...inside, insideCallOf: value.call };
    if (value.kind === 'reference') inside = { ...inside, insideCallOf: enter(reading, value.reference, inside) };
  }
  readBlock(reading, part(node, 'body'), inside);
}

/** `with lock:` enters what it names by a call that the text does not write. */
function enter(reading: Reading, of: Reference, here: Here): CallId {
  const call = reading.calls.length;
  reading.calls.push({
    callee: { ...of, path: [...of.path, '__enter__'] },
    arguments: [],
    named: [],
    construct: false,
    awaited: false,
    types: [],
    function: here.function,
    sql: null,
    span: of.span,
    calleeSpan: of.span,
  });
  record(reading, here, { kind: 'call', call, ...circumstances(here, of.span) });
  return call;
}

function readTry(reading: Reading, node: PythonNode, here: Here): void {
  readBlock(reading, part(node, 'body'), here);
  for (const clause of members(node)) {
    if (clause.kind === 'except_clause' || clause.kind === 'except_group_clause') {
      const caught = clause.children.find(({ kind }) => kind === 'as_pattern');
      const target = caught === undefined ? undefined : part(caught, 'alias');
      const span = spanOf(clause);
      const unknown: Value = { kind: 'unknown', span };
      const inside: Here = { ...here, branch: true, inCatch: true };
      if (target !== undefined) {
        assign(reading, target, { operator: '=', value: unknown, type: undefined, span }, inside);
      }
      readBlock(reading, blockOf(clause), inside);
    } else if (clause.kind === 'else_clause') readBlock(reading, blockOf(clause), here);
    else if (clause.kind === 'finally_clause') readBlock(reading, blockOf(clause), { ...here, inFinally: true });
  }
}

/** A case of one literal is a comparison; other patterns say only that there is a test. */
function readMatch(reading: Reading, node: PythonNode, here: Here): void {
  const subject = part(node, 'subject');
  if (subject === undefined) return;
  const left = reading.parts.value(reading, subject, here);
  const clauses = members(part(node, 'body') ?? node).filter(({ kind }) => kind === 'case_clause');
  for (const clause of clauses) {
    const [pattern] = members(clause).filter(({ kind }) => kind === 'case_pattern');
    const inside: Here = { ...here, branch: true };
    const literal = pattern === undefined ? undefined : members(pattern)[0];
    const isLiteral = literal !== undefined && /^(?:string|integer|true|false|none)$/.test(literal.kind);
    const right = isLiteral ? reading.parts.value(reading, literal, here) : null;
    const test: Value =
      right === null
        ? { kind: 'unknown', span: spanOf(clause) }
        : { kind: 'operator', operator: '==', left, right, span: right.span };
    const guard = part(clause, 'guard');
    const condition = guard === undefined ? undefined : members(guard)[0];
    const matched = guarded(inside, test, true);
    const met =
      condition === undefined ? matched : guarded(matched, reading.parts.value(reading, condition, matched), true);
    readBlock(reading, part(clause, 'consequence'), met);
  }
}
