import type { CodeFacts } from '../facts/code.ts';
import type { ContainerOperation, Operation } from '../facts/operations.ts';
import type { DeclarationId, Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import type { Span } from '../text/range.ts';
import { growthOf } from './contents.ts';
import { isSameMention, valuesOfRoot } from './named-values.ts';
import { saysMissing } from './put-back.ts';

/**
 * Whether an access only begins an entry to put something into: `if (!byUser.has(id)) byUser.set(id, new Set())`, and
 * `byUser.get(id).add(item)` behind it. Nobody is told what stood there, so nobody misses it.
 */
export function onlyBegins(graph: ProgramGraph, cell: StateCell, access: CellAccess): boolean {
  const node = graph.functions.get(access.function);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || (access.kind !== 'read' && access.kind !== 'test')) return false;
  if (isBegunByAsking(cell, access)) {
    const names = namesOf(code, access, null);
    if (names.size === 0) return isFilledAt(node.fact.operations, access.site.span);
    return (
      isOnlyFilled(code, node.fact.operations, names, null) ||
      isOnlyFilledByCallers(graph, code, access.function, names)
    );
  }
  const beginnings = growthOf(cell).filter(
    (each) => each.function === access.function && isEmpty(code, each.value) && isSameMention(each.key, access.key),
  );
  const [beginning] = beginnings;
  if (beginnings.length !== 1 || beginning === undefined) return false;
  const isLookedUp = access.site.span[0] < beginning.site.span[0];
  if (isLookedUp && !beginning.operation.guards.some((guard) => saysMissing(code, guard, access.site.span)))
    return false;
  const { operations } = node.fact;
  if (access.kind === 'test') return !decides(code, operations, access, beginning);
  const names = namesOf(code, access, beginning.value);
  if (names.size === 0)
    return isLookedUp ? !decides(code, operations, access, beginning) : isFilledAt(operations, access.site.span);
  if (isOnlyFilled(code, operations, names, beginning.operation)) return true;
  return isOnlyFilledByCallers(graph, code, access.function, names);
}

/** `history[user]` of what begins an entry for whoever asks, and `history.setdefault(user, [])`. */
function isBegunByAsking({ initial, accesses }: StateCell, { kind, key, operation, site }: CellAccess): boolean {
  if (kind !== 'read' || key === null) return false;
  const begins = initial?.kind === 'container' && initial.makes !== undefined && operation.kind === 'container';
  // What puts in and gives back what stands there is both, by one step.
  return (
    (begins && operation.method === null) ||
    accesses.some((other) => other.kind === 'write' && other.operation === operation && other.site.span === site.span)
  );
}

/** `new Map()`, `[]`, `{}`, or a name that starts as one. */
function isEmpty(code: CodeFacts, value: Value | null): boolean {
  if (value?.kind === 'container') return value.initial.length === 0;
  if (value?.kind === 'list') return value.items.length === 0;
  if (value?.kind === 'object') return value.properties.length === 0 && value.spreads.length === 0;
  if (value?.kind !== 'reference' || value.reference.path.length > 0) return false;
  const made = valuesOfRoot(code, value.reference).filter(({ kind }) => kind !== 'call' && kind !== 'reference');
  return made.length > 0 && made.every((each) => isEmpty(code, each));
}

/** Whether anything but the beginning hangs on what the look-up says. */
function decides(
  code: CodeFacts,
  operations: readonly Operation[],
  access: CellAccess,
  beginning: CellAccess,
): boolean {
  return operations.some(
    (operation) =>
      operation !== beginning.operation &&
      operation.span[0] > access.site.span[1] &&
      !isMaking(code, operation) &&
      operation.guards.some(
        (guard) =>
          saysMissing(code, guard, access.site.span) ||
          saysMissing(code, { ...guard, holds: !guard.holds }, access.site.span),
      ),
  );
}

function isMaking(code: CodeFacts, operation: Operation): boolean {
  return operation.kind === 'assign' || (operation.kind === 'call' && code.calls[operation.call]?.construct === true);
}

/** `byUser.get(id).add(item)`: what is read is filled on the spot. */
function isFilledAt(operations: readonly Operation[], [start, end]: Span): boolean {
  const over = operations.filter(
    (operation) =>
      operation.kind === 'container' &&
      operation.span[0] <= start &&
      end < operation.span[1] &&
      (operation.access === 'write' || operation.access === 'append'),
  );
  const isGiven = operations.some(
    ({ kind, span }) => (kind === 'return' || kind === 'throw') && span[0] <= start && end <= span[1],
  );
  return over.length > 0 && !isGiven;
}

/** The names of a function that stand for the entry: what was looked up, and what is put in. */
function namesOf(code: CodeFacts, { site }: CellAccess, begun: Value | null): ReadonlySet<DeclarationId> {
  const holds = ({ span }: Value): boolean => span[0] <= site.span[0] && site.span[1] <= span[1];
  const names = code.declarations.flatMap((declaration, id) => {
    if (declaration.function !== 0 && declaration.kind !== 'parameter' && declaration.initial !== null)
      return holds(declaration.initial) ? [id] : [];
    return [];
  });
  const root = begun?.kind === 'reference' && names.length > 0 ? begun.reference.root : null;
  return new Set([...names, ...(root?.kind === 'declared' ? [root.declaration] : [])]);
}

