import type { ClassId, DeclarationId, Value } from '../../facts/values.ts';
import { readReference, referenceOf } from './chains.ts';
import * as ts from './compiler.ts';
import { SyntaxKind } from './compiler.ts';
import { isInstanceInitialiser } from './declare.ts';
import { isMethod, readDecorators, textOfName } from './functions.ts';
import { bindName, type DraftClass, type DraftField, type Here, nodeSpan, type Reading } from './reading.ts';
import { hasModifier, propertyName, unwrapped } from './syntax.ts';
import { declaredMention, mentionOf } from './types.ts';

/** Reads a class: what it is made of, and what its members do. */
export function readClass(reading: Reading, node: ts.ClassLikeDeclaration, here: Here): ClassId {
  const id = reading.classIds.get(node) ?? 0;
  const draft = reading.classes[id];
  const scope = reading.scopes.get(node);
  if (draft === undefined || scope === undefined) return id;
  const bound = node.name === undefined ? reading.boundNames.get(node) : undefined;
  if (bound !== undefined) {
    draft.name = textOfName(bound);
    draft.nameSpan = nodeSpan(reading, bound);
  }
  draft.decorators = readDecorators(reading, node, here);
  readHeritage(reading, node, draft, here);
  // In a static initialiser `this` is the class, which its own name says best.
  const statics: Here = { ...here, scope, self: { class: id, declaration: draft.declaration } };
  const instances = initialiserOf(reading, id, draft);
  for (const member of node.members) {
    if (member.name !== undefined && ts.isComputedPropertyName(member.name)) {
      reading.parts.value(reading, member.name.expression, statics);
    }
    if (ts.isClassStaticBlockDeclaration(member)) {
      const block = reading.scopes.get(member) ?? scope;
      reading.parts.statements(reading, member.body.statements, { ...statics, scope: block });
    } else if (ts.isPropertyDeclaration(member)) {
      const inside = isInstanceInitialiser(member) && instances !== null ? instances : statics;
      draft.fields.push(readField(reading, member, id, statics, inside));
    } else if (isMethod(member)) readMember(reading, member, draft, statics);
  }
  return id;
}

function readHeritage(reading: Reading, node: ts.ClassLikeDeclaration, draft: DraftClass, here: Here): void {
  for (const clause of node.heritageClauses ?? []) {
    if (clause.token === SyntaxKind.ExtendsKeyword) {
      draft.extends = clause.types.map(({ expression }) => referenceOf(readReference(reading, expression, here)));
    } else {
      draft.implements = clause.types.flatMap((type) => mentionOf(type, here.scope) ?? []);
    }
  }
}

function initialiserOf(reading: Reading, id: ClassId, draft: DraftClass): Here | null {
  const scope = reading.initialisers.get(id);
  const initialiser = scope === undefined ? undefined : reading.functions[scope.function];
  if (scope === undefined || initialiser === undefined) return null;
  initialiser.name = draft.name;
  initialiser.nameSpan = draft.nameSpan;
  return {
    function: scope.function,
    scope,
    self: { class: id, declaration: null },
    guards: [],
    inLoop: false,
    inFinally: false,
    insideCallOf: null,
  };
}

function readField(
  reading: Reading,
  node: ts.PropertyDeclaration,
  inClass: ClassId,
  statics: Here,
  inside: Here,
): DraftField {
  const name = propertyName(node.name);
  const decorators = readDecorators(reading, node, statics);
  let initial: Value | null = null;
  if (node.initializer !== undefined) {
    bindName(reading, unwrapped(node.initializer), node.name);
    initial = reading.parts.value(reading, node.initializer, inside);
    adopt(reading, initial, inClass, node);
  }
  return {
    name,
    static: hasModifier(node, SyntaxKind.StaticKeyword),
    readonly: hasModifier(node, SyntaxKind.ReadonlyKeyword),
    private: hasModifier(node, SyntaxKind.PrivateKeyword) || ts.isPrivateIdentifier(node.name),
    initial,
    type: declaredMention(node.type, node.initializer, statics.scope),
    decorators,
    parameter: null,
    span: nodeSpan(reading, node.name),
  };
}

