import type { FunctionId } from '../../facts/values.ts';
import { bindBody } from './bindings.ts';
import { newFunction } from './names.ts';
import { circumstances, declare, type Here, hereIn, type Reading, record, textAt } from './reading.ts';
import { newScope, type Scope } from './scopes.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';
import { mentionOf } from './types.ts';

/** What the first parameter of a member is: the object, the class, or one like all others. */
export type Receiver = 'self' | 'class' | 'none';

/** Reads a function that was numbered with its name: its parameters where it stands, and then its body. */
export function readFunction(reading: Reading, node: PythonNode, receiver: Receiver, here: Here): FunctionId | null {
  const id = reading.functionIds.get(node);
  const draft = id === undefined ? undefined : reading.functions[id];
  if (id === undefined || draft === undefined) return null;
  const scope = newScope(here.scope, id);
  readParameters(reading, part(node, 'parameters'), receiver, scope, here);
  draft.returnType = mentionOf(reading, part(node, 'return_type'), here.scope);
  const body = part(node, 'body');
  const statements = body === undefined ? [] : members(body);
  bindBody(reading, scope, statements);
  reading.parts.statements(reading, statements, hereIn(scope));
  return id;
}

export function readLambda(reading: Reading, node: PythonNode, here: Here): FunctionId {
  const id = newFunction(reading, here, node, { name: '', kind: 'function', nameSpan: spanOf(node) });
  const scope = newScope(here.scope, id);
  readParameters(reading, part(node, 'parameters'), 'none', scope, here);
  const body = part(node, 'body');
  if (body === undefined) return id;
  bindBody(reading, scope, [body]);
  const inside = hereIn(scope);
  const value = reading.parts.value(reading, body, inside);
  record(reading, inside, { kind: 'return', value, ...circumstances(inside, spanOf(body)) });
  return id;
}

/** Declares the parameters. Defaults and types belong to where the function stands, not to its inside. */
function readParameters(
  reading: Reading,
  list: PythonNode | undefined,
  receiver: Receiver,
  scope: Scope,
  here: Here,
): void {
  const own = reading.functions[scope.function];
  let awaitsReceiver = receiver !== 'none' && own?.class !== null;
  for (const node of list === undefined ? [] : members(list)) {
    const name = nameOf(node);
    if (name === undefined) continue;
    const isPlain = node.kind === 'identifier' || node.kind === 'typed_parameter';
    if (awaitsReceiver && isPlain && own?.class !== null && own !== undefined) {
      scope.names.set(textAt(reading, name), { kind: receiver === 'self' ? 'self' : 'class', class: own.class });
      awaitsReceiver = false;
      continue;
    }
    awaitsReceiver = false;
    const written = part(node, 'value');
    const isMany = name !== node && /splat_pattern$/.test(members(node)[0]?.kind ?? node.kind);
    const declaration = declare(reading, {
      name: textAt(reading, name),
      kind: 'parameter',
      function: scope.function,
      index: own?.parameters.length ?? 0,
      initial: written === undefined ? null : reading.parts.value(reading, written, here),
      // The type of `*names: str` is that of one of them.
      type: isMany ? null : mentionOf(reading, part(node, 'type'), here.scope),
      span: spanOf(name),
      statement: spanOf(node),
    });
    scope.names.set(textAt(reading, name), { kind: 'declared', declaration });
    own?.parameters.push(declaration);
    readAnnotation(reading, part(node, 'type'), here);
  }
}

/** `Annotated[Session, Depends(connect)]` holds calls that say what is passed. */
function readAnnotation(reading: Reading, type: PythonNode | undefined, here: Here): void {
  if (type === undefined || !textAt(reading, type).includes('(')) return;
  const pending = [type];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'call') reading.parts.value(reading, next, here);
    else pending.push(...[...members(next)].reverse());
  }
}

function nameOf(node: PythonNode): PythonNode | undefined {
  let at: PythonNode | undefined = node;
  while (at !== undefined && at.kind !== 'identifier') {
    at = part(at, 'name') ?? members(at).find(({ kind }) => kind === 'identifier' || /splat_pattern$/.test(kind));
  }
  return at;
}
