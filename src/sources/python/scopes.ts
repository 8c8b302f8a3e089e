import type { ClassId, DeclarationId, FunctionId } from '../../facts/values.ts';

/** What a name means where it is bound. */
export type Binding =
  | { readonly kind: 'declared'; readonly declaration: DeclarationId }
  /** The first parameter of a method: the object itself. */
  | { readonly kind: 'self'; readonly class: ClassId }
  /** The first parameter of a class method: the class itself. */
  | { readonly kind: 'class'; readonly class: ClassId }
  /** A name of a class's body, which is a member of the class. */
  | { readonly kind: 'member'; readonly class: ClassId };

/** One scope. Scopes are filled before anything in them is read, because a name is local wherever its function assigns it. */
export interface Scope {
  readonly parent: Scope | null;
  readonly function: FunctionId;
  /** The class whose body it is. Functions inside see through it, as the language has it. */
  readonly class: ClassId | null;
  readonly names: Map<string, Binding>;
  /** How often the scope binds each name. */
  readonly bound: Map<string, number>;
}

export function newScope(parent: Scope | null, functionId: FunctionId, classId: ClassId | null = null): Scope {
  return { parent, function: functionId, class: classId, names: new Map(), bound: new Map() };
}

/** What a name is bound to where it is used; null for a name that the file does not bind. */
export function lookup(scope: Scope, name: string): Binding | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.class !== null && at !== scope) continue;
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return null;
}

export function moduleScope(scope: Scope): Scope {
  let at = scope;
  while (at.parent !== null) at = at.parent;
  return at;
}
