import { ts as compiler } from 'ts-morph';

/*
 * What readers use of the compiler, each part by its own name. The compiler itself gives its parts through accessors of
 * an object with thousands of them, which at a dozen questions a node is a tenth of all reading; a bundler makes direct
 * calls of these. It enters the readers through this file alone, so that another parser could take its place.
 */

export const {
  canHaveDecorators,
  canHaveModifiers,
  createSourceFile,
  flattenDiagnosticMessageText,
  forEachChild,
  isArrayBindingPattern,
  isArrayLiteralExpression,
  isArrayTypeNode,
  isArrowFunction,
  isAsExpression,
  isAwaitExpression,
  isBinaryExpression,
  isBindingElement,
  isBlock,
  isCallExpression,
  isCaseClause,
  isClassDeclaration,
  isClassStaticBlockDeclaration,
  isComputedPropertyName,
  isConditionalExpression,
  isConstructorDeclaration,
  isDecorator,
  isElementAccessExpression,
  isEnumDeclaration,
  isExportAssignment,
  isExportDeclaration,
  isExpressionStatement,
  isExpressionWithTypeArguments,
  isExternalModuleReference,
  isFunctionDeclaration,
  isFunctionExpression,
  isFunctionTypeNode,
  isIdentifier,
  isIfStatement,
  isImportDeclaration,
  isImportEqualsDeclaration,
  isIndexSignatureDeclaration,
  isJsxElement,
  isJsxExpression,
  isJsxSelfClosingElement,
  isJsxSpreadAttribute,
  isJsxText,
  isLiteralTypeNode,
  isMetaProperty,
  isModuleBlock,
  isModuleDeclaration,
  isNamedExports,
  isNamespaceExport,
  isNamespaceImport,
  isNewExpression,
  isNonNullExpression,
  isNumericLiteral,
  isObjectBindingPattern,
  isObjectLiteralExpression,
  isOmittedExpression,
  isParameter,
  isParenthesizedExpression,
  isParenthesizedTypeNode,
  isPrivateIdentifier,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isPropertyDeclaration,
  isPropertyName,
  isQualifiedName,
  isSatisfiesExpression,
  isShorthandPropertyAssignment,
  isSourceFile,
  isSpreadAssignment,
  isSpreadElement,
  isStringLiteral,
  isStringLiteralLike,
  isTaggedTemplateExpression,
  isTemplateExpression,
  isTupleTypeNode,
  isTypeAssertionExpression,
  isTypeLiteralNode,
  isTypeNode,
  isTypeOperatorNode,
  isTypeReferenceNode,
  isUnionTypeNode,
  isVariableDeclarationList,
  isVariableStatement,
  JSDocParsingMode,
  NodeFlags,
  ScriptKind,
  ScriptTarget,
  SyntaxKind,
  tokenToString,
} = compiler;