/** A function kept in a field is a member like a method: `handle = async (request) => …`. */
function adopt(reading: Reading, initial: Value, inClass: ClassId, node: ts.PropertyDeclaration): void {
  const held = initial.kind === 'function' ? reading.functions[initial.function] : undefined;
  if (held === undefined) return;
  held.class = inClass;
  held.static = hasModifier(node, SyntaxKind.StaticKeyword);
}

function readMember(
  reading: Reading,
  member: Parameters<Reading['parts']['readFunction']>[1],
  draft: DraftClass,
  statics: Here,
): void {
  const id = reading.parts.readFunction(reading, member, statics);
  const constructs = ts.isConstructorDeclaration(member);
  if (constructs) draft.constructorId = id;
  else draft.methods.push(id);
  const decorated = new Map<DeclarationId, DraftField['decorators']>();
  for (const parameter of member.parameters) {
    const decorators = readDecorators(reading, parameter, statics);
    const declaration = reading.declarationIds.get(parameter.name);
    if (!constructs || declaration === undefined || !ts.isIdentifier(parameter.name)) continue;
    decorated.set(declaration, decorators);
    if (isParameterProperty(parameter)) {
      draft.fields.push(parameterField(reading, parameter, declaration, decorators));
    }
  }
  if (constructs) addAssignedFields(reading, id, draft, decorated);
}

const propertyModifiers = [
  SyntaxKind.PublicKeyword,
  SyntaxKind.PrivateKeyword,
  SyntaxKind.ProtectedKeyword,
  SyntaxKind.ReadonlyKeyword,
  SyntaxKind.OverrideKeyword,
];

/** `constructor(private readonly orders: OrderService)` makes a field of the parameter. */
function isParameterProperty(node: ts.ParameterDeclaration): boolean {
  return propertyModifiers.some((kind) => hasModifier(node, kind));
}

function parameterField(
  reading: Reading,
  node: ts.ParameterDeclaration,
  parameter: DeclarationId,
  decorators: DraftField['decorators'],
): DraftField {
  const span = nodeSpan(reading, node.name);
  return {
    name: reading.declarations[parameter]?.name ?? '',
    static: false,
    readonly: hasModifier(node, SyntaxKind.ReadonlyKeyword),
    private: hasModifier(node, SyntaxKind.PrivateKeyword),
    initial: {
      kind: 'reference',
      reference: { root: { kind: 'declared', declaration: parameter }, path: [], span },
      span,
    },
    type: reading.declarations[parameter]?.type ?? null,
    decorators,
    parameter,
    span,
  };
}

/** What the constructor assigns to `this` directly, whether or not the body of the class writes the field down. */
function addAssignedFields(
  reading: Reading,
  constructorId: number,
  draft: DraftClass,
  decorated: ReadonlyMap<DeclarationId, DraftField['decorators']>,
): void {
  const own = reading.functions[constructorId];
  for (const operation of own?.operations ?? []) {
    if (operation.kind !== 'assign' || operation.operator !== '=' || operation.target.root.kind !== 'this') continue;
    const [name, ...deeper] = operation.target.path;
    if (name === undefined || deeper.length > 0) continue;
    const parameter = parameterBehind(operation.value, own?.parameters ?? []);
    const type = parameter === null ? null : (reading.declarations[parameter]?.type ?? null);
    const decorators = parameter === null ? [] : (decorated.get(parameter) ?? []);
    const known = draft.fields.find((field) => field.name === name && !field.static);
    if (known === undefined) {
      const { span } = operation.target;
      draft.fields.push({
        name,
        static: false,
        readonly: false,
        private: name.startsWith('#'),
        initial: operation.value,
        type,
        decorators,
        parameter,
        span: [span[1] - name.length, span[1]],
      });
    } else {
      known.initial ??= operation.value;
      known.parameter ??= parameter;
      known.type ??= type;
      if (known.decorators.length === 0) known.decorators = decorators;
    }
  }
}

function parameterBehind(value: Value | null, parameters: readonly DeclarationId[]): DeclarationId | null {
  if (value?.kind !== 'reference' || value.reference.path.length > 0) return null;
  const { root } = value.reference;
  return root.kind === 'declared' && parameters.includes(root.declaration) ? root.declaration : null;
}
