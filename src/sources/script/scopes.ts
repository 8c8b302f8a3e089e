import type { ClassId, DeclarationId, FunctionId } from '../../facts/values.ts';

/** One lexical scope. Scopes are filled before anything is resolved, so that a use may stand before its declaration. */
export interface Scope {
  readonly parent: Scope | null;
  /** Whether `var` lands here: true for functions, the module and static blocks. */
  readonly hoists: boolean;
  readonly function: FunctionId;
  /** The class whose body this scope is. */
  readonly class: ClassId | null;
  readonly names: Map<string, DeclarationId>;
}

export function functionScope(parent: Scope | null, id: FunctionId): Scope {
  return { parent, hoists: true, function: id, class: null, names: new Map() };
}

export function blockScope(parent: Scope): Scope {
  return { parent, hoists: false, function: parent.function, class: null, names: new Map() };
}

export function classScope(parent: Scope, id: ClassId): Scope {
  return { parent, hoists: false, function: parent.function, class: id, names: new Map() };
}

/** The scope that `var` declarations inside `scope` belong to. */
export function hoistingScope(scope: Scope): Scope {
  let current = scope;
  while (!current.hoists && current.parent !== null) current = current.parent;
  return current;
}

/** What a name is bound to where it is used; null for a name that the file does not bind. */
export function lookup(scope: Scope, name: string): DeclarationId | null {
  for (let current: Scope | null = scope; current !== null; current = current.parent) {
    const found = current.names.get(name);
    if (found !== undefined) return found;
  }
  return null;
}
