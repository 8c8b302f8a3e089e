import type { CodeFacts, DeclarationFact } from '../../../facts/code.ts';
import type { CallId, DeclarationId, FunctionId, Reference, Value } from '../../../facts/values.ts';
import { namedValues } from '../../../gates/named-values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { CellAccess, FunctionKey, LibraryUse, ProgramGraph, StateCell } from '../../../link/program-graph.ts';
import { remembered } from '../../../link/remembered.ts';
import { contains } from '../../../text/spans.ts';
import type { ConnectionTypes } from './connections.ts';

/** Where something was taken out of a collection, or out of a member of a server that holds connections. */
export interface Taken {
  readonly from:
    | { readonly kind: 'cell'; readonly cell: StateCell }
    | { readonly kind: 'server'; readonly use: LibraryUse };
  /** The function that takes it out. */
  readonly function: FunctionKey;
  /** The key that it is asked for by; null where all are gone through. */
  readonly key: { readonly file: string; readonly value: Value } | null;
}

/** What is looked through, made once for a graph. */
export interface Search {
  readonly graph: ProgramGraph;
  readonly types: ConnectionTypes;
  readonly accesses: ReadonlyMap<string, readonly { readonly cell: StateCell; readonly access: CellAccess }[]>;
  /** What parameters were found to be given, so that one with many callers is followed once. */
  readonly parameters: Map<string, readonly Taken[]>;
}

export function searchIn(graph: ProgramGraph, types: ConnectionTypes): Search {
  const accesses = new Map<string, { readonly cell: StateCell; readonly access: CellAccess }[]>();
  for (const cell of graph.cells) {
    for (const access of cell.accesses) {
      if (!takes.has(access.kind)) continue;
      const known = accesses.get(access.site.file);
      if (known === undefined) accesses.set(access.site.file, [{ cell, access }]);
      else known.push({ cell, access });
    }
  }
  return { graph, types, accesses, parameters: new Map() };
}

const takes: ReadonlySet<CellAccess['kind']> = new Set(['read', 'iterate', 'remove', 'escape']);

interface At {
  readonly file: string;
  readonly code: CodeFacts;
  readonly function: FunctionId;
  readonly depth: number;
}

const deepest = 8;

/** What a value in a function's body was taken out of, through names, loops, callbacks and calls. */
export function takenFrom(search: Search, file: string, owner: FunctionId, value: Value): readonly Taken[] {
  const code = search.graph.facts.get(file)?.code ?? null;
  return code === null ? [] : taken(search, { file, code, function: owner, depth: 0 }, value);
}

function taken(search: Search, at: At, value: Value): readonly Taken[] {
  if (at.depth > deepest) return [];
  const next = (inner: Value): readonly Taken[] => taken(search, { ...at, depth: at.depth + 1 }, inner);
  switch (value.kind) {
    case 'reference':
      return ofReference(search, at, value.reference);
    case 'call':
      return ofCall(search, at, value.call);
    case 'conditional':
      return [...next(value.then), ...next(value.otherwise)];
    case 'operator':
      return [...(value.left === null ? [] : next(value.left)), ...next(value.right)];
    case 'list':
      return value.items.flatMap((item) => (item.kind === 'spread' ? next(item) : []));
    case 'spread':
      return next(value.of);
    case 'container':
      return value.initial.flatMap(next);
    default:
      return [];
  }
}

function ofReference(search: Search, at: At, reference: Reference): readonly Taken[] {
  const own = [...accessedAt(search, at, reference), ...heldByServer(search, at, reference)];
  if (own.length > 0) return own;
  const { root } = reference;
  const deeper = { ...at, depth: at.depth + 1 };
  switch (root.kind) {
    case 'call':
      return ofCall(search, deeper, root.call);
    case 'value':
      return taken(search, deeper, root.value);
    case 'declared': {
      const declaration = at.code.declarations[root.declaration];
      if (declaration === undefined || declaration.kind === 'import' || declaration.function === 0) return [];
      const inside = { ...deeper, function: declaration.function };
      const values = [...namedValues(at.code, root.declaration), ...gathered(at.code, root.declaration)];
      const loop = declaration.initial?.kind === 'unknown' ? loopBehind(at.code, declaration) : null;
      const found = [
        ...values.flatMap((each) => gone(each, taken(search, inside, each))),
        ...(loop === null ? [] : taken(search, inside, loop).map((each) => ({ ...each, key: null }))),
      ];
      return found.length > 0 || declaration.kind !== 'parameter'
        ? found
        : ofParameter(search, inside, declaration.index ?? 0);
    }
    default:
      return [];
  }
}

