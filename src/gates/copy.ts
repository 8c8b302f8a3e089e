import type { CodeFacts } from '../facts/code.ts';
import type { CallId, Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import { receiverOf } from '../link/follow/arguments.ts';
import type {
  CellAccess,
  ClassKey,
  FunctionKey,
  FunctionNode,
  ProgramGraph,
  StateCell,
} from '../link/program-graph.ts';
import { areAddedTo } from './added-to.ts';
import { calleesAt, growthOf } from './contents.ts';
import { workReach } from './moment.ts';
import { valuesOfRoot } from './named-values.ts';
import { ownName, typeNames, typeOf, wordsOf } from './names.ts';
import { callsBehind, isClock, isLoaded, isMadeUp, isWrittenThrough, lastName } from './origins.ts';
import { isMadeHere, type Purpose } from './purpose.ts';
import { isBuiltFromSource } from './rebuilt.ts';
import { refusesBy } from './refusal.ts';
import type { Stop } from './stop.ts';

const stop = (reason: string): Stop => ({ gate: 'role', reason });

const cacheWords = /^(?:cache|cached|caches|memo|memoized|memoised|lru|ttl|prefetched|compiled|parsed|resolved)$/;

/** A copy of what stands elsewhere, or a result that any instance can work out again. */
export function copyStop(
  graph: ProgramGraph,
  cell: StateCell,
  growth: readonly CellAccess[],
  purpose: Purpose | null,
): Stop | null {
  if (growth.length === 0) return null;
  const isCopied = (access: CellAccess): boolean =>
    isLoaded(graph, access) || isWrittenThrough(graph, access) || isBuiltFromSource(graph, cell, access);
  if (growth.every(isCopied)) {
    return stop('It is a copy of what stands in a database, a file or another service: a cache, and no authority.');
  }
  // A mark of when something was seen follows from no key where it stands for what must not happen twice or too often.
  const isMark =
    growth.every((access) => isTime(graph, access)) &&
    (isMadeHere(purpose) || cell.accesses.some((access) => access.key !== null && refusesBy(graph, access)));
  if (!isMark && !areAddedTo(graph, cell) && growth.every((access) => isWorkedOut(graph, cell, access))) {
    return stop('It keeps results that follow from their key, so any instance works them out again.');
  }
  const fills = growth.map((access) => namesAround(graph, access.function));
  const isNamedCache =
    (fills.length > 0 && fills.every((names) => names.some((name) => /^(?:cache|memo|prefetch|warm)/i.test(name)))) ||
    [ownName(cell), ownerName(graph, cell), ...typeNames(typeOf(graph, cell))]
      .flatMap(wordsOf)
      .some((word) => cacheWords.test(word));
  return isNamedCache && !isMadeHere(purpose)
    ? stop('Its name says that it is a cache, and nothing shows that it is more.')
    : null;
}

/**
 * Worked out on a miss: the same function asks for the key, then puts in the result of a call. An entry that begins as an
 * empty thing and grows later is no result.
 */
function isWorkedOut(graph: ProgramGraph, cell: StateCell, access: CellAccess): boolean {
  const code = graph.facts.get(access.site.file)?.code ?? null;
  const value = code === null ? null : lastPutInto(code, access);
  if (code === null || value === null) return false;
  const asksFirst = cell.accesses.some(
    (other) =>
      (other.kind === 'read' || other.kind === 'test') &&
      isAround(graph, other.function, access.function) &&
      other.site.span[0] < access.site.span[0],
  );
  // What is put behind the others in an entry, as each hit in a list of hits, adds to what stood there.
  if (!asksFirst || isMadeUp(code, value) || (access.kind === 'append' && cell.shape !== 'list')) return false;
  if (isFresh(code, value, 0)) return isBuiltInLoop(graph, access) || holdsResults(graph, code, access);
  const own = new Set(
    cell.accesses.flatMap((each) => (each.operation.kind === 'container' ? (each.operation.call ?? []) : [])),
  );
  if (addsToItself(code, value, own, 0)) return false;
  const behind = callsBehind(code, value).filter((call) => !own.has(call));
  if (behind.every((call) => isClock(code, call)) && isCounted(code, own)) return false;
  if (bringsGiven(code, value, 0) && behind.every((call) => isConversion(code, call))) return false;
  return behind.length > 0 && !behind.some((call) => isFreshCall(graph, code, access, call));
}

/** `self.table = make(name)`, then `tables[name] = self.table`: of a field that stands there, what the function put into it. */
function lastPutInto(code: CodeFacts, { value, site }: CellAccess): Value | null {
  if (value?.kind !== 'reference' || value.reference.root.kind !== 'this') return value;
  const [field] = value.reference.path;
  const around = code.functions.find(({ operations }) =>
    operations.some(({ span }) => span[0] <= site.span[0] && site.span[1] <= span[1]),
  );
  const puts = (around?.operations ?? []).flatMap((each) =>
    each.kind === 'assign' &&
    each.target.root.kind === 'this' &&
    each.target.path.length === 1 &&
    each.target.path[0] === field &&
    each.value !== null &&
    each.span[0] < site.span[0]
      ? [each.value]
      : [],
  );
  return value.reference.path.length === 1 ? (puts.at(-1) ?? value) : value;
}

/** `{ ...request.body, id: Number(request.params.id) }`: what somebody gave, which follows from no key. */
function bringsGiven(code: CodeFacts, value: Value, depth: number): boolean {
  if (depth > 3) return false;
  if (value.kind === 'reference' && value.reference.path.length === 0) {
    return valuesOfRoot(code, value.reference).some((each) => bringsGiven(code, each, depth + 1));
  }
  if (value.kind !== 'object') return false;
  const isGiven = (each: Value): boolean => {
    if (each.kind !== 'reference' || each.reference.root.kind !== 'declared') return false;
    if (code.declarations[each.reference.root.declaration]?.kind === 'parameter') return true;
    return each.reference.path.length === 0 && valuesOfRoot(code, each.reference).some(isGiven);
  };
  return value.spreads.some(isGiven);
}

/** A call that gives what it was given, in another type. */
function isConversion(code: CodeFacts, call: CallId): boolean {
  return /^(?:Number|String|Boolean|parseInt|parseFloat|trim|toString)$/.test(lastName(code, call));
}

/** A time, and nothing that was worked out beside it. */
function isTime(graph: ProgramGraph, { value, site }: CellAccess): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const behind = code === null ? [] : callsBehind(code, value);
  return code !== null && behind.length > 0 && behind.every((call) => isClock(code, call));
}

