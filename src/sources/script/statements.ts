import type { Guard } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { noteStarExport, readExportAssignment, readExportDeclaration, readExportedDeclaration } from './exports.ts';
import { guarded, leaves } from './guards.ts';
import { readBareImport } from './imports.ts';
import { circumstances, deepestNesting, type Here, nodeSpan, type Reading, record } from './reading.ts';
import { hasModifier, isScriptFunction, propertyName, unwrapped } from './syntax.ts';
import { reportDepth } from './values.ts';
import { readAlias, readForIn, readForOf, readVariables } from './variables.ts';

/** Reads statements in order. A branch that leaves puts its condition, negated, on all that follows. */
export function readStatements(reading: Reading, nodes: readonly ts.Statement[], here: Here): void {
  let inside = here;
  for (const node of nodes) inside = readStatement(reading, node, inside);
}

/** Reads one statement and gives where the next one stands. */
function readStatement(reading: Reading, node: ts.Statement, here: Here): Here {
  if (reading.depth >= deepestNesting) {
    reportDepth(reading, nodeSpan(reading, node));
    return here;
  }
  reading.depth++;
  const next = ts.isIfStatement(node) ? readIf(reading, node, here) : here;
  if (!ts.isIfStatement(node)) readOther(reading, node, here);
  reading.depth--;
  return next;
}

function readOther(reading: Reading, node: ts.Statement, here: Here): void {
  const value = (expression: ts.Expression | undefined, at: Here = here): Value | null =>
    expression === undefined ? null : reading.parts.value(reading, expression, at);
  switch (node.kind) {
    case SyntaxKind.ExpressionStatement: {
      const { expression } = node as ts.ExpressionStatement;
      if (!readBareImport(reading, expression, here))
        noteStarExport(reading, reading.parts.value(reading, expression, here));
      return;
    }
    case SyntaxKind.VariableStatement:
      readVariables(reading, (node as ts.VariableStatement).declarationList, here);
      readExportedDeclaration(reading, node);
      return;
    case SyntaxKind.FunctionDeclaration:
      if (isScriptFunction(node)) reading.parts.readFunction(reading, node, here);
      readExportedDeclaration(reading, node);
      return;
    case SyntaxKind.ClassDeclaration:
      reading.parts.readClass(reading, node as ts.ClassDeclaration, here);
      readExportedDeclaration(reading, node);
      return;
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.ThrowStatement: {
      const { expression } = node as ts.ReturnStatement | ts.ThrowStatement;
      const kind = node.kind === SyntaxKind.ReturnStatement ? 'return' : 'throw';
      const given = value(expression);
      const awaited = expression !== undefined && ts.isAwaitExpression(unwrapped(expression));
      record(reading, here, { kind, value: given, ...circumstances(here, nodeSpan(reading, node), awaited) });
      return;
    }
    case SyntaxKind.Block:
      readStatements(reading, (node as ts.Block).statements, within(reading, node, here));
      return;
    case SyntaxKind.ForStatement: {
      const { initializer, condition, incrementor, statement } = node as ts.ForStatement;
      const inside = within(reading, node, here);
      if (initializer !== undefined && ts.isVariableDeclarationList(initializer))
        readVariables(reading, initializer, inside);
      else value(initializer, inside);
      const looping = { ...inside, inLoop: true };
      const test = value(condition, looping);
      readBody(reading, statement, test === null ? looping : guarded(looping, test, true));
      value(incrementor, looping);
      return;
    }
    case SyntaxKind.WhileStatement: {
      const { expression, statement } = node as ts.WhileStatement;
      const looping = { ...here, inLoop: true };
      readBody(reading, statement, guarded(looping, reading.parts.value(reading, expression, looping), true));
      return;
    }
    case SyntaxKind.DoStatement: {
      const { expression, statement } = node as ts.DoStatement;
      readBody(reading, statement, { ...here, inLoop: true });
      value(expression, { ...here, inLoop: true });
      return;
    }
    case SyntaxKind.ForInStatement: {
      const inside = readForIn(reading, node as ts.ForInStatement, within(reading, node, here));
      readBody(reading, (node as ts.ForInStatement).statement, inside);
      return;
    }
    case SyntaxKind.ForOfStatement: {
      const inside = readForOf(reading, node as ts.ForOfStatement, within(reading, node, here));
      readBody(reading, (node as ts.ForOfStatement).statement, inside);
      return;
    }
    case SyntaxKind.SwitchStatement:
      readSwitch(reading, node as ts.SwitchStatement, here);
      return;
    case SyntaxKind.TryStatement:
      readTry(reading, node as ts.TryStatement, here);
      return;
    case SyntaxKind.LabeledStatement:
      readBody(reading, (node as ts.LabeledStatement).statement, here);
      return;
    case SyntaxKind.WithStatement:
      value((node as ts.WithStatement).expression);
      readBody(reading, (node as ts.WithStatement).statement, here);
      return;
    case SyntaxKind.ExportDeclaration:
      readExportDeclaration(reading, node as ts.ExportDeclaration, here);
      return;
    case SyntaxKind.ExportAssignment:
      readExportAssignment(reading, node as ts.ExportAssignment, here);
      return;
    case SyntaxKind.EnumDeclaration:
      readEnumeration(reading, node as ts.EnumDeclaration, here);
      readExportedDeclaration(reading, node);
      return;
    case SyntaxKind.ModuleDeclaration:
      readNamespace(reading, node as ts.ModuleDeclaration, here);
      readExportedDeclaration(reading, node);
      return;
    case SyntaxKind.ImportEqualsDeclaration:
      readAlias(reading, node as ts.ImportEqualsDeclaration, here);
      readExportedDeclaration(reading, node);
      return;
    default:
      return;
  }
}

