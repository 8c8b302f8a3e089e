import type { ImportFact } from '../../facts/code.ts';
import type { DeclarationId } from '../../facts/values.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { type Declared, declareName } from './names.ts';
import { declareUnwritten, type Here, nodeSpan, type Reading } from './reading.ts';
import { lookup, type Scope } from './scopes.ts';
import { plainText, unwrapped } from './syntax.ts';

/** `import a, { b } from 'c'`, in the first pass. */
export function declareImport(reading: Reading, node: ts.ImportDeclaration, scope: Scope): void {
  const module = plainText(node.moduleSpecifier);
  if (module === null) return;
  const clause = node.importClause;
  const typeOnly = clause?.phaseModifier === SyntaxKind.TypeKeyword;
  const span = nodeSpan(reading, node.moduleSpecifier);
  const take = (imported: string, name: ts.Identifier, only: boolean): void => {
    const declaration = declareName(reading, scope, name, { kind: 'import', statement: node });
    reading.imports.push({ module, form: 'import', imported, declaration, typeOnly: only, span });
  };
  const before = reading.imports.length;
  if (clause?.name !== undefined) take('default', clause.name, typeOnly);
  const bindings = clause?.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) take('*', bindings.name, typeOnly);
  else if (bindings !== undefined) {
    for (const element of bindings.elements) {
      take((element.propertyName ?? element.name).text, element.name, typeOnly || element.isTypeOnly);
    }
  }
  if (reading.imports.length === before) {
    reading.imports.push({ module, form: 'import', imported: null, declaration: null, typeOnly, span });
  }
}

/** `import a = require('b')`; `import a = b.c` renames a name of the file and is no import. */
export function declareImportEquals(reading: Reading, node: ts.ImportEqualsDeclaration, scope: Scope): void {
  const module = ts.isExternalModuleReference(node.moduleReference) ? plainText(node.moduleReference.expression) : null;
  const kind = module === null ? 'constant' : 'import';
  const declaration = declareName(reading, scope, node.name, { kind, statement: node });
  if (module === null) return;
  const span = nodeSpan(reading, node.moduleReference);
  reading.imports.push({ module, form: 'require', imported: '*', declaration, typeOnly: node.isTypeOnly, span });
}

/**
 * `const a = require('b')`, `const { a } = require('b')`, `const a = require('b').c` and the same with `await import('b')`,
 * in the first pass. False for every other variable, and for patterns that an import cannot say.
 */
export function declareRequired(
  reading: Reading,
  scope: Scope,
  { name, initializer }: ts.VariableDeclaration,
  statement: ts.Node,
): boolean {
  const request = initializer === undefined ? null : requestOf(reading, scope, initializer);
  if (request === null) return noteRequire(reading, scope, name, initializer, statement);
  const { module, form, path, span } = request;
  const declared: Declared = { kind: 'import', statement };
  const take = (imported: string, local: ts.Identifier): void => {
    const declaration = declareName(reading, scope, local, declared);
    reading.imports.push({ module, form, imported, declaration, typeOnly: false, span });
  };
  if (ts.isIdentifier(name)) {
    if (path.length > 1) return false;
    take(path[0] ?? '*', name);
    return true;
  }
  if (path.length > 0 || !ts.isObjectBindingPattern(name) || name.elements.length === 0) return false;
  if (!name.elements.every(isPlainElement)) return false;
  for (const element of name.elements) {
    const key = element.propertyName ?? element.name;
    if (ts.isIdentifier(element.name) && (ts.isIdentifier(key) || ts.isStringLiteral(key)))
      take(key.text, element.name);
  }
  return true;
}

function isPlainElement({ name, propertyName, initializer, dotDotDotToken }: ts.BindingElement): boolean {
  const plainKey = propertyName === undefined || ts.isIdentifier(propertyName) || ts.isStringLiteral(propertyName);
  return ts.isIdentifier(name) && plainKey && initializer === undefined && dotDotDotToken === undefined;
}

