import type { DeclarationFact } from '../../facts/code.ts';
import type { DeclarationId } from '../../facts/values.ts';
import * as ts from './compiler.ts';
import { nodeSpan, type Reading } from './reading.ts';
import type { Scope } from './scopes.ts';

/** What a declaration is besides its name. `statement` is the node that an edit may move. */
export type Declared = Partial<Pick<DeclarationFact, 'functionId' | 'classId' | 'index'>> & {
  readonly kind: DeclarationFact['kind'];
  readonly statement: ts.Node;
};

/** Files a name under a scope. A name declared twice, as `var` allows, stays one declaration; a function gives it its body. */
export function declareName(reading: Reading, scope: Scope, name: ts.Identifier, declared: Declared): DeclarationId {
  const known = scope.names.get(name.text);
  const draft = known === undefined ? undefined : reading.declarations[known];
  if (known !== undefined && draft !== undefined) {
    reading.declarationIds.set(name, known);
    if (declared.functionId !== undefined) draft.functionId = declared.functionId;
    if (declared.classId !== undefined) draft.classId = declared.classId;
    return known;
  }
  const { statement, ...rest } = declared;
  reading.declarations.push({
    name: name.text,
    function: scope.function,
    initial: null,
    type: null,
    functionId: null,
    classId: null,
    index: null,
    ...rest,
    span: nodeSpan(reading, name),
    statement: nodeSpan(reading, statement),
  });
  const id = reading.declarations.length - 1;
  reading.declarationIds.set(name, id);
  scope.names.set(name.text, id);
  return id;
}

/** Declares every name of a pattern, however deep. */
export function declareNames(reading: Reading, scope: Scope, name: ts.BindingName, declared: Declared): void {
  const pending: ts.BindingName[] = [name];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (ts.isIdentifier(next)) declareName(reading, scope, next, declared);
    else {
      for (const element of [...next.elements].reverse()) if (ts.isBindingElement(element)) pending.push(element.name);
    }
  }
}
