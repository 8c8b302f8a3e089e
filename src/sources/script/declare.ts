import type { FunctionFact } from '../../facts/code.ts';
import type { ClassId, FunctionId } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { declareImport, declareImportEquals, declareRequired } from './imports.ts';
import { declareName, declareNames } from './names.ts';
import { declareUnwritten, nodeSpan, type Reading } from './reading.ts';
import { blockScope, classScope, functionScope, hoistingScope, type Scope } from './scopes.ts';
import { hasModifier, isScriptFunction, type ScriptFunction } from './syntax.ts';

interface Task {
  readonly node: ts.Node;
  readonly scope: Scope;
}

/**
 * The first pass: numbers every function, class and declaration in source order and files names under their scopes, so
 * that hoisted names resolve. It keeps its own stack, because a long chain of operators nests as deep as it is long.
 */
export function declareAll(reading: Reading): void {
  const scope = functionScope(null, 0);
  reading.scopes.set(reading.source, scope);
  reading.functions.push(draftFunction(reading, reading.source, 'module', null, null));
  const tasks: Task[] = [];
  const visit = (nodes: readonly (ts.Node | undefined)[], inside: Scope): void => {
    for (let index = nodes.length - 1; index >= 0; index--) {
      const node = nodes[index];
      if (node !== undefined) tasks.push({ node, scope: inside });
    }
  };
  visit(reading.source.statements, scope);
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) declareNode(reading, task, visit);
}

type Visit = (nodes: readonly (ts.Node | undefined)[], scope: Scope) => void;

function declareNode(reading: Reading, { node, scope }: Task, visit: Visit): void {
  if (isScriptFunction(node)) {
    declareFunction(reading, node, scope, visit);
    return;
  }
  switch (node.kind) {
    case SyntaxKind.ClassDeclaration:
    case SyntaxKind.ClassExpression:
      declareClass(reading, node as ts.ClassLikeDeclaration, scope, visit);
      return;
    case SyntaxKind.VariableStatement: {
      const { declarationList } = node as ts.VariableStatement;
      declareVariables(reading, declarationList, node, scope, visit);
      return;
    }
    case SyntaxKind.VariableDeclarationList:
      declareVariables(reading, node as ts.VariableDeclarationList, node, scope, visit);
      return;
    case SyntaxKind.ImportDeclaration:
      declareImport(reading, node as ts.ImportDeclaration, scope);
      return;
    case SyntaxKind.ImportEqualsDeclaration:
      declareImportEquals(reading, node as ts.ImportEqualsDeclaration, scope);
      return;
    case SyntaxKind.EnumDeclaration: {
      declareName(reading, scope, (node as ts.EnumDeclaration).name, { kind: 'enumeration', statement: node });
      visit(childrenOf(node), scope);
      return;
    }
    case SyntaxKind.ModuleDeclaration:
      declareNamespace(reading, node as ts.ModuleDeclaration, scope, visit);
      return;
    case SyntaxKind.Block:
    case SyntaxKind.CaseBlock:
    case SyntaxKind.ForStatement:
    case SyntaxKind.ForInStatement:
    case SyntaxKind.ForOfStatement:
      visit(childrenOf(node), opened(reading, node, blockScope(scope)));
      return;
    case SyntaxKind.CatchClause: {
      const { variableDeclaration, block } = node as ts.CatchClause;
      const inside = opened(reading, node, blockScope(scope));
      if (variableDeclaration !== undefined) {
        declareNames(reading, inside, variableDeclaration.name, { kind: 'variable', statement: variableDeclaration });
      }
      visit([variableDeclaration, block], inside);
      return;
    }
    case SyntaxKind.ClassStaticBlockDeclaration: {
      const { body } = node as ts.ClassStaticBlockDeclaration;
      visit(body.statements, opened(reading, node, functionScope(scope, scope.function)));
      return;
    }
    case SyntaxKind.InterfaceDeclaration:
    case SyntaxKind.TypeAliasDeclaration:
    case SyntaxKind.TypeParameter:
      return;
    case SyntaxKind.ExpressionWithTypeArguments:
      visit([(node as ts.ExpressionWithTypeArguments).expression], scope);
      return;
    default:
      if (!ts.isTypeNode(node)) visit(childrenOf(node), scope);
  }
}

function childrenOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    // Tokens, names and literals hold no declarations.
    if (child.kind > SyntaxKind.LastToken) children.push(child);
  });
  return children;
}

function opened(reading: Reading, node: ts.Node, scope: Scope): Scope {
  reading.scopes.set(node, scope);
  return scope;
}

function declareFunction(reading: Reading, node: ScriptFunction, scope: Scope, visit: Visit): void {
  const id = reading.functions.length;
  reading.functionIds.set(node, id);
  reading.functions.push(draftFunction(reading, node, functionKindOf(node), scope.function, scope.class));
  let around = scope;
  if (ts.isFunctionDeclaration(node) && node.name !== undefined) {
    declareName(reading, scope, node.name, { kind: 'function', statement: node, functionId: id });
  } else if (ts.isFunctionExpression(node) && node.name !== undefined) {
    around = blockScope(scope);
    declareName(reading, around, node.name, { kind: 'function', statement: node, functionId: id });
  }
  const inside = opened(reading, node, functionScope(around, id));
  for (const parameter of node.parameters) declareParameter(reading, parameter, id, inside);
  // What decorates a member or computes its name runs where the class is written.
  const outside = blockScope(scope);
  visit(node.body === undefined ? [] : ts.isBlock(node.body) ? node.body.statements : [node.body], inside);
  for (const parameter of [...node.parameters].reverse()) {
    visit([parameter.initializer], inside);
    if (!ts.isIdentifier(parameter.name)) visit([parameter.name], inside);
    visit(parameter.modifiers ?? [], outside);
  }
  visit([...(node.modifiers ?? []), node.name], outside);
}

