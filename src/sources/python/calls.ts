import type { ContainerOperation } from '../../facts/operations.ts';
import type { CallId, Property, Reference, ReferenceRoot, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import { sqlOf } from '../sql.ts';
import { containerStepOf } from './containers.ts';
import { environmentCall, joinsPaths, makesPath, shapeMadeBy, takesFactory } from './language.ts';
import { type Cursor, circumstances, type Here, type Reading, record, textAt } from './reading.ts';
import { bracePlaces, filled } from './strings.ts';
import { members, type PythonNode, part, spanOf } from './syntax.ts';

/** Shared by all calls without arguments, names or types, which most are. */
const none: readonly never[] = [];

/** Records a call of what the cursor has reached, after its arguments, and gives the root that its result is reached by. */
export function callOn(
  reading: Reading,
  cursor: Cursor,
  written: Reference,
  node: PythonNode,
  here: Here,
): ReferenceRoot {
  const span: Span = [cursor.start, node.end];
  const list = part(node, 'arguments');
  if (written.root.kind === 'global' && written.root.name === 'super' && written.path.length === 0) {
    return { kind: 'super', class: classAround(reading, here) };
  }
  const shape = shapeMadeBy(reading, written);
  if (shape !== null) {
    const { given, named } = argumentsOf(reading, list, here);
    const [first, ...others] = given;
    const made = takesFactory(reading, written)
      ? { initial: others, ...(first !== undefined && { makes: first }) }
      : { initial: given };
    // `dict(max=5)` says as much as `{'max': 5}`.
    const value: Value =
      named.length > 0
        ? { kind: 'object', properties: named, spreads: given, span }
        : { kind: 'container', shape, ...made, span };
    return { kind: 'value', value };
  }
  const isTemplate = written.root.kind === 'value' && written.path.length === 1 && written.path[0] === 'format';
  if (isTemplate && written.root.kind === 'value' && written.root.value.kind === 'literal') {
    const { given, named } = argumentsOf(reading, list, here);
    const byName = new Map(named.map(({ key, value }) => [key, value]));
    const value = filled(String(written.root.value.value), bracePlaces, given, byName, span);
    return { kind: 'value', value };
  }
  const callee = isAboveConstructor(written) ? { ...written, path: none } : written;
  const id = reading.calls.length;
  const awaited = reading.awaited.has(node);
  const draft: Reading['calls'][number] = {
    callee,
    arguments: none,
    named: none,
    construct: false,
    awaited,
    types: none,
    function: here.function,
    sql: null,
    span,
    calleeSpan: cursor.name,
  };
  reading.calls.push(draft);
  const { given, named } = argumentsOf(reading, list, { ...here, insideCallOf: id });
  draft.arguments = given;
  draft.named = named;
  draft.sql = sqlOf(reading, given);
  const environment = environmentCall(reading, callee, given, named, span);
  if (environment !== null) return { kind: 'value', value: environment };
  const around = circumstances(here, span, awaited);
  const step = stepOn(cursor, callee, given, named, id);
  record(reading, here, step === null ? { kind: 'call', call: id, ...around } : { ...step, ...around });
  if (joinsPaths(reading, callee)) {
    const before = callee.path.at(-1) === 'joinpath' ? [receiverOf(callee)] : [];
    return { kind: 'value', value: { kind: 'path-join', parts: [...before, ...given], span } };
  }
  return { kind: 'call', call: id };
}

/** `super().__init__(…)` calls the constructor above, as `super(…)` does elsewhere. */
function isAboveConstructor({ root, path }: Reference): boolean {
  return root.kind === 'super' && path.length === 1 && path[0] === '__init__';
}

function classAround(reading: Reading, here: Here): number | null {
  for (let id: number | null = here.function; id !== null; ) {
    const fact: Reading['functions'][number] | undefined = reading.functions[id];
    if (fact === undefined) return null;
    if (fact.class !== null) return fact.class;
    id = fact.parent;
  }
  return null;
}

function receiverOf(callee: Reference): Value {
  if (callee.path.length === 1 && callee.root.kind === 'value') return callee.root.value;
  const reference = { ...callee, path: callee.path.slice(0, -1) };
  return { kind: 'reference', reference, span: callee.span };
}

type Step = Pick<ContainerOperation, 'kind' | 'access' | 'target' | 'key' | 'value' | 'method' | 'call'>;

function stepOn(
  cursor: Cursor,
  callee: Reference,
  given: readonly Value[],
  named: readonly Property[],
  call: CallId,
): Step | null {
  const [first] = given;
  if (callee.root.kind === 'global' && callee.root.name === 'len' && callee.path.length === 0) {
    if (first?.kind !== 'reference') return null;
    const size = { kind: 'container', access: 'size', target: first.reference, key: null, value: null } as const;
    return { ...size, method: 'len', call };
  }
  const method = callee.path.at(-1);
  // Literals and other values keep nothing between calls.
  if (method === undefined || callee.root.kind === 'value') return null;
  const step = containerStepOf(method, given, named.length > 0);
  if (step === null) return null;
  const target = {
    root: callee.root,
    path: callee.path.slice(0, -1),
    span: [cursor.start, cursor.receiverEnd],
  } as const;
  return { kind: 'container', ...step, target, method, call };
}

/** Arguments by position and by name; `**options` is a spread by name among those by position. */
export function argumentsOf(
  reading: Reading,
  list: PythonNode | undefined,
  here: Here,
): { readonly given: readonly Value[]; readonly named: readonly Property[] } {
  if (list === undefined) return { given: none, named: none };
  if (list.kind !== 'argument_list') return { given: [reading.parts.value(reading, list, here)], named: none };
  const given: Value[] = [];
  const named: Property[] = [];
  for (const node of members(list)) {
    if (node.kind === 'keyword_argument') {
      const name = part(node, 'name');
      const value = part(node, 'value');
      if (name === undefined || value === undefined) continue;
      named.push({ key: textAt(reading, name), value: reading.parts.value(reading, value, here), span: spanOf(name) });
    } else given.push(reading.parts.value(reading, node, here));
  }
  return { given: given.length === 0 ? none : given, named: named.length === 0 ? none : named };
}

/** Whether a value is a path for sure, so that `/` joins it with what follows. */
export function isPath(reading: Reading, value: Value): boolean {
  if (value.kind === 'path-join') return true;
  if (value.kind === 'call') {
    const call = reading.calls[value.call];
    return call !== undefined && makesPath(reading, call.callee);
  }
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  if (root.kind === 'call') {
    const call = reading.calls[root.call];
    return (
      call !== undefined &&
      (makesPath(reading, call.callee) || isPath(reading, { kind: 'call', call: root.call, span: call.span }))
    );
  }
  if (root.kind !== 'declared' || path.length > 1) return false;
  const declared = reading.declarations[root.declaration];
  if (declared?.type?.names.at(-1) === 'Path') return true;
  const initial = declared?.initial ?? null;
  return initial !== null && initial.kind !== 'reference' && isPath(reading, initial);
}

/** What a path is made of: the argument of `Path(…)` where it is made, and else itself. */
export function pathParts(reading: Reading, value: Value): readonly Value[] {
  if (value.kind === 'path-join') return value.parts;
  const call = value.kind === 'call' ? reading.calls[value.call] : undefined;
  return call !== undefined && makesPath(reading, call.callee) && call.arguments.length > 0 ? call.arguments : [value];
}

/** Records that all of a container is gone through, where the value is a reference. */
export function recordIteration(reading: Reading, of: Value, here: Here): void {
  if (of.kind !== 'reference') return;
  const step = { kind: 'container', access: 'iterate', target: of.reference, key: null, value: null } as const;
  record(reading, here, { ...step, method: null, call: null, ...circumstances(here, of.span) });
}
