import type { DeclarationId } from '../../facts/values.ts';
import { bind } from './names.ts';
import { declare, type Reading, textAt } from './reading.ts';
import type { Scope } from './scopes.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';

/** `import a.b as c`, `from .a import b as c`, `from a import *`. */
export function bindImports(reading: Reading, scope: Scope, node: PythonNode, typeOnly: boolean): void {
  if (node.kind === 'future_import_statement') return;
  const from = part(node, 'module_name');
  const taken = node.children.filter(({ field, named }) => named && field === 'name');
  if (node.kind === 'import_statement') {
    for (const name of taken) bindModule(reading, scope, node, name, typeOnly);
    return;
  }
  if (from === undefined) return;
  const module = textAt(reading, from).replaceAll(/\s/g, '');
  const span = spanOf(from);
  if (node.children.some(({ kind }) => kind === 'wildcard_import')) {
    reading.exports.push({ kind: 'star', module, span });
    return;
  }
  for (const name of taken) {
    const { original, alias } = namesOf(name);
    if (original === undefined) continue;
    const imported = textAt(reading, original);
    add(reading, { module, imported, declaration: bindName(reading, scope, alias, node), typeOnly, span });
  }
}

function bindModule(reading: Reading, scope: Scope, node: PythonNode, name: PythonNode, typeOnly: boolean): void {
  const { original, alias } = namesOf(name);
  if (original === undefined || alias === undefined) return;
  const module = textAt(reading, original).replaceAll(/\s/g, '');
  const span = spanOf(original);
  const names = members(original);
  const [first] = names;
  if (alias !== original || names.length === 1) {
    const bound = alias === original ? (first ?? alias) : alias;
    const declaration = bindName(reading, scope, bound, node);
    add(reading, { module, imported: '*', declaration, typeOnly, span });
    return;
  }
  // `import a.b.c` binds `a`; what is written behind `a.b.c` is a member of the module, which the text gives no name.
  if (first === undefined) return;
  const outer = bindName(reading, scope, first, node);
  add(reading, { module: textAt(reading, first), imported: '*', declaration: outer, typeOnly, span });
  const declared = { kind: 'import', function: scope.function, span, statement: spanOf(node) } as const;
  const hidden = reading.dotted.get(module) ?? declare(reading, { ...declared, name: `<import:${module}>` });
  reading.dotted.set(module, hidden);
  add(reading, { module, imported: '*', declaration: hidden, typeOnly, span });
}

function namesOf(node: PythonNode): {
  readonly original: PythonNode | undefined;
  readonly alias: PythonNode | undefined;
} {
  if (node.kind !== 'aliased_import') return { original: node, alias: node };
  return { original: part(node, 'name'), alias: part(node, 'alias') };
}

function bindName(
  reading: Reading,
  scope: Scope,
  node: PythonNode | undefined,
  statement: PythonNode,
): DeclarationId | null {
  if (node === undefined) return null;
  const declaration = bind(reading, scope, node.kind === 'dotted_name' ? (members(node)[0] ?? node) : node, statement);
  const draft = declaration === null ? undefined : reading.declarations[declaration];
  // A name that was a value before may be either: `try: import fast` and `except ImportError: fast = None`.
  if (draft !== undefined && draft.functionId === null && draft.classId === null) draft.kind = 'import';
  return declaration;
}

function add(reading: Reading, fact: Omit<Reading['imports'][number], 'form'>): void {
  const whole = { form: 'import', ...fact } as const;
  reading.imports.push(whole);
  if (fact.declaration !== null && !reading.imported.has(fact.declaration)) {
    reading.imported.set(fact.declaration, whole);
  }
}
