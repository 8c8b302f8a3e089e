import type { TypeMention, Value } from '../../facts/values.ts';
import { assignTo } from './assignments.ts';
import { recordIteration } from './calls.ts';
import { referenceTo } from './chains.ts';
import * as ts from './compiler.ts';
import { isEnvironment } from './environment.ts';
import { bindPattern, elementOf } from './patterns.ts';
import { bindName, circumstances, type Here, nodeSpan, type Reading, record } from './reading.ts';
import { lookup } from './scopes.ts';
import { unwrapped } from './syntax.ts';
import { declaredMention } from './types.ts';

/** Evaluates what variables start with and gives it to their names. */
export function readVariables(reading: Reading, list: ts.VariableDeclarationList, here: Here): void {
  for (const { name, type, initializer } of list.declarations) {
    noteType(reading, name, declaredMention(type, initializer, here.scope));
    if (initializer === undefined || isRequired(reading, name)) continue;
    if (ts.isIdentifier(name)) bindName(reading, unwrapped(initializer), name);
    const value = reading.parts.value(reading, initializer, here);
    bindPattern(reading, name, value, here);
    noteEnvironment(reading, name, value);
  }
}

function noteType(reading: Reading, name: ts.BindingName, type: TypeMention | null): void {
  const declaration = reading.declarationIds.get(name);
  const draft = declaration === undefined ? undefined : reading.declarations[declaration];
  if (draft !== undefined && type !== null) draft.type = type;
}

/** Whether the first pass has made imports of this variable's names. */
function isRequired(reading: Reading, name: ts.BindingName): boolean {
  const elements: readonly ts.ArrayBindingElement[] = ts.isIdentifier(name) ? [] : name.elements;
  const first = ts.isIdentifier(name) ? name : elements.find(ts.isBindingElement)?.name;
  const declaration = first === undefined ? undefined : reading.declarationIds.get(first);
  const draft = declaration === undefined ? undefined : reading.declarations[declaration];
  return draft?.kind === 'import' && first !== undefined && draft.span[0] === nodeSpan(reading, first)[0];
}

/** `const env = process.env` makes another name for the environment. */
function noteEnvironment(reading: Reading, name: ts.BindingName, value: Value): void {
  if (value.kind !== 'reference' || !isEnvironment(reading, value.reference.root, value.reference.path)) return;
  const declaration = reading.declarationIds.get(name);
  if (declaration !== undefined) reading.environments.add(declaration);
}

/** `import Order = shop.Order` is another name for a member. */
export function readAlias(reading: Reading, { name, moduleReference }: ts.ImportEqualsDeclaration, here: Here): void {
  if (ts.isExternalModuleReference(moduleReference)) return;
  const path: string[] = [];
  let first = moduleReference;
  for (; ts.isQualifiedName(first); first = first.left) path.unshift(first.right.text);
  const declaration = lookup(here.scope, first.text);
  const root =
    declaration === null
      ? ({ kind: 'global', name: first.text } as const)
      : ({ kind: 'declared', declaration } as const);
  const span = nodeSpan(reading, moduleReference);
  bindPattern(reading, name, { kind: 'reference', reference: { root, path, span }, span }, here);
}

/** `for (const order of orders)`: each name holds an element of what is gone through. Gives where the body stands. */
export function readForOf(reading: Reading, node: ts.ForOfStatement, here: Here): Here {
  const through = reading.parts.value(reading, node.expression, here);
  if (node.awaitModifier === undefined) recordIteration(reading, through, here);
  else if (through.kind === 'reference') {
    const step = { kind: 'container', access: 'iterate', target: through.reference } as const;
    const nothing = { key: null, value: null, method: null, call: null };
    record(reading, here, { ...step, ...nothing, ...circumstances(here, through.span, true) });
  }
  const element = elementOf(referenceTo(through), through.span);
  const over = [...(here.over ?? []), through];
  return takeEach(reading, node.initializer, element, { ...here, inLoop: true, over });
}

/** `for (const id in carts)` goes through the keys. */
export function readForIn(reading: Reading, node: ts.ForInStatement, here: Here): Here {
  const through = reading.parts.value(reading, node.expression, here);
  recordIteration(reading, through, here);
  const key: Value = { kind: 'unknown', span: nodeSpan(reading, node.initializer) };
  return takeEach(reading, node.initializer, key, { ...here, inLoop: true });
}

function takeEach(reading: Reading, initializer: ts.ForInitializer, value: Value, here: Here): Here {
  if (ts.isVariableDeclarationList(initializer)) {
    for (const { name } of initializer.declarations) bindPattern(reading, name, value, here);
  } else assignTo(reading, initializer, value, here);
  return here;
}