/** Whether all that happens to the entry is that something goes in, perhaps after a look at what it replaces. */
function isOnlyFilled(
  code: CodeFacts,
  operations: readonly Operation[],
  names: ReadonlySet<DeclarationId>,
  beginning: Operation | null,
): boolean {
  const touching = containersOn(operations, names);
  const fills = touching.filter(({ access }) => access === 'write' || access === 'append');
  const looks = touching.filter(({ access }) => access === 'read' || access === 'test');
  if (fills.length === 0 || fills.length + looks.length !== touching.length) return false;
  const seen = derivedFrom(code, looks);
  const derived = new Set([...names, ...seen]);
  const isTold = (value: Value | null): boolean => mentions(code, value, derived, 0);
  if (code.declarations.some(({ initial }, id) => !derived.has(id) && isTold(initial))) return false;
  return operations.every((operation) => {
    if (operation === beginning || touching.some((each) => each === operation)) return true;
    if (operation.guards.some(({ test }) => isLook(test, looks) || mentions(code, test, seen, 0))) return false;
    if (operation.kind === 'assign') return isLocal(operation) || !isTold(operation.value);
    if (operation.kind === 'call') return !(code.calls[operation.call]?.arguments ?? []).some(isTold);
    if (operation.kind === 'container') return !isTold(operation.key) && !isTold(operation.value);
    return !isTold(operation.value);
  });
}

function isLook({ span }: Value, looks: readonly Operation[]): boolean {
  return looks.some((look) => span[0] <= look.span[0] && look.span[1] <= span[1]);
}

function isLocal({ target }: Extract<Operation, { kind: 'assign' }>): boolean {
  return target.root.kind === 'declared' && target.path.length === 0;
}

function containersOn(
  operations: readonly Operation[],
  names: ReadonlySet<DeclarationId>,
): readonly ContainerOperation[] {
  return operations.flatMap((operation) => {
    if (operation.kind !== 'container') return [];
    const { root } = operation.target;
    return root.kind === 'declared' && names.has(root.declaration) ? [operation] : [];
  });
}

/** Names for what a look into the entry gave. */
function derivedFrom(code: CodeFacts, looks: readonly Operation[]): ReadonlySet<DeclarationId> {
  const names = code.declarations.flatMap(({ initial }, id) =>
    initial !== null && looks.some(({ span }) => initial.span[0] <= span[0] && span[1] <= initial.span[1]) ? [id] : [],
  );
  return new Set(names);
}

function mentions(code: CodeFacts, value: Value | null, names: ReadonlySet<DeclarationId>, depth: number): boolean {
  if (value === null || depth > 5) return false;
  const next = (inner: Value | null): boolean => mentions(code, inner, names, depth + 1);
  switch (value.kind) {
    case 'reference': {
      const { root } = value.reference;
      if (root.kind === 'call') return next({ kind: 'call', call: root.call, span: value.span });
      return root.kind === 'declared' && names.has(root.declaration);
    }
    case 'call': {
      const fact = code.calls[value.call];
      if (fact === undefined) return false;
      return next({ kind: 'reference', reference: fact.callee, span: fact.callee.span }) || fact.arguments.some(next);
    }
    case 'operator':
      return next(value.left) || next(value.right);
    case 'conditional':
      return next(value.test) || next(value.then) || next(value.otherwise);
    case 'object':
      return value.properties.some((each) => next(each.value)) || value.spreads.some(next);
    case 'list':
      return value.items.some(next);
    case 'spread':
      return next(value.of);
    case 'concatenation':
    case 'path-join':
      return value.parts.some(next);
    default:
      return false;
  }
}

/** Whether the function only hands out the entry, and all that ask for it there put something into it. */
function isOnlyFilledByCallers(
  graph: ProgramGraph,
  code: CodeFacts,
  key: FunctionKey,
  names: ReadonlySet<DeclarationId>,
): boolean {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  const isHandedOut = operations.some(
    (operation) => operation.kind === 'return' && mentions(code, operation.value, names, 0),
  );
  const isTouched = containersOn(operations, names).length > 0;
  const callers = graph.callers.get(key) ?? [];
  if (!isHandedOut || isTouched || callers.length === 0) return false;
  return callers.every(({ from, site }) => {
    const caller = graph.facts.get(site.file)?.code ?? null;
    const node = graph.functions.get(from);
    if (caller === null || node === undefined) return false;
    const call = callByCallee(graph.facts, site);
    const taken = caller.declarations.flatMap(({ initial }, id) =>
      initial?.kind === 'call' && initial.call === call?.id ? [id] : [],
    );
    if (taken.length > 0) return isOnlyFilled(caller, node.fact.operations, new Set(taken), null);
    return call !== null && isFilledAt(node.fact.operations, call.fact.span);
  });
}
