import type { ExportFact } from '../../facts/code.ts';
import type { Reference, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { type Here, nodeSpan, type Reading } from './reading.ts';
import { lookup } from './scopes.ts';
import { hasModifier, plainText } from './syntax.ts';

/** `export { a as b }`, `export * from './c'`; types leave no trace at run time and are dropped. */
export function readExportDeclaration(reading: Reading, node: ts.ExportDeclaration, here: Here): void {
  if (node.isTypeOnly) return;
  const module = plainText(node.moduleSpecifier);
  const clause = node.exportClause;
  if (module === null) {
    if (clause !== undefined && ts.isNamedExports(clause)) {
      for (const element of clause.elements) exportLocally(reading, element, here);
    }
    return;
  }
  const span = nodeSpan(reading, node.moduleSpecifier ?? node);
  const before = reading.exports.length;
  if (clause === undefined) reading.exports.push({ kind: 'star', module, span });
  else if (ts.isNamespaceExport(clause)) {
    reading.exports.push({ kind: 'from', name: clause.name.text, imported: '*', module, span });
  } else {
    for (const element of clause.elements) {
      if (element.isTypeOnly) continue;
      const imported = (element.propertyName ?? element.name).text;
      reading.exports.push({ kind: 'from', name: element.name.text, imported, module, span });
    }
  }
  // `export {} from './a'` still runs the module.
  if (reading.exports.length === before && clause !== undefined && ts.isNamedExports(clause)) {
    const typeOnly = clause.elements.length > 0;
    reading.imports.push({ module, form: 'import', imported: null, declaration: null, typeOnly, span });
  }
}

function exportLocally(reading: Reading, element: ts.ExportSpecifier, here: Here): void {
  const own = element.propertyName ?? element.name;
  const declaration = element.isTypeOnly ? null : lookup(here.scope, own.text);
  // A name that is not declared here as a value is a type.
  if (declaration === null) return;
  exportName(reading, element.name.text, declaration, nodeSpan(reading, element.name));
}

function exportName(reading: Reading, name: string, declaration: number, span: Span): void {
  const reference: Reference = { root: { kind: 'declared', declaration }, path: [], span };
  reading.exports.push({ kind: 'local', name, value: { kind: 'reference', reference, span }, span });
}

/** `export default expression` and `export = expression`. */
export function readExportAssignment(reading: Reading, node: ts.ExportAssignment, here: Here): void {
  const value = reading.parts.value(reading, node.expression, here);
  const span = nodeSpan(reading, node.expression);
  if (node.isExportEquals === true) exportWhole(reading, value, span);
  else reading.exports.push({ kind: 'local', name: 'default', value, span });
}

/** The names that an `export` in front of a declaration gives to others. */
export function readExportedDeclaration(reading: Reading, node: ts.Statement): void {
  if (!hasModifier(node, SyntaxKind.ExportKeyword) || hasModifier(node, SyntaxKind.DeclareKeyword)) return;
  const asDefault = hasModifier(node, SyntaxKind.DefaultKeyword);
  if (ts.isVariableStatement(node)) {
    for (const { name } of node.declarationList.declarations) exportPattern(reading, name);
  } else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
    if (node.name !== undefined) exportBinding(reading, node.name, asDefault ? 'default' : node.name.text);
    else exportNameless(reading, node);
  } else if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) {
    exportBinding(reading, node.name, node.name.text);
  } else if (ts.isImportEqualsDeclaration(node)) exportBinding(reading, node.name, node.name.text);
}

function exportPattern(reading: Reading, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) exportBinding(reading, name, name.text);
  else for (const element of name.elements) if (ts.isBindingElement(element)) exportPattern(reading, element.name);
}

function exportBinding(reading: Reading, name: ts.Identifier, as: string): void {
  const declaration = reading.declarationIds.get(name);
  if (declaration !== undefined) exportName(reading, as, declaration, nodeSpan(reading, name));
}

function exportNameless(reading: Reading, node: ts.Node): void {
  const span = nodeSpan(reading, node);
  const functionId = reading.functionIds.get(node);
  const classId = reading.classIds.get(node);
  if (functionId !== undefined) {
    reading.exports.push({
      kind: 'local',
      name: 'default',
      value: { kind: 'function', function: functionId, span },
      span,
    });
  } else if (classId !== undefined) {
    reading.exports.push({ kind: 'local', name: 'default', value: { kind: 'class', class: classId, span }, span });
  }
}

/** `module.exports = a`, `module.exports.a = b` and `exports.a = b`, as far as the file does not bind those names itself. */
export function noteExport(reading: Reading, target: Reference, value: Value): void {
  const path = exportedPath(target);
  // Compilers announce names with `exports.a = void 0` before they give them a value.
  if (path === null || (value.kind === 'literal' && value.value === null)) return;
  const name = path[0];
  if (name === undefined) exportWhole(reading, value, target.span);
  else if (path.length === 1) reading.exports.push({ kind: 'local', name, value, span: target.span });
}

function exportedPath({ root, path }: Reference): readonly string[] | null {
  if (root.kind !== 'global') return null;
  if (root.name === 'module' && path[0] === 'exports') return path.slice(1);
  return root.name === 'exports' && path.length > 0 ? path : null;
}

/** A module that is one value; the properties of an object are names that others can import as well. */
function exportWhole(reading: Reading, value: Value, span: Span): void {
  reading.exports.push({ kind: 'local', name: '*', value, span });
  if (value.kind !== 'object') return;
  const named = value.properties.filter(({ key }) => key !== '*');
  reading.exports.push(
    ...named.map(
      (property): ExportFact => ({ kind: 'local', name: property.key, value: property.value, span: property.span }),
    ),
  );
}

/** `Object.assign(exports, require('./a'))` and `__exportStar(require('./a'), exports)` export all that the module does. */
export function noteStarExport(reading: Reading, value: Value): void {
  const call = value.kind === 'call' ? reading.calls[value.call] : undefined;
  if (call === undefined || !copiesMembers(reading, call.callee)) return;
  const given = call.arguments.flatMap((one) => (one.kind === 'reference' ? one.reference : []));
  if (!given.some(isExports)) return;
  for (const reference of given) {
    const module = moduleOf(reading, reference);
    if (module !== null) reading.exports.push({ kind: 'star', module, span: reference.span });
  }
}

function copiesMembers(reading: Reading, { root, path }: Reference): boolean {
  if (root.kind === 'global') {
    return root.name === '__exportStar' || (root.name === 'Object' && path.length === 1 && path[0] === 'assign');
  }
  if (root.kind !== 'declared') return false;
  return (path.at(-1) ?? reading.declarations[root.declaration]?.name) === '__exportStar';
}

function isExports({ root, path }: Reference): boolean {
  if (root.kind !== 'global') return false;
  return root.name === 'exports' ? path.length === 0 : root.name === 'module' && path[0] === 'exports';
}

function moduleOf(reading: Reading, { root, path }: Reference): string | null {
  if (root.kind !== 'declared' || path.length > 0) return null;
  return reading.imports.find(({ declaration }) => declaration === root.declaration)?.module ?? null;
}