/** An item of a loop stands for all that the loop goes through, whichever key led to them. */
function gone(value: Value, found: readonly Taken[]): readonly Taken[] {
  const isItem = value.kind === 'reference' && value.reference.path.includes('*');
  return isItem ? found.map((each) => ({ ...each, key: null })) : found;
}

/** What loops go through, in the order of the text. */
const loopsIn = remembered((code: CodeFacts): readonly Value[] =>
  code.functions
    .flatMap(({ operations }) => operations.flatMap(({ over }) => over ?? []))
    .sort((one, other) => one.span[0] - other.span[0]),
);

/** `for guest in guests_of(room)`: what the loop goes through is written right behind the name that it gives the items. */
function loopBehind(code: CodeFacts, { function: owner, span }: DeclarationFact): Value | null {
  const next = loopsIn(code).find((each) => each.span[0] >= span[1]);
  const body = code.functions[owner]?.span;
  return next !== undefined && contains(body, next.span) ? next : null;
}

/** What a function puts into a list of its own, which it begins empty: `found = []`, `found.append(connection)`. */
const gatheredIn = remembered((code: CodeFacts): ReadonlyMap<DeclarationId, readonly Value[]> => {
  const found = new Map<DeclarationId, Value[]>();
  for (const { operations } of code.functions) {
    for (const step of operations) {
      if (step.kind !== 'container' || step.value === null || step.target.path.length > 0) continue;
      if (step.access !== 'append' && step.access !== 'write') continue;
      const { root } = step.target;
      if (root.kind !== 'declared') continue;
      found.set(root.declaration, [...(found.get(root.declaration) ?? []), step.value]);
    }
  }
  return found;
});

function gathered(code: CodeFacts, declaration: DeclarationId): readonly Value[] {
  return gatheredIn(code).get(declaration) ?? [];
}

/** A mention of the collection itself, where this function reads it. */
function accessedAt(search: Search, at: At, reference: Reference): readonly Taken[] {
  const key = `${at.file}#${at.function}`;
  const found = (search.accesses.get(at.file) ?? []).find(
    ({ access }) =>
      access.function === key &&
      (contains(reference.span, access.site.span) || isTarget(reference, access.operation)) &&
      isMention(at, reference, access),
  );
  if (found === undefined) return [];
  const { cell, access } = found;
  const asked = access.kind === 'iterate' || isOneOfAll(at.code, cell, access) ? null : access.key;
  return [
    {
      from: { kind: 'cell', cell },
      function: key,
      key: asked === null ? null : { file: at.file, value: asked },
    },
  ];
}

/** `for (const id in clients) clients[id].send(text)`: the key is whichever comes next of all. */
function isOneOfAll(code: CodeFacts, cell: StateCell, { function: owner, key }: CellAccess): boolean {
  if (key?.kind !== 'reference' || key.reference.root.kind !== 'declared' || key.reference.path.length > 0)
    return false;
  const { kind, initial } = code.declarations[key.reference.root.declaration] ?? { kind: 'import', initial: null };
  const isOfLoop =
    initial === null ||
    initial.kind === 'unknown' ||
    (initial.kind === 'reference' && initial.reference.path.includes('*'));
  return (
    kind !== 'parameter' &&
    isOfLoop &&
    cell.accesses.some((other) => other.kind === 'iterate' && other.function === owner)
  );
}

/** What a loop takes item by item is written where the loop is: `(c for c in connections)`. */
function isTarget(reference: Reference, operation: CellAccess['operation']): boolean {
  const item = reference.path.indexOf('*');
  if (operation.kind !== 'container' || item < 0) return false;
  const { root, path } = operation.target;
  return isSameRoot(root, reference.root) && path.join('.') === reference.path.slice(0, item).join('.');
}

function isSameRoot(one: Reference['root'], other: Reference['root']): boolean {
  if (one.kind === 'declared' && other.kind === 'declared') return one.declaration === other.declaration;
  return one.kind === 'this' && other.kind === 'this' && one.class === other.class;
}

/** The mention itself reads the collection, and not a function or a key written inside it. */
function isMention(at: At, reference: Reference, { key, site }: CellAccess): boolean {
  if (key !== null && contains(key.span, reference.span)) return false;
  return reference.root.kind !== 'call' || !contains(at.code.calls[reference.root.call]?.span, site.span);
}

