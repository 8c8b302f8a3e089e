import type { DecoratorFact } from '../../facts/code.ts';
import type { ClassId, DeclarationId, FunctionId, TypeMention, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { bindBody } from './bindings.ts';
import { readReference, referenceOf } from './chains.ts';
import { applyDecorators, readDecorators } from './decorators.ts';
import { type Receiver, readFunction } from './functions.ts';
import { type DraftClass, type Here, type Reading, textAt } from './reading.ts';
import { newScope } from './scopes.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';
import { isOfClass, mentionOf } from './types.ts';

/** Reads a class: its bases, what its body keeps, and what its members do. */
export function readClass(
  reading: Reading,
  node: PythonNode,
  decorators: readonly DecoratorFact[],
  here: Here,
): ClassId | null {
  const id = reading.classIds.get(node);
  const draft = id === undefined ? undefined : reading.classes[id];
  if (id === undefined || draft === undefined) return null;
  draft.decorators = decorators;
  const bases = part(node, 'superclasses');
  const given = bases === undefined ? [] : members(bases).filter(({ kind }) => kind !== 'keyword_argument');
  draft.extends = given.flatMap((base) => {
    const inner = base.kind === 'subscript' ? (part(base, 'value') ?? base) : base;
    return /^(?:identifier|attribute|call)$/.test(inner.kind) ? [referenceOf(readReference(reading, inner, here))] : [];
  });
  const body = part(node, 'body');
  const statements = body === undefined ? [] : members(body);
  const scope = newScope(here.scope, here.function, id);
  bindBody(reading, scope, statements);
  const inside: Here = { ...here, scope, branch: false };
  const copied = isCopied(reading, decorators, given);
  for (const statement of statements) readMember(reading, statement, draft, id, copied, inside);
  addAssignedFields(reading, draft, id);
  return id;
}

/** Bases that add no fields of their own. */
const plainBases = /^(?:\w+\.)?(?:object|ABC|Generic|Protocol)\b/;

/**
 * Whether fields with a written type are given to each object anew: those of a data class, and those of a class that is
 * described to what it extends, as models are.
 */
function isCopied(reading: Reading, decorators: readonly DecoratorFact[], bases: readonly PythonNode[]): boolean {
  const isData = decorators.some(({ reference }) => {
    const { root, path } = reference;
    const imported = root.kind === 'declared' ? reading.declarations[root.declaration]?.name : undefined;
    return /^(?:dataclass|define|mutable|frozen|attrs|s)$/.test(path.at(-1) ?? imported ?? '');
  });
  return isData || bases.some((base) => !plainBases.test(textAt(reading, base)));
}

function readMember(
  reading: Reading,
  statement: PythonNode,
  draft: DraftClass,
  id: ClassId,
  copied: boolean,
  here: Here,
): void {
  const [expression] = statement.kind === 'expression_statement' ? members(statement) : [];
  if (expression?.kind === 'assignment') {
    readField(reading, expression, draft, copied, here);
    return;
  }
  const definition = statement.kind === 'decorated_definition' ? part(statement, 'definition') : statement;
  if (definition?.kind === 'function_definition') {
    const decorators = statement === definition ? [] : readDecorators(reading, statement, here);
    readMethod(reading, definition, decorators, draft, here);
    return;
  }
  const known = reading.classes.length;
  reading.parts.statements(reading, [statement], here);
  const nested = definition?.kind === 'class_definition' ? reading.classIds.get(definition) : undefined;
  const inner = nested === undefined ? undefined : reading.classes[nested];
  if (nested === undefined || inner === undefined || nested > known) return;
  const value: Value = { kind: 'class', class: nested, span: inner.nameSpan };
  addField(draft, { name: inner.name, static: true, initial: value, type: null, span: inner.nameSpan, id });
}

/** `sessions = {}`, `limit: int = 5`, `a = b = 1`. */
function readField(reading: Reading, node: PythonNode, draft: DraftClass, copied: boolean, here: Here): void {
  const targets: PythonNode[] = [];
  let right: PythonNode | undefined = node;
  while (right?.kind === 'assignment') {
    const left = part(right, 'left');
    if (left !== undefined) targets.push(left);
    right = part(right, 'right');
  }
  const type = part(node, 'type');
  const initial = right === undefined ? null : reading.parts.value(reading, right, here);
  for (const target of targets) {
    if (target.kind !== 'identifier') continue;
    const isStatic = isOfClass(reading, type) || (initial !== null && !(copied && type !== undefined));
    adopt(reading, initial, target);
    addField(draft, {
      name: textAt(reading, target),
      static: isStatic,
      initial,
      type: mentionOf(reading, type, here.scope),
      span: spanOf(target),
      id: null,
    });
  }
}

/** A function kept in a field takes the field's name. */
function adopt(reading: Reading, initial: Value | null, target: PythonNode): void {
  const held = initial?.kind === 'function' ? reading.functions[initial.function] : undefined;
  if (held === undefined || held.name !== '') return;
  held.name = textAt(reading, target);
  held.nameSpan = spanOf(target);
}

interface NewField {
  readonly name: string;
  readonly static: boolean;
  readonly initial: Value | null;
  readonly type: TypeMention | null;
  readonly span: Span;
  readonly id: ClassId | null;
}

function addField(draft: DraftClass, { name, static: isStatic, initial, type, span }: NewField): void {
  const known = draft.fields.find((field) => field.name === name);
  if (known !== undefined) {
    known.initial ??= initial;
    return;
  }
  draft.fields.push({
    name,
    static: isStatic,
    readonly: false,
    private: name.startsWith('_'),
    initial,
    type,
    decorators: [],
    parameter: null,
    span,
  });
}

function readMethod(
  reading: Reading,
  node: PythonNode,
  decorators: readonly DecoratorFact[],
  draft: DraftClass,
  here: Here,
): void {
  const id = reading.functionIds.get(node);
  const method = id === undefined ? undefined : reading.functions[id];
  if (id === undefined || method === undefined) return;
  const names = new Set(
    decorators.map(({ reference: { root, path } }) => path.at(-1) ?? (root.kind === 'global' ? root.name : '')),
  );
  const isClassMethod = names.has('classmethod') || /^__(?:new|init_subclass|class_getitem)__$/.test(method.name);
  const isStatic = names.has('staticmethod');
  const receiver: Receiver = isStatic ? 'none' : isClassMethod ? 'class' : 'self';
  method.static = isStatic || isClassMethod;
  if (method.name === '__init__') method.kind = 'constructor';
  else if (names.has('setter')) method.kind = 'setter';
  else if (names.has('property') || names.has('cached_property')) method.kind = 'getter';
  readFunction(reading, node, receiver, here);
  method.decorators = applyDecorators(reading, decorators, id, here);
  if (method.kind === 'constructor') draft.constructorId = id;
  else draft.methods.push(id);
}

/** What the constructor gives to `self` is a field of each object, also where the body of the class has one of that name. */
function addAssignedFields(reading: Reading, draft: DraftClass, id: ClassId): void {
  const { constructorId } = draft;
  const own = constructorId === null ? undefined : reading.functions[constructorId];
  for (const operation of own?.operations ?? []) {
    if (operation.kind !== 'assign' || operation.operator !== '=' || operation.target.root.kind !== 'this') continue;
    const [name, ...deeper] = operation.target.path;
    if (name === undefined || deeper.length > 0) continue;
    const parameter = parameterBehind(operation.value, own?.parameters ?? []);
    const written = reading.fieldTypes.get(`${id}.${name}`) ?? null;
    const type = written ?? (parameter === null ? null : (reading.declarations[parameter]?.type ?? null));
    const { span } = operation.target;
    const field = {
      name,
      static: false,
      initial: operation.value,
      type,
      span: [span[1] - name.length, span[1]],
      id,
    } as const;
    const known = draft.fields.findIndex((one) => one.name === name);
    if (known >= 0 && draft.fields[known]?.static === true) draft.fields.splice(known, 1);
    addField(draft, field);
    const added = draft.fields.find((one) => one.name === name);
    if (added !== undefined) {
      added.type ??= type;
      added.parameter ??= parameter;
    }
  }
}

function parameterBehind(value: Value | null, parameters: readonly DeclarationId[]): FunctionId | null {
  const given = value?.kind === 'operator' && value.operator === 'or' ? value.left : value;
  if (given?.kind !== 'reference' || given.reference.root.kind !== 'declared') return null;
  const { declaration } = given.reference.root;
  return given.reference.path.length === 0 && parameters.includes(declaration) ? declaration : null;
}