function functionKindOf(node: ScriptFunction): FunctionFact['kind'] {
  switch (node.kind) {
    case SyntaxKind.MethodDeclaration:
      return 'method';
    case SyntaxKind.Constructor:
      return 'constructor';
    case SyntaxKind.GetAccessor:
      return 'getter';
    case SyntaxKind.SetAccessor:
      return 'setter';
    default:
      return 'function';
  }
}

function draftFunction(
  reading: Reading,
  node: ts.Node,
  kind: FunctionFact['kind'],
  parent: FunctionId | null,
  inClass: ClassId | null,
): Reading['functions'][number] {
  const span: Span = ts.isSourceFile(node) ? [0, node.end] : nodeSpan(reading, node);
  return {
    name: '',
    kind,
    parent,
    class: inClass,
    static: hasModifier(node, SyntaxKind.StaticKeyword),
    async: hasModifier(node, SyntaxKind.AsyncKeyword),
    generator: 'asteriskToken' in node && node.asteriskToken !== undefined,
    parameters: [],
    returnType: null,
    decorators: [],
    directives: [],
    operations: [],
    span,
    nameSpan: [span[0], span[0]],
  };
}

function declareParameter(reading: Reading, node: ts.ParameterDeclaration, id: FunctionId, scope: Scope): void {
  if (ts.isIdentifier(node.name) && node.name.text === 'this') return;
  const parameters = reading.functions[id]?.parameters ?? [];
  const index = parameters.length;
  if (ts.isIdentifier(node.name)) {
    parameters.push(declareName(reading, scope, node.name, { kind: 'parameter', statement: node, index }));
    return;
  }
  const base = declareUnwritten(reading, {
    name: `<parameter ${index}>`,
    kind: 'parameter',
    function: id,
    index,
    span: nodeSpan(reading, node.name),
    statement: nodeSpan(reading, node),
  });
  reading.declarationIds.set(node, base);
  parameters.push(base);
  declareNames(reading, scope, node.name, { kind: 'variable', statement: node });
}

function declareClass(reading: Reading, node: ts.ClassLikeDeclaration, scope: Scope, visit: Visit): void {
  const id = reading.classes.length;
  const inside = opened(reading, node, classScope(scope, id));
  reading.classIds.set(node, id);
  const span = nodeSpan(reading, node);
  reading.classes.push({
    name: node.name?.text ?? '',
    declaration: null,
    function: scope.function,
    extends: [],
    implements: [],
    decorators: [],
    fields: [],
    methods: [],
    constructorId: null,
    span,
    nameSpan: node.name === undefined ? [span[0], span[0]] : nodeSpan(reading, node.name),
  });
  if (node.name !== undefined) {
    const holder = ts.isClassDeclaration(node) ? scope : inside;
    const declaration = declareName(reading, holder, node.name, { kind: 'class', statement: node, classId: id });
    const draft = reading.classes[id];
    if (draft !== undefined) draft.declaration = declaration;
  }
  const statics = blockScope(inside);
  let initialiser: Scope | null = null;
  if (node.members.some(isInstanceInitialiser)) {
    const functionId = reading.functions.length;
    reading.functions.push(draftFunction(reading, node, 'initialiser', scope.function, id));
    initialiser = functionScope(inside, functionId);
    reading.initialisers.set(id, initialiser);
  }
  for (const member of [...node.members].reverse()) {
    if (!ts.isPropertyDeclaration(member)) visit([member], inside);
    else {
      visit([member.initializer], isInstanceInitialiser(member) && initialiser !== null ? initialiser : statics);
      visit([...(member.modifiers ?? []), member.name], statics);
    }
  }
  visit([...(node.modifiers ?? []), ...(node.heritageClauses ?? [])], blockScope(scope));
}

export function isInstanceInitialiser(member: ts.ClassElement): boolean {
  return (
    ts.isPropertyDeclaration(member) &&
    member.initializer !== undefined &&
    !hasModifier(member, SyntaxKind.StaticKeyword)
  );
}

function declareNamespace(reading: Reading, node: ts.ModuleDeclaration, scope: Scope, visit: Visit): void {
  // `declare module 'x'` and `declare global` describe code that is somewhere else.
  if (hasModifier(node, SyntaxKind.DeclareKeyword) || !ts.isIdentifier(node.name) || node.body === undefined) return;
  declareName(reading, scope, node.name, { kind: 'constant', statement: node });
  const inside = opened(reading, node, functionScope(scope, scope.function));
  if (ts.isModuleBlock(node.body)) visit(node.body.statements, inside);
  else if (ts.isModuleDeclaration(node.body)) visit([node.body], inside);
}

function declareVariables(
  reading: Reading,
  list: ts.VariableDeclarationList,
  statement: ts.Node,
  scope: Scope,
  visit: Visit,
): void {
  const constant =
    (list.flags & ts.NodeFlags.BlockScoped) !== 0 && (list.flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Let;
  const holder = (list.flags & ts.NodeFlags.BlockScoped) === 0 ? hoistingScope(scope) : scope;
  for (const declaration of list.declarations) {
    if (!declareRequired(reading, holder, declaration, statement)) {
      declareNames(reading, holder, declaration.name, { kind: constant ? 'constant' : 'variable', statement });
    }
  }
  visit(childrenOf(list), scope);
}