export type ArrayBindingElement = compiler.ArrayBindingElement;
export type ArrayLiteralExpression = compiler.ArrayLiteralExpression;
export type ArrowFunction = compiler.ArrowFunction;
export type AsExpression = compiler.AsExpression;
export type AwaitExpression = compiler.AwaitExpression;
export type BinaryExpression = compiler.BinaryExpression;
export type BindingElement = compiler.BindingElement;
export type BindingName = compiler.BindingName;
export type Block = compiler.Block;
export type CallExpression = compiler.CallExpression;
export type CatchClause = compiler.CatchClause;
export type ClassDeclaration = compiler.ClassDeclaration;
export type ClassElement = compiler.ClassElement;
export type ClassExpression = compiler.ClassExpression;
export type ClassLikeDeclaration = compiler.ClassLikeDeclaration;
export type ClassStaticBlockDeclaration = compiler.ClassStaticBlockDeclaration;
export type ConditionalExpression = compiler.ConditionalExpression;
export type ConstructorDeclaration = compiler.ConstructorDeclaration;
export type DeleteExpression = compiler.DeleteExpression;
export type DiagnosticWithLocation = compiler.DiagnosticWithLocation;
export type DoStatement = compiler.DoStatement;
export type ElementAccessExpression = compiler.ElementAccessExpression;
export type EntityName = compiler.EntityName;
export type EnumDeclaration = compiler.EnumDeclaration;
export type ExportAssignment = compiler.ExportAssignment;
export type ExportDeclaration = compiler.ExportDeclaration;
export type ExportSpecifier = compiler.ExportSpecifier;
export type Expression = compiler.Expression;
export type ExpressionStatement = compiler.ExpressionStatement;
export type ExpressionWithTypeArguments = compiler.ExpressionWithTypeArguments;
export type ForInStatement = compiler.ForInStatement;
export type ForInitializer = compiler.ForInitializer;
export type ForOfStatement = compiler.ForOfStatement;
export type ForStatement = compiler.ForStatement;
export type FunctionDeclaration = compiler.FunctionDeclaration;
export type FunctionExpression = compiler.FunctionExpression;
export type GetAccessorDeclaration = compiler.GetAccessorDeclaration;
export type Identifier = compiler.Identifier;
export type IfStatement = compiler.IfStatement;
export type ImportDeclaration = compiler.ImportDeclaration;
export type ImportEqualsDeclaration = compiler.ImportEqualsDeclaration;
export type JSDocParsingMode = compiler.JSDocParsingMode;
export type JsxAttributeLike = compiler.JsxAttributeLike;
export type JsxElement = compiler.JsxElement;
export type JsxExpression = compiler.JsxExpression;
export type JsxFragment = compiler.JsxFragment;
export type JsxSelfClosingElement = compiler.JsxSelfClosingElement;
export type LabeledStatement = compiler.LabeledStatement;
export type LiteralExpression = compiler.LiteralExpression;
export type MetaProperty = compiler.MetaProperty;
export type MethodDeclaration = compiler.MethodDeclaration;
export type ModifierLike = compiler.ModifierLike;
export type ModuleDeclaration = compiler.ModuleDeclaration;
export type NewExpression = compiler.NewExpression;
export type Node = compiler.Node;
export type NodeArray<Item extends compiler.Node> = compiler.NodeArray<Item>;
export type NodeFlags = compiler.NodeFlags;
export type NonNullExpression = compiler.NonNullExpression;
export type ObjectLiteralElementLike = compiler.ObjectLiteralElementLike;
export type ObjectLiteralExpression = compiler.ObjectLiteralExpression;
export type ParameterDeclaration = compiler.ParameterDeclaration;
export type ParenthesizedExpression = compiler.ParenthesizedExpression;
export type PostfixUnaryExpression = compiler.PostfixUnaryExpression;
export type PrefixUnaryExpression = compiler.PrefixUnaryExpression;
export type PropertyAccessExpression = compiler.PropertyAccessExpression;
export type PropertyDeclaration = compiler.PropertyDeclaration;
export type PropertyName = compiler.PropertyName;
export type ReturnStatement = compiler.ReturnStatement;
export type SatisfiesExpression = compiler.SatisfiesExpression;
export type ScriptKind = compiler.ScriptKind;
export type ScriptTarget = compiler.ScriptTarget;
export type SetAccessorDeclaration = compiler.SetAccessorDeclaration;
export type SourceFile = compiler.SourceFile;
export type SpreadAssignment = compiler.SpreadAssignment;
export type Statement = compiler.Statement;
export type SwitchStatement = compiler.SwitchStatement;
export type SyntaxKind = compiler.SyntaxKind;
export type TaggedTemplateExpression = compiler.TaggedTemplateExpression;
export type TemplateExpression = compiler.TemplateExpression;
export type TemplateLiteralLikeNode = compiler.TemplateLiteralLikeNode;
export type ThrowStatement = compiler.ThrowStatement;
export type TryStatement = compiler.TryStatement;
export type TypeAssertion = compiler.TypeAssertion;
export type TypeLiteralNode = compiler.TypeLiteralNode;
export type TypeNode = compiler.TypeNode;
export type TypeOfExpression = compiler.TypeOfExpression;
export type VariableDeclaration = compiler.VariableDeclaration;
export type VariableDeclarationList = compiler.VariableDeclarationList;
export type VariableStatement = compiler.VariableStatement;
export type VoidExpression = compiler.VoidExpression;
export type WhileStatement = compiler.WhileStatement;
export type WithStatement = compiler.WithStatement;
export type YieldExpression = compiler.YieldExpression;