/** `server.clients`. */
function heldByServer({ graph, types }: Search, { file, function: owner }: At, reference: Reference): readonly Taken[] {
  const index = reference.path.findIndex((name) => types.members.has(name));
  if (index < 0) return [];
  const member = reference.path[index] ?? '';
  const holder: Value = {
    kind: 'reference',
    reference: { ...reference, path: reference.path.slice(0, index) },
    span: reference.span,
  };
  for (const meaning of meaningsOf(graph, file, holder)) {
    const type = meaning.kind === 'tracked' ? types.held.get(`${meaning.type} ${member}`) : undefined;
    if (meaning.kind === 'tracked' && meaning.use !== null && type !== undefined) {
      return [{ from: { kind: 'server', use: meaning.use }, function: `${file}#${owner}`, key: null }];
    }
  }
  return [];
}

/** Globals that give what they are given in another form: `Object.values(rooms)`, `list(connections)`. */
const passing = new Set(['Object', 'Array', 'Set', 'list', 'set', 'tuple', 'sorted', 'reversed', 'enumerate', 'iter']);

function ofCall(search: Search, at: At, call: CallId): readonly Taken[] {
  const fact = at.code.calls[call];
  if (fact === undefined || at.depth > deepest) return [];
  const inside = { ...at, function: fact.function, depth: at.depth + 1 };
  const own = accessedAt(search, inside, fact.callee);
  if (own.length > 0) return own;
  const { root, path } = fact.callee;
  if (root.kind === 'global' && passing.has(root.name)) {
    return fact.arguments.flatMap((each) => taken(search, inside, each));
  }
  const receiver = path.length === 0 ? [] : ofReference(search, inside, { ...fact.callee, path: path.slice(0, -1) });
  return receiver.length > 0 ? receiver : ofResult(search, inside, fact.calleeSpan);
}

/** What functions of the workspace give back: `findSocket(id)`. */
function ofResult(search: Search, at: At, callee: readonly [number, number]): readonly Taken[] {
  const edges = (search.graph.callees.get(`${at.file}#${at.function}`) ?? []).filter(
    ({ site, kind }) =>
      site.file === at.file && site.span[0] === callee[0] && site.span[1] === callee[1] && kind !== 'callback',
  );
  return edges.slice(0, mostCallers).flatMap(({ to }) => {
    const there = inFunction(search, to, at.depth + 1);
    if (there === null) return [];
    const { operations } = there.code.functions[there.function] ?? { operations: [] };
    return operations.flatMap((step) =>
      step.kind === 'return' && step.value !== null ? taken(search, there, step.value) : [],
    );
  });
}

function inFunction({ graph }: Search, key: FunctionKey, depth: number): At | null {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  return node === undefined || code === null ? null : { file: node.file, code, function: node.id, depth };
}

/** Methods of collections that call a function with each item. */
const eachItem = /^(?:forEach|map|flatMap|filter|find|findLast|some|every|reduce|for_each)$/;

/** A parameter of a callback that is called with each item, or of a function that callers give an item. */
function ofParameter(search: Search, at: At, index: number): readonly Taken[] {
  const key = `${at.file}#${at.function} ${index}`;
  const known = search.parameters.get(key);
  if (known !== undefined) return known;
  // Noted before it is followed, so that functions which call one another come to an end.
  search.parameters.set(key, []);
  const found = givenFor(search, at, index);
  search.parameters.set(key, found);
  return found;
}

function givenFor(search: Search, at: At, index: number): readonly Taken[] {
  const given = callbackCalls(at.code).get(at.function);
  const fact = given === undefined ? undefined : at.code.calls[given];
  if (fact !== undefined && eachItem.test(fact.callee.path.at(-1) ?? '')) {
    const { callee } = fact;
    const receiver = { ...callee, path: callee.path.slice(0, -1) };
    const found = ofReference(search, { ...at, function: fact.function, depth: at.depth + 1 }, receiver);
    return found.map((each) => ({ ...each, key: null }));
  }
  const callers = search.graph.callers.get(`${at.file}#${at.function}`) ?? [];
  return callers.slice(0, mostCallers).flatMap(({ from, call }) => {
    const there = inFunction(search, from, at.depth + 1);
    const value = call === undefined ? undefined : there?.code.calls[call]?.arguments[index];
    return there === null || value === undefined ? [] : taken(search, there, value);
  });
}

const mostCallers = 20;

/** The calls that functions written in their arguments are given to. */
const callbackCalls = remembered((code: CodeFacts): ReadonlyMap<FunctionId, CallId> => {
  const found = new Map<FunctionId, CallId>();
  code.calls.forEach((fact, call) => {
    for (const value of fact.arguments) if (value.kind === 'function') found.set(value.function, call);
  });
  return found;
});
