import { applyEdits, type TextEdit } from '../../text/edits.ts';
import type { TopStatement } from '../../text/top-statement.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { parseScript } from './syntax.ts';

/** The statements of a text in their order; those of remarks alone are none. Throws where the text does not parse. */
export function topStatements(path: string, text: string): readonly TopStatement[] {
  const { source } = parseScript(path, text);
  return source.statements.map((statement) => ({
    span: [statement.getStart(source), statement.end],
    names: namesOf(statement),
  }));
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundBy(name));
  }
  if (ts.isImportDeclaration(statement)) return importedBy(statement);
  // Functions, classes, types and enumerations carry their one name in the same place; what only does something has none.
  const name = 'name' in statement ? (statement.name as ts.Node | undefined) : undefined;
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}

function boundBy(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundBy(element.name) : []));
}

function importedBy({ importClause }: ts.ImportDeclaration): readonly string[] {
  const { name, namedBindings } = importClause ?? {};
  const members =
    namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings.name.text]
        : namedBindings.elements.map((element) => element.name.text);
  return [...(name === undefined ? [] : [name.text]), ...members];
}

/** A text with other words for some of its names, wherever they are written as names; properties keep theirs. */
export function withNames(path: string, text: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return text;
  const { source } = parseScript(path, text, 'parents');
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    const name = ts.isIdentifier(node) ? names.get(node.text) : undefined;
    if (name !== undefined) edits.push(...renaming(node as ts.Identifier, name, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return applyEdits(text, edits);
}

function renaming(node: ts.Identifier, name: string, source: ts.SourceFile): readonly TextEdit[] {
  const { parent } = node;
  const here = (text: string): readonly TextEdit[] => [{ span: [node.getStart(source), node.end], text }];
  // What is written once stands for a property and for a name.
  if (ts.isShorthandPropertyAssignment(parent)) return here(`${node.text}: ${name}`);
  if (ts.isBindingElement(parent)) {
    if (parent.propertyName === node) return [];
    const isShort = parent.propertyName === undefined && parent.dotDotDotToken === undefined;
    if (isShort && parent.name === node && ts.isObjectBindingPattern(parent.parent))
      return here(`${node.text}: ${name}`);
  }
  return isProperty(node, parent) ? [] : here(name);
}

function isProperty(node: ts.Identifier, parent: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return membersWithNames.has(parent.kind) && 'name' in parent && parent.name === node;
}

const membersWithNames: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.PropertyAssignment,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.PropertySignature,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.MethodSignature,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
  SyntaxKind.EnumMember,
]);