function within(reading: Reading, node: ts.Node, here: Here): Here {
  const scope = reading.scopes.get(node);
  return scope === undefined ? here : { ...here, scope };
}

function readBody(reading: Reading, node: ts.Statement, here: Here): void {
  readStatement(reading, node, here);
}

/** A row of `else if` is read in a loop, because it nests as deep as it is long. */
function readIf(reading: Reading, node: ts.IfStatement, here: Here): Here {
  let inside = here;
  let after = here;
  let allLeft = true;
  let current: ts.Statement = node;
  while (ts.isIfStatement(current)) {
    const test = reading.parts.value(reading, current.expression, inside);
    readBody(reading, current.thenStatement, guarded(inside, test, true));
    inside = guarded(inside, test, false);
    // Behind the whole row the test is known to fail only where every branch before it has left as well.
    allLeft &&= leaves(current.thenStatement);
    if (allLeft) after = guarded(after, test, false);
    const otherwise: ts.Statement | undefined = current.elseStatement;
    if (otherwise === undefined) return after;
    if (!ts.isIfStatement(otherwise)) {
      readBody(reading, otherwise, inside);
      return leaves(otherwise) && current === node ? guarded(here, test, true) : after;
    }
    current = otherwise;
  }
  return after;
}

function readSwitch(reading: Reading, node: ts.SwitchStatement, here: Here): void {
  const subject = reading.parts.value(reading, node.expression, here);
  const inside = within(reading, node.caseBlock, here);
  const earlier: Guard[] = [];
  // Tests of the labels from which control may come into this clause.
  let open: Value[] = [];
  for (const clause of node.caseBlock.clauses) {
    let at = inside;
    if (ts.isCaseClause(clause)) {
      const right = reading.parts.value(reading, clause.expression, inside);
      const test: Value = { kind: 'operator', operator: '===', left: subject, right, span: right.span };
      if (open.length <= mostLabels) open.push(test);
      earlier.push({ test, holds: false });
      at = guarded(inside, anyOf(open), true);
    } else if (open.length === 0) {
      for (const { test, holds } of earlier.slice(-8)) at = guarded(at, test, holds);
    }
    readStatements(reading, clause.statements, at);
    if (leaves(clause.statements.at(-1))) open = [];
  }
}

/** Labels that share a clause and are still told apart in its guard; of more, the guard says only that there is a test. */
const mostLabels = 6;

function anyOf(tests: readonly Value[]): Value {
  const first = tests[0];
  if (first === undefined || tests.length > mostLabels) return { kind: 'unknown', span: first?.span ?? [0, 0] };
  return tests
    .slice(1)
    .reduce<Value>(
      (left, right) => ({ kind: 'operator', operator: '||', left, right, span: [left.span[0], right.span[1]] }),
      first,
    );
}

function readTry(reading: Reading, node: ts.TryStatement, here: Here): void {
  readBody(reading, node.tryBlock, here);
  if (node.catchClause !== undefined) {
    readBody(reading, node.catchClause.block, { ...within(reading, node.catchClause, here), inCatch: true });
  }
  if (node.finallyBlock !== undefined) readBody(reading, node.finallyBlock, { ...here, inFinally: true });
}

/** An enumeration is an object of its members; those without a value count up from the one before. */
function readEnumeration(reading: Reading, node: ts.EnumDeclaration, here: Here): void {
  if (hasModifier(node, SyntaxKind.DeclareKeyword)) return;
  let next: number | null = 0;
  const properties = node.members.map((member) => {
    const span = nodeSpan(reading, member.name);
    const written = member.initializer === undefined ? null : reading.parts.value(reading, member.initializer, here);
    const value: Value =
      written ?? (next === null ? { kind: 'unknown', span } : { kind: 'literal', value: next, span });
    next = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : null;
    return { key: propertyName(member.name), value, span };
  });
  const declaration = reading.declarationIds.get(node.name);
  const draft = declaration === undefined ? undefined : reading.declarations[declaration];
  if (draft !== undefined) draft.initial = { kind: 'object', properties, spreads: [], span: nodeSpan(reading, node) };
}

function readNamespace(reading: Reading, node: ts.ModuleDeclaration, here: Here): void {
  const inside = within(reading, node, here);
  if (inside === here || node.body === undefined) return;
  if (ts.isModuleBlock(node.body)) {
    for (const statement of node.body.statements)
      if (!isExport(statement)) readStatements(reading, [statement], inside);
  } else if (ts.isModuleDeclaration(node.body)) readNamespace(reading, node.body, inside);
}

function isExport(node: ts.Statement): boolean {
  return ts.isExportDeclaration(node) || ts.isExportAssignment(node);
}
