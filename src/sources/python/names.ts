import type { FunctionFact } from '../../facts/code.ts';
import type { DeclarationId, Reference, ReferenceRoot } from '../../facts/values.ts';
import { declare, type Here, type Reading, textAt } from './reading.ts';
import { lookup, moduleScope, type Scope } from './scopes.ts';
import type { PythonNode } from './syntax.ts';

/** The root that a name's mention has, with the member where the name is one of a class's body. */
export function rootOf(
  reading: Reading,
  name: string,
  scope: Scope,
): { readonly root: ReferenceRoot; readonly path: readonly string[] } {
  const found = lookup(scope, name);
  switch (found?.kind) {
    case undefined:
      reading.globals.add(name);
      return { root: { kind: 'global', name }, path: [] };
    case 'declared':
      return { root: { kind: 'declared', declaration: found.declaration }, path: [] };
    case 'self':
      return { root: { kind: 'this', class: found.class }, path: [] };
    case 'class':
      return { root: classRoot(reading, found.class), path: [] };
    case 'member':
      return { root: classRoot(reading, found.class), path: [name] };
  }
}

function classRoot(reading: Reading, id: number): ReferenceRoot {
  const declaration = reading.classes[id]?.declaration ?? null;
  return declaration === null ? { kind: 'this', class: id } : { kind: 'declared', declaration };
}

/** The declaration that a name leads to; null where it is none of this file's. */
export function declarationOf(name: string, scope: Scope): DeclarationId | null {
  const found = lookup(scope, name);
  return found?.kind === 'declared' ? found.declaration : null;
}

/**
 * What a mention is called in full, through the file's imports: `os.environ.get`, `collections.deque`, `dict`. It is asked
 * for what the language itself brings; null for names that the file declares itself.
 */
export function fullName(reading: Reading, { root, path }: Pick<Reference, 'root' | 'path'>): string | null {
  if (root.kind === 'global') return [root.name, ...path].join('.');
  if (root.kind !== 'declared') return null;
  const taken = reading.imported.get(root.declaration);
  if (taken === undefined) return null;
  const own = taken.imported === '*' || taken.imported === null ? [] : [taken.imported];
  return [taken.module, ...own, ...path].join('.');
}

/** Declares a name in a scope, or gives the declaration that it has there. Names in capitals are constants (PEP 8). */
export function bind(reading: Reading, scope: Scope, node: PythonNode, statement: PythonNode): DeclarationId | null {
  const name = textAt(reading, node);
  scope.bound.set(name, (scope.bound.get(name) ?? 0) + 1);
  const known = scope.names.get(name);
  if (known !== undefined) return known.kind === 'declared' ? known.declaration : null;
  if (scope.class !== null) {
    scope.names.set(name, { kind: 'member', class: scope.class });
    return null;
  }
  const declaration = declare(reading, {
    name,
    kind: /^_*[A-Z][A-Z0-9_]*$/.test(name) ? 'constant' : 'variable',
    function: scope.function,
    span: [node.start, node.end],
    statement: [statement.start, statement.end],
  });
  scope.names.set(name, { kind: 'declared', declaration });
  return declaration;
}

/** `global count` and `nonlocal count`: the name is one of a scope around, whether or not that one has bound it yet. */
export function bindOutside(reading: Reading, scope: Scope, node: PythonNode, isGlobal: boolean): void {
  const name = textAt(reading, node);
  const outer = isGlobal ? moduleScope(scope) : scope.parent;
  const found = outer === null ? null : isGlobal ? (outer.names.get(name) ?? null) : lookup(outer, name);
  if (found !== null) scope.names.set(name, found);
  else if (outer !== null) {
    const declaration = bind(reading, outer, node, node);
    if (declaration !== null) scope.names.set(name, { kind: 'declared', declaration });
  }
}

/** Numbers a function before its body is read, so that calls may stand before it. */
export function newFunction(
  reading: Reading,
  here: Pick<Here, 'function'> | null,
  node: PythonNode,
  fact: Partial<FunctionFact> & Pick<FunctionFact, 'name' | 'kind' | 'nameSpan'>,
): number {
  reading.functions.push({
    parent: here === null ? null : here.function,
    class: null,
    static: false,
    async: false,
    generator: false,
    returnType: null,
    decorators: [],
    directives: [],
    span: [node.start, node.end],
    ...fact,
    parameters: [],
    operations: [],
  });
  return reading.functions.length - 1;
}