/**
 * `hits.set(key, (hits.get(key) ?? 0) + 1)`: a sum over what stood there follows from no key, and neither does what stood
 * there with some of it taken out or more put behind it: `hits.get(key).filter(isRecent)`, `[...hits.get(key), now]`.
 */
function addsToItself(code: CodeFacts, value: Value, own: ReadonlySet<CallId>, depth: number): boolean {
  if (value.kind === 'operator') {
    return ['+', '-'].includes(value.operator) && callsBehind(code, value).some((call) => own.has(call));
  }
  if (countsUpWithin(code, value, own)) return true;
  if (value.kind === 'list') {
    return value.items.some((item) => item.kind === 'spread' && isItself(code, item.of, own, 0));
  }
  if (value.kind === 'call') return !own.has(value.call) && isItself(code, value, own, 0);
  if (value.kind !== 'reference' || value.reference.path.length > 0 || depth > 3) return false;
  return valuesOfRoot(code, value.reference).some((each) => addsToItself(code, each, own, depth + 1));
}

/** `hits[key] = (start, count + 1)`: a pair or an object with a sum over what stood there, beside nothing but times. */
function countsUpWithin(code: CodeFacts, value: Value, own: ReadonlySet<CallId>): boolean {
  const parts =
    value.kind === 'list' ? value.items : value.kind === 'object' ? value.properties.map((each) => each.value) : [];
  const isSum = (part: Value): boolean =>
    part.kind === 'operator' &&
    ['+', '-'].includes(part.operator) &&
    callsBehind(code, part).some((call) => own.has(call));
  return parts.some(isSum) && callsBehind(code, value).every((call) => own.has(call) || isClock(code, call));
}

