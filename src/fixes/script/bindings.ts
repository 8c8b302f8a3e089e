import { ts } from 'ts-morph';

/** Names that a function or the module binds anywhere in it, functions written inside it left out. */
export function namesBoundIn(scope: ts.Node): readonly ts.Identifier[] {
  const names: ts.Identifier[] = [];
  const take = (name: ts.BindingName | undefined): void => {
    if (name === undefined) return;
    if (ts.isIdentifier(name)) names.push(name);
    else for (const element of name.elements) if (ts.isBindingElement(element)) take(element.name);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) || ts.isParameter(node)) take(node.name);
    else if (isNamed(node)) take(node.name);
    if (node !== scope && (ts.isFunctionLike(node) || ts.isClassLike(node))) return;
    ts.forEachChild(node, visit);
  };
  // A function's own name is known around it; what it binds is known inside.
  if (ts.isFunctionExpression(scope) || ts.isClassExpression(scope)) take(scope.name);
  ts.forEachChild(scope, visit);
  return names;
}

type Named = ts.Node & { readonly name?: ts.Identifier };

function isNamed(node: ts.Node): node is Named {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isImportClause(node) ||
    ts.isNamespaceImport(node) ||
    ts.isImportSpecifier(node) ||
    (ts.isImportEqualsDeclaration(node) && ts.isIdentifier(node.name)) ||
    (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name))
  );
}

/** Names that a piece of code mentions; keys and members behind a dot are none. */
export function mentionsIn(root: ts.Node): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMemberName(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node) ||
    ((ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) && parent.name === node)
  );
}

export function ancestor<T extends ts.Node>(node: ts.Node, matches: (node: ts.Node) => node is T): T | undefined {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) if (matches(at)) return at;
  return undefined;
}

/** Functions and classes around a node, the innermost first. */
export function scopesAround(node: ts.Node): readonly ts.Node[] {
  const scopes: ts.Node[] = [];
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isClassLike(at) || ts.isModuleBlock(at)) scopes.push(at);
  }
  return scopes;
}

/** The statement of the module that a node stands in. */
export function topStatement(source: ts.SourceFile, node: ts.Node): ts.Node {
  let top = node;
  while (top.parent !== undefined && top.parent !== source) top = top.parent;
  return top;
}