/** `const require = createRequire(import.meta.url)` makes a name that requires as the global one does. */
function noteRequire(
  reading: Reading,
  scope: Scope,
  name: ts.BindingName,
  initializer: ts.Expression | undefined,
  statement: ts.Node,
): boolean {
  if (initializer === undefined || !ts.isIdentifier(name) || !ts.isCallExpression(initializer)) return false;
  const callee = initializer.expression;
  const called = ts.isIdentifier(callee) ? callee.text : ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
  if (called !== 'createRequire') return false;
  reading.requires.add(declareName(reading, scope, name, { kind: 'constant', statement }));
  return true;
}

interface ModuleRequest extends Pick<ImportFact, 'module' | 'form' | 'span'> {
  /** Members taken from the module in the same expression: `require('a').b`. */
  readonly path: readonly string[];
}

function requestOf(reading: Reading, scope: Scope, expression: ts.Expression): ModuleRequest | null {
  const path: string[] = [];
  let node = unwrapped(expression);
  let awaited = false;
  for (;;) {
    if (ts.isPropertyAccessExpression(node) && !awaited) path.unshift(node.name.text);
    else if (ts.isAwaitExpression(node)) awaited = true;
    else break;
    node = unwrapped(node.expression);
  }
  const request = ts.isCallExpression(node) ? moduleCallOf(reading, scope, node) : null;
  // What `import()` gives without `await` is a promise, not the module.
  return request === null || (request.form === 'dynamic' && !awaited) ? null : { ...request, path };
}

/** The module that `require(…)` or `import(…)` asks for, as it is written; parts that are not literal become `*`. */
function moduleCallOf(
  reading: Reading,
  scope: Scope,
  node: ts.CallExpression,
): Pick<ImportFact, 'module' | 'form' | 'span'> | null {
  const form = formOf(reading, scope, node.expression);
  const asked = node.arguments[0];
  if (form === null || asked === undefined) return null;
  return { module: moduleText(unwrapped(asked)), form, span: nodeSpan(reading, asked) };
}

function formOf(reading: Reading, scope: Scope, callee: ts.Expression): 'require' | 'dynamic' | null {
  if (callee.kind === SyntaxKind.ImportKeyword) return 'dynamic';
  if (!ts.isIdentifier(callee)) return null;
  const bound = lookup(scope, callee.text);
  const requires = bound === null ? callee.text === 'require' : reading.requires.has(bound);
  return requires ? 'require' : null;
}

function moduleText(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map((span) => `*${span.literal.text}`).join('');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.PlusToken) {
    // Only the last steps are looked at: a longer sum is as unknown as a name.
    const left = ts.isStringLiteralLike(node.left) ? node.left.text : '*';
    return left + (plainText(node.right) ?? '*');
  }
  return '*';
}

/** The declaration that stands for what a `require` or `import()` in an expression gives; null for every other call. */
export function requiredModule(reading: Reading, node: ts.CallExpression, here: Here): DeclarationId | null {
  const request = moduleCallOf(reading, here.scope, node);
  if (request === null) return null;
  const declaration = declareUnwritten(reading, {
    name: `<${request.form === 'dynamic' ? 'import' : 'require'}:${request.module}>`,
    kind: 'import',
    function: here.function,
    index: null,
    span: request.span,
    statement: nodeSpan(reading, node),
  });
  reading.imports.push({ ...request, imported: '*', declaration, typeOnly: false });
  return declaration;
}

/** `require('./tracing')` and `await import('./tracing')` as statements, which import for the effect alone. */
export function readBareImport(reading: Reading, expression: ts.Expression, here: Here): boolean {
  const inner = unwrapped(expression);
  const node = ts.isAwaitExpression(inner) ? unwrapped(inner.expression) : inner;
  const request = ts.isCallExpression(node) ? moduleCallOf(reading, here.scope, node) : null;
  if (request === null) return false;
  reading.imports.push({ ...request, imported: null, declaration: null, typeOnly: false });
  return true;
}