/** What the collection gave, or something empty in its place, whole or in part, and nothing that was asked elsewhere. */
function isItself(code: CodeFacts, value: Value, own: ReadonlySet<CallId>, depth: number): boolean {
  if (depth > 5) return false;
  if (value.kind === 'call') {
    const callee = code.calls[value.call]?.callee;
    const isPart = callee !== undefined && /^(?:filter|concat|slice)$/.test(lastName(code, value.call));
    return own.has(value.call) || (isPart && isItself(code, receiverOf(callee), own, depth + 1));
  }
  if (value.kind === 'operator' && value.left !== null && /^(?:\?\?|\|\||or)$/.test(value.operator)) {
    return isItself(code, value.left, own, depth) && callsBehind(code, value.right).length === 0;
  }
  if (value.kind !== 'reference' || value.reference.path.length > 0) return false;
  const values = valuesOfRoot(code, value.reference);
  return values.length > 0 && values.every((each) => isItself(code, each, own, depth + 1));
}

/** `const record = hits.get(key); record.count++`: what the collection gave is counted up in place. */
function isCounted(code: CodeFacts, own: ReadonlySet<CallId>): boolean {
  return code.functions.some(({ operations }) =>
    operations.some((operation) => {
      if (operation.kind !== 'assign' || !['++', '--', '+=', '-='].includes(operation.operator)) return false;
      return (
        operation.target.path.length > 0 &&
        valuesOfRoot(code, operation.target).some((value) => callsBehind(code, value).some((call) => own.has(call)))
      );
    }),
  );
}

/** A local table that a loop fills before it is put in, as an index over something that is there already. */
function isBuiltInLoop(graph: ProgramGraph, access: CellAccess): boolean {
  const root = access.value?.kind === 'reference' ? access.value.reference.root : null;
  const operations = graph.functions.get(access.function)?.fact.operations ?? [];
  return (
    root?.kind === 'declared' &&
    operations.some(
      (operation) =>
        operation.kind === 'container' &&
        operation.inLoop &&
        operation.target.path.length === 0 &&
        operation.target.root.kind === 'declared' &&
        operation.target.root.declaration === root.declaration &&
        (operation.access === 'write' || operation.access === 'append'),
    )
  );
}

/** A table within the table, which the same function fills with results: remembered by two keys rather than one. */
function holdsResults(graph: ProgramGraph, code: CodeFacts, access: CellAccess): boolean {
  const root = access.value?.kind === 'reference' ? access.value.reference.root : null;
  const operations = graph.functions.get(access.function)?.fact.operations ?? [];
  const inner = operations.flatMap((operation) => {
    if (operation.kind !== 'container' || operation.access !== 'write' || operation.target.path.length > 0) return [];
    const target = operation.target.root;
    const isIt = root?.kind === 'declared' && target.kind === 'declared' && target.declaration === root.declaration;
    return isIt && operation.value !== null ? [{ ...access, operation, value: operation.value }] : [];
  });
  return (
    inner.length > 0 &&
    inner.every((each) => {
      if (isMadeUp(code, each.value)) return false;
      if (isFresh(code, each.value, 0)) return isBuiltInLoop(graph, each);
      const behind = callsBehind(code, each.value);
      return behind.length > 0 && !behind.some((call) => isClock(code, call) || isFreshCall(graph, code, access, call));
    })
  );
}

