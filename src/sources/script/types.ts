import type { TypeMention } from '../../facts/values.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { lookup, type Scope } from './scopes.ts';
import { unwrapped } from './syntax.ts';

/** Type arguments deeper than this say nothing that a rule asks. */
const deepestMention = 6;

/** A written type as a mention; null for shapes without a name, such as a union of several or an object type. */
export function mentionOf(node: ts.TypeNode | undefined, scope: Scope, depth = 0): TypeMention | null {
  if (node === undefined || depth > deepestMention) return null;
  const inside = (nodes: readonly ts.TypeNode[] | undefined): readonly TypeMention[] =>
    nodes === undefined ? [] : mentionsOf(nodes, scope, depth + 1);
  if (ts.isTypeReferenceNode(node)) {
    return named(entityNames(node.typeName), inside(node.typeArguments), scope);
  }
  if (ts.isExpressionWithTypeArguments(node)) {
    return named(expressionNames(node.expression), inside(node.typeArguments), scope);
  }
  if (ts.isArrayTypeNode(node)) return builtin('Array', inside([node.elementType]));
  if (ts.isTupleTypeNode(node)) return builtin('Array', []);
  if (ts.isParenthesizedTypeNode(node)) return mentionOf(node.type, scope, depth + 1);
  if (ts.isTypeOperatorNode(node)) {
    return node.operator === SyntaxKind.ReadonlyKeyword ? mentionOf(node.type, scope, depth + 1) : null;
  }
  if (ts.isUnionTypeNode(node)) {
    const present = node.types.filter((member) => !isNothing(member));
    return present.length === 1 ? mentionOf(present[0], scope, depth + 1) : null;
  }
  if (ts.isTypeLiteralNode(node)) return indexedRecord(node, inside);
  if (ts.isFunctionTypeNode(node)) return builtin('Function', []);
  const keyword = ts.tokenToString(node.kind);
  return keyword === undefined ? null : builtin(keyword, []);
}

/** The type that a name is declared with, else the one that its value says: of `new Map<string, Cart>()` it is the map's. */
export function declaredMention(
  type: ts.TypeNode | undefined,
  initializer: ts.Expression | undefined,
  scope: Scope,
): TypeMention | null {
  const made = initializer === undefined ? undefined : unwrapped(initializer);
  if (type !== undefined || made === undefined || !ts.isNewExpression(made)) return mentionOf(type, scope);
  if (made.typeArguments === undefined) return null;
  return named(expressionNames(made.expression), mentionsOf(made.typeArguments, scope), scope);
}

export function mentionsOf(nodes: readonly ts.TypeNode[], scope: Scope, depth = 0): readonly TypeMention[] {
  // An argument without a name keeps its place, so that positions stay what they are.
  return nodes.map((node) => mentionOf(node, scope, depth) ?? builtin('unknown', []));
}

/** `{ [id: string]: Session }` is what `Record<string, Session>` is. */
function indexedRecord(
  node: ts.TypeLiteralNode,
  inside: (nodes: readonly ts.TypeNode[]) => readonly TypeMention[],
): TypeMention | null {
  const only = node.members.length === 1 ? node.members[0] : undefined;
  if (only === undefined || !ts.isIndexSignatureDeclaration(only)) return null;
  const key = only.parameters[0]?.type;
  return key === undefined ? null : builtin('Record', inside([key, only.type]));
}

function isNothing(node: ts.TypeNode): boolean {
  return (
    node.kind === SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(node) && node.literal.kind === SyntaxKind.NullKeyword)
  );
}

function builtin(name: string, of: readonly TypeMention[]): TypeMention {
  return { names: [name], declaration: null, arguments: of };
}

function named(names: readonly string[], of: readonly TypeMention[], scope: Scope): TypeMention | null {
  const first = names[0];
  return first === undefined ? null : { names, declaration: lookup(scope, first), arguments: of };
}

function entityNames(name: ts.EntityName): readonly string[] {
  const names: string[] = [];
  let current = name;
  for (; ts.isQualifiedName(current); current = current.left) names.unshift(current.right.text);
  return [current.text, ...names];
}

function expressionNames(node: ts.Expression): readonly string[] {
  const names: string[] = [];
  let current = node;
  for (; ts.isPropertyAccessExpression(current); current = current.expression) names.unshift(current.name.text);
  return ts.isIdentifier(current) ? [current.text, ...names] : [];
}
