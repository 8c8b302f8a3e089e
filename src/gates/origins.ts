import type { EffectKind } from '../catalog/types.ts';
import type { CodeFacts } from '../facts/code.ts';
import { partsOf } from '../facts/value-parts.ts';
import type { CallId, DeclarationId, Reference, Value } from '../facts/values.ts';
import { reachableEffects } from '../link/effects.ts';
import type { CellAccess, FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';
import { calleesAt } from './contents.ts';
import { valuesOfRoot } from './named-values.ts';

/** Effects that bring in what stands elsewhere. */
export const sources: ReadonlySet<EffectKind> = new Set(['database-read', 'file-read', 'external-call', 'transaction']);

/**
 * Calls that a value is made from, through the local names between; each name and each call is looked at once, because a
 * name that a long function assigns again and again would be followed along every way. Values of the collection itself
 * are left out by the caller.
 */
export function callsBehind(code: CodeFacts, value: Value | null): readonly CallId[] {
  const calls = new Set<CallId>();
  const names = new Set<DeclarationId>();
  const followName = (reference: Reference): void => {
    if (reference.root.kind !== 'declared' || names.has(reference.root.declaration)) return;
    names.add(reference.root.declaration);
    valuesOfRoot(code, reference).forEach(follow);
  };
  const followCall = (call: CallId): void => {
    if (calls.has(call)) return;
    calls.add(call);
    const fact = code.calls[call];
    if (fact === undefined) return;
    const { root } = fact.callee;
    if (root.kind === 'call') followCall(root.call);
    else if (root.kind === 'value') follow(root.value);
    else followName(fact.callee);
    fact.arguments.forEach(follow);
  };
  const follow = (inner: Value | null): void => {
    if (inner === null) return;
    if (inner.kind === 'call') followCall(inner.call);
    else if (inner.kind !== 'reference') partsOf(inner).forEach(follow);
    else if (inner.reference.root.kind === 'call') followCall(inner.reference.root.call);
    else followName(inner.reference);
  };
  follow(value);
  return [...calls];
}

/**
 * Whether what is put in was read from a database, a file or another service, which makes the collection a copy. Facts
 * read elsewhere under a key that was made up here, as a session's, are no copy: who holds the key stands nowhere else.
 */
export function isLoaded(graph: ProgramGraph, access: CellAccess): boolean {
  const code = graph.facts.get(access.site.file)?.code ?? null;
  if (code === null || access.value === null || isMadeUp(code, access.key)) return false;
  return isLoadedValue({ graph, code, file: access.site.file, function: access.function }, access.value, 0);
}

/** Where a value stands. */
interface Where {
  readonly graph: ProgramGraph;
  readonly code: CodeFacts;
  readonly file: string;
  readonly function: FunctionKey;
}

function isLoadedValue(where: Where, value: Value, depth: number): boolean {
  const parts = value.kind === 'object' ? value.properties.map((each) => each.value) : [value];
  const spreads = value.kind === 'object' ? value.spreads : [];
  const loaded = [...parts, ...spreads].filter((part) => isLoadedPart(where, part, depth));
  return loaded.length > 0 && parts.every((part) => loaded.includes(part) || isMark(where.code, part));
}

function isLoadedPart(where: Where, part: Value, depth: number): boolean {
  const { graph, code } = where;
  const gathered = depth < 3 ? gatheredIn(code, part) : [];
  if (gathered.length > 0) return gathered.every((item) => isLoadedPart(where, item, depth + 1));
  const behind = callsBehind(code, part);
  const direct = code.functions
    .flatMap((_, id) => graph.effects.get(`${where.file}#${id}`) ?? [])
    .filter((effect) => sources.has(effect.effect));
  const givers = giversBehind(code, part, 0);
  if (direct.some((effect) => behind.includes(effect.call) || givers.includes(effect.call))) return true;
  if ([...behind, ...givers].some((call) => leadsToSource(where, call))) return true;
  return depth < 2 && parametersBehind(code, part).some((parameter) => isLoadedByCallers(where, parameter, depth));
}

/** What a function puts into a list or table of its own that begins empty, when the value is that list. */
function gatheredIn(code: CodeFacts, part: Value): readonly Value[] {
  const root = part.kind === 'reference' && part.reference.path.length === 0 ? part.reference.root : null;
  const declaration = root?.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  const initial = declaration?.initial ?? null;
  const isEmpty =
    (initial?.kind === 'list' && initial.items.length === 0) ||
    (initial?.kind === 'container' && initial.initial.length === 0) ||
    (initial?.kind === 'object' && initial.properties.length === 0 && initial.spreads.length === 0);
  if (declaration === undefined || declaration.function === 0 || !isEmpty) return [];
  return code.functions.flatMap(({ operations }) =>
    operations.flatMap((operation) => {
      if (operation.kind !== 'container' || operation.value === null || operation.target.path.length > 0) return [];
      const target = operation.target.root;
      const isIt = target.kind === 'declared' && code.declarations[target.declaration] === declaration;
      return isIt && (operation.access === 'write' || operation.access === 'append') ? [operation.value] : [];
    }),
  );
}

/** Parameters that a value is made from, through local names and what calls are given. */
function parametersBehind(code: CodeFacts, value: Value, depth = 0): readonly DeclarationId[] {
  if (depth > 4) return [];
  const next = (inner: Value): readonly DeclarationId[] => parametersBehind(code, inner, depth + 1);
  switch (value.kind) {
    case 'reference': {
      const { root } = value.reference;
      if (root.kind !== 'declared') return [];
      const isParameter = code.declarations[root.declaration]?.kind === 'parameter';
      return isParameter ? [root.declaration] : valuesOfRoot(code, value.reference).flatMap(next);
    }
    case 'spread':
      return next(value.of);
    case 'call':
      return (code.calls[value.call]?.arguments ?? []).flatMap(next);
    default:
      return [];
  }
}

/** Calls that hand a callback what a value is made from, and the calls that they themselves are made on: `fetch(…).then(…)`. */
function giversBehind(code: CodeFacts, value: Value, depth: number): readonly CallId[] {
  if (depth > 4) return [];
  return parametersBehind(code, value).flatMap((parameter) =>
    callsTaking(code, parameter).flatMap((call) => {
      const callee = code.calls[call]?.callee;
      if (callee === undefined) return [call];
      const receiver: Value = { kind: 'reference', reference: callee, span: callee.span };
      return [call, ...callsBehind(code, receiver), ...giversBehind(code, receiver, depth + 1)];
    }),
  );
}

/** The calls that are given the function that a parameter belongs to: `readFile(path, (error, text) => …)`. */
function callsTaking(code: CodeFacts, parameter: DeclarationId): readonly CallId[] {
  const owner = code.declarations[parameter]?.function;
  return code.calls.flatMap((fact, call) =>
    fact.arguments.some((argument) => argument.kind === 'function' && argument.function === owner) ? [call] : [],
  );
}

/** Whether every caller gives a parameter something that was loaded. */
function isLoadedByCallers({ graph, code, function: key }: Where, parameter: DeclarationId, depth: number): boolean {
  const index = code.declarations[parameter]?.index ?? null;
  const owner = graph.functions.get(key);
  if (index === null || owner === undefined || code.declarations[parameter]?.function !== owner.id) return false;
  const given = (graph.callers.get(key) ?? []).map((edge) => {
    const from = graph.functions.get(edge.from);
    const caller = from === undefined ? null : (graph.facts.get(from.file)?.code ?? null);
    if (from === undefined || caller === null) return false;
    const call = caller.calls.find(
      (fact) => fact.calleeSpan[0] <= edge.site.span[0] && edge.site.span[1] <= fact.calleeSpan[1],
    );
    const value = call?.arguments[index];
    return (
      value !== undefined &&
      isLoadedValue({ graph, code: caller, file: from.file, function: edge.from }, value, depth + 1)
    );
  });
  return given.length > 0 && given.every(Boolean);
}

/** Whether a call asks a database, a file or another service, itself or by what it calls. */
export function comesFromSource(graph: ProgramGraph, code: CodeFacts, file: string, call: CallId): boolean {
  const key = `${file}#${code.calls[call]?.function ?? 0}`;
  const isDirect = (graph.effects.get(key) ?? []).some((each) => each.call === call && sources.has(each.effect));
  return isDirect || leadsToSource({ graph, code, file, function: key }, call);
}

function leadsToSource({ graph, code, file, function: key }: Where, call: CallId): boolean {
  const fact = code.calls[call];
  if (fact === undefined) return false;
  return calleesAt(graph, key, file, fact).some((callee) =>
    reachableEffects(graph, callee.key).some((effect) => sources.has(effect.effect)),
  );
}

/** A literal, or a time: what a cache writes beside the entry. */
function isMark(code: CodeFacts, part: Value): boolean {
  if (part.kind === 'literal') return true;
  return callsBehind(code, part).some((call) => isClock(code, call));
}

/** `Date.now()`, `new Date()`, `at.getTime()`. */
export function isClock(code: CodeFacts, call: CallId): boolean {
  return clocks.test(lastName(code, call));
}

/** Those that tell the time of day; what a monotonic one gives means something in this process alone. */
const clocks = /^(?:now|utcnow|Date|getTime|time|time_ns)$/;

/** Whether a value comes from chance or a signature: an id that nobody else can work out. */
export function isMadeUp(code: CodeFacts, value: Value | null): boolean {
  return callsBehind(code, value).some((call) => makesUp.test(lastName(code, call)));
}

const makesUp =
  /^(?:random\w*|uuid\w*|urandom|token_(?:bytes|hex|urlsafe)|get_random_string|v[1-7]|nanoid|cuid\w*|ulid|createId|sign|generate\w*(?:Id|Token|Code|Otp|Key))$/;

/** The name that a call is written with, without what stands before its last dot. */
export function lastName(code: CodeFacts, call: CallId): string {
  const callee = code.calls[call]?.callee;
  const last = callee?.path.at(-1);
  if (callee === undefined || last !== undefined) return last ?? '';
  if (callee.root.kind === 'global') return callee.root.name;
  return callee.root.kind === 'declared' ? (code.declarations[callee.root.declaration]?.name ?? '') : '';
}

const writes: ReadonlySet<EffectKind> = new Set(['database-write', 'transaction', 'cache-write']);

/** Whether the function that puts this in also writes the same thing to a database or a shared cache, so that this is a copy beside it. */
export function isWrittenThrough(graph: ProgramGraph, access: CellAccess): boolean {
  const code = graph.facts.get(access.site.file)?.code ?? null;
  if (code === null) return false;
  const names = rootsOf(code, access.value);
  if (names.size === 0) return false;
  const calls = code.calls.flatMap((fact, call) =>
    rootsGiven(code)
      .get(call)
      ?.some((root) => names.has(root)) === true || fact.arguments.some((each) => takesMembers(each, names))
      ? [call]
      : [],
  );
  const direct = (graph.effects.get(access.function) ?? []).some(
    (effect) => writes.has(effect.effect) && calls.includes(effect.call),
  );
  return direct || calls.some((call) => leadsToWrite(graph, access, code, call));
}

function leadsToWrite(graph: ProgramGraph, access: CellAccess, code: CodeFacts, call: CallId): boolean {
  const fact = code.calls[call];
  if (fact === undefined) return false;
  return calleesAt(graph, access.function, access.site.file, fact).some((callee) =>
    reachableEffects(graph, callee.key).some((effect) => writes.has(effect.effect)),
  );
}

/** The declarations that each call of a file is given whole, by itself or through the calls among its arguments. */
const rootsGiven = remembered((code: CodeFacts): ReadonlyMap<CallId, readonly DeclarationId[]> => {
  const given = new Map<CallId, readonly DeclarationId[]>();
  for (const [call, fact] of code.calls.entries()) {
    const roots = new Set(fact.arguments.flatMap((each) => [...rootsOf(code, each)]));
    if (roots.size > 0) given.set(call, [...roots]);
  }
  return given;
});

/** `{ data: { name: order.name, price: order.price } }`: the same thing, written member by member under the same names. */
function takesMembers(value: Value, names: ReadonlySet<DeclarationId>): boolean {
  if (value.kind !== 'object') return false;
  const same = value.properties.filter(({ key, value: { kind, ...of } }) => {
    if (kind !== 'reference' || !('reference' in of)) return false;
    const { root, path } = of.reference;
    return root.kind === 'declared' && names.has(root.declaration) && path.length === 1 && path[0] === key;
  });
  return same.length > 1 || value.properties.some((property) => takesMembers(property.value, names));
}

/** The declarations that a value takes whole: `order`, `{ data: order }`, `[order]`, but not `order.id`. */
function rootsOf(code: CodeFacts, value: Value | null): ReadonlySet<DeclarationId> {
  const all = (values: readonly Value[]): ReadonlySet<DeclarationId> =>
    new Set(values.flatMap((each) => [...rootsOf(code, each)]));
  switch (value?.kind) {
    case 'reference': {
      const { root, path } = value.reference;
      return new Set(root.kind === 'declared' && path.length === 0 ? [root.declaration] : []);
    }
    case 'object':
      return all([...value.properties.map((each) => each.value), ...value.spreads]);
    case 'list':
      return all(value.items);
    case 'spread':
      return rootsOf(code, value.of);
    case 'call':
      return all(code.calls[value.call]?.arguments ?? []);
    default:
      return new Set();
  }
}