/** The names of a function and of those that it is written in. */
function namesAround(graph: ProgramGraph, key: FunctionKey): readonly string[] {
  const names: string[] = [];
  for (let at = graph.functions.get(key); at !== undefined; ) {
    names.push(at.fact.name);
    at =
      at.fact.parent === null || at.fact.parent === 0 ? undefined : graph.functions.get(`${at.file}#${at.fact.parent}`);
  }
  return names;
}

/** Whether a function is another one, or holds it as a callback. */
function isAround(graph: ProgramGraph, outer: FunctionKey, inner: FunctionKey): boolean {
  let at: FunctionNode | undefined = graph.functions.get(inner);
  while (at !== undefined && at.key !== outer) {
    at =
      at.fact.parent === null || at.fact.parent === 0 ? undefined : graph.functions.get(`${at.file}#${at.fact.parent}`);
  }
  return at !== undefined;
}

/** A call into the workspace that gives a new thing to be filled, not something that follows from the key. */
function isFreshCall(graph: ProgramGraph, code: CodeFacts, access: CellAccess, call: number): boolean {
  const fact = code.calls[call];
  if (fact === undefined) return true;
  const made: Value = { kind: 'call', call, span: fact.span };
  const classes = meaningsOf(graph, access.site.file, made).flatMap((meaning) =>
    meaning.kind === 'instance' ? [meaning.class] : [],
  );
  if (fact.construct) return classes.length > 0;
  if (classes.some((key) => isFilledLater(graph, key))) return true;
  const callees = calleesAt(graph, access.function, access.site.file, fact);
  return callees.some(({ key }) => {
    const target = graph.functions.get(key);
    const inner = target === undefined ? null : (graph.facts.get(target.file)?.code ?? null);
    if (target === undefined || inner === null) return false;
    return target.fact.operations.some(
      (operation) => operation.kind === 'return' && operation.value !== null && isFresh(inner, operation.value, 0),
    );
  });
}

/** Whether methods of the class fill a collection in a field of it while the service works. */
function isFilledLater(graph: ProgramGraph, key: ClassKey): boolean {
  return graph.cells.some(
    (cell) =>
      cell.home.kind === 'field' &&
      cell.home.class === key &&
      growthOf(cell).some(
        (access) =>
          graph.functions.get(access.function)?.class === key &&
          workReach(graph, access.function) !== null &&
          !isInMaking(graph, access.function, 0),
      ),
  );
}

/** A constructor, or what nothing but one calls: it fills the object while that is made. */
function isInMaking(graph: ProgramGraph, key: FunctionKey, depth: number): boolean {
  if (graph.functions.get(key)?.fact.kind === 'constructor') return true;
  const callers = graph.callers.get(key) ?? [];
  return depth < 3 && callers.length > 0 && callers.every(({ from }) => isInMaking(graph, from, depth + 1));
}

/** An empty container, a zero, or an object that holds one: the beginning of something that is filled later. */
export function isFresh(code: CodeFacts, value: Value, depth: number): boolean {
  if (depth > 3) return false;
  switch (value.kind) {
    case 'container':
      return value.initial.length === 0;
    case 'list':
      return value.items.length === 0;
    case 'object':
      return (
        (value.properties.length === 0 && value.spreads.length === 0) ||
        value.properties.some((property) => isBeginning(code, property.value, depth + 1))
      );
    case 'reference': {
      if (value.reference.path.length > 0) return false;
      return valuesOfRoot(code, value.reference).some((each) => isFresh(code, each, depth + 1));
    }
    default:
      return false;
  }
}

function isBeginning(code: CodeFacts, value: Value, depth: number): boolean {
  if (value.kind === 'literal') return value.value === 0;
  return isFresh(code, value, depth);
}

function ownerName(graph: ProgramGraph, cell: StateCell): string {
  if (cell.home.kind !== 'field' && cell.home.kind !== 'static') return '';
  return graph.classes.get(cell.home.class)?.fact.name ?? '';
}
