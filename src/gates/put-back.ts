import type { CodeFacts } from '../facts/code.ts';
import type { Guard } from '../facts/operations.ts';
import { isBoth, isEither, isOpposite, isOther, isSame } from '../facts/operators.ts';
import type { DeclarationId, Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import type { CallEdge, CellAccess, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import type { Span } from '../text/range.ts';
import { calleesAt } from './contents.ts';
import { isSameMention, valuesOfRoot } from './named-values.ts';
import { lastName } from './origins.ts';

/**
 * Whether what goes in is what was found under the same key: `map.delete(key); map.set(key, found)` moves an entry to
 * the end, and nothing is in the collection that was not there before; `table[other] = table[key]` only gives it one more
 * name. What is found and gets more put into it by the same function is something else.
 */
export function isMovedOnly(graph: ProgramGraph, cell: StateCell, access: CellAccess): boolean {
  const code = graph.facts.get(access.site.file)?.code ?? null;
  if (code === null || access.value === null || access.key === null || growsHere(graph, access)) return false;
  return (
    isOneOfItsOwn(cell, access) ||
    lookupsBefore(cell, access).some((other) => isFoundAt(code, access.value, other.site.span))
  );
}

/** Whether what goes in is an entry of the same collection, read there and then. */
function isOneOfItsOwn(cell: StateCell, { function: key, value, site }: CellAccess): boolean {
  if (value?.kind !== 'reference' && value?.kind !== 'call') return false;
  const [start, end] = value.span;
  return cell.accesses.some(
    (other) =>
      other.kind === 'read' &&
      other.function === key &&
      other.site.file === site.file &&
      other.site.span[0] === start &&
      other.site.span[1] <= end &&
      site.span[1] <= start,
  );
}

/** `recent.push(now)` beside `hits.set(key, recent)`: the entry itself is a collection that grows. */
function growsHere(graph: ProgramGraph, { function: key, value }: CellAccess): boolean {
  if (value?.kind !== 'reference' || value.reference.path.length > 0) return false;
  const { root } = value.reference;
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  return (
    root.kind === 'declared' &&
    operations.some(
      (operation) =>
        operation.kind === 'container' &&
        (operation.access === 'append' || operation.access === 'write') &&
        operation.target.path.length === 0 &&
        operation.target.root.kind === 'declared' &&
        operation.target.root.declaration === root.declaration,
    )
  );
}

/** Whether an entry goes in only where the same function found one under the same key: it is changed and not new. */
export function isChangeOnly(graph: ProgramGraph, cell: StateCell, access: CellAccess): boolean {
  const code = graph.facts.get(access.site.file)?.code ?? null;
  if (code === null || access.key === null) return false;
  const found = lookupsBefore(cell, access);
  return access.operation.guards.some((guard) => found.some((other) => saysFound(code, guard, other.site.span)));
}

/** A way by which something is brought: the calls from the function that begins it, outermost first. */
type Way = readonly [CallEdge, ...CallEdge[]];

/** Longer ways are not followed. */
const longest = 3;

/**
 * Ways by which callers bring a function what goes in, where they do not themselves take it out of the same collection
 * first: `const order = find(id); order.seen = true; save(order)` saves what was there. Null where none gives it back.
 */
export function bringersOf(graph: ProgramGraph, cell: StateCell, access: CellAccess): readonly Way[] | null {
  const ways = waysOf(graph, cell, access.site.file, access.function, access.value, []);
  return ways === null || ways.every(({ back }) => !back) ? null : ways.flatMap(({ back, way }) => (back ? [] : [way]));
}

function waysOf(
  graph: ProgramGraph,
  cell: StateCell,
  file: string,
  key: FunctionKey,
  value: Value | null,
  behind: readonly CallEdge[],
): readonly { readonly back: boolean; readonly way: Way }[] | null {
  const code = graph.facts.get(file)?.code ?? null;
  const parameter = code === null ? null : parameterIn(code, value);
  const declaration = parameter === null ? undefined : code?.declarations[parameter];
  const position = declaration?.index ?? null;
  if (position === null || `${file}#${declaration?.function}` !== key || behind.length >= longest) return null;
  const edges = (graph.callers.get(key) ?? []).filter(({ kind }) => kind === 'call' || kind === 'member');
  return edges.flatMap((edge) => {
    const way: Way = [edge, ...behind];
    const given = givenAt(graph, edge, position);
    if (given !== null && isLookedUp(graph, cell, edge, given)) return [{ back: true, way }];
    return waysOf(graph, cell, edge.site.file, edge.from, given, way) ?? [{ back: false, way }];
  });
}

function lookupsBefore(cell: StateCell, { function: key, site, ...access }: CellAccess): readonly CellAccess[] {
  return cell.accesses.filter(
    (other) =>
      (other.kind === 'read' || other.kind === 'test') &&
      other.function === key &&
      other.site.span[0] < site.span[0] &&
      isSameMention(other.key, access.key),
  );
}

/** Whether a condition says that something stood where it was looked up: `if (found)`, or behind `if (!found) return`. */
export function saysFound(code: CodeFacts, { test, holds }: Guard, asked: Span, depth = 0): boolean {
  if (depth > 5) return false;
  const next = (inner: Value | null, still = holds): boolean =>
    inner !== null && saysFound(code, { test: inner, holds: still }, asked, depth + 1);
  if (test.kind !== 'operator') return holds && isFoundAt(code, kindAskedOf(code, test) ?? test, asked);
  const { operator } = test;
  if (isOpposite(operator)) return next(test.right, !holds);
  if (holds ? isBoth(operator) : isEither(operator)) return next(test.left) || next(test.right);
  // `key in table`, where what is looked up in stands behind the word.
  if (operator === 'in' || operator === 'not in') {
    const [start, end] = test.right.span;
    return holds === (operator === 'in') && start === asked[0] && end === asked[1];
  }
  if (!isNothing(test.right)) return false;
  if (isOther(operator)) return next(test.left);
  return isSame(operator) && next(test.left, !holds);
}

/** What `Array.isArray(found)` and `isinstance(found, list)` ask about, which hold only for what is there. */
function kindAskedOf(code: CodeFacts, test: Value): Value | null {
  if (test.kind !== 'call' || !/^(?:isArray|isinstance)$/.test(lastName(code, test.call))) return null;
  return code.calls[test.call]?.arguments[0] ?? null;
}

/** Whether a condition says that nothing stood where it was looked up. */
export function saysMissing(code: CodeFacts, { test, holds }: Guard, asked: Span): boolean {
  return saysFound(code, { test, holds: !holds }, asked);
}

function isNothing(value: Value): boolean {
  if (value.kind === 'literal') return value.value === null;
  return (
    value.kind === 'reference' && value.reference.root.kind === 'global' && value.reference.root.name === 'undefined'
  );
}

/** A look-up itself, or a name that stands for nothing else. */
function isFoundAt(code: CodeFacts, value: Value | null, asked: Span): boolean {
  if (value === null) return false;
  if (value.kind === 'call' || value.kind === 'reference') {
    const { span } = value;
    if (span[0] <= asked[0] && asked[1] <= span[1] && !isArgument(code, value, asked)) return true;
  }
  if (value.kind !== 'reference' || value.reference.path.length > 0) return false;
  // What the name is given further down is not yet what it stands for here.
  const values = valuesOfRoot(code, value.reference).filter(({ span }) => span[0] < value.span[0]);
  return values.length > 0 && values.every((each) => isFoundAt(code, each, asked));
}

/** `wrap(map.get(key))` is something else than what was looked up. */
function isArgument(code: CodeFacts, value: Value, asked: Span): boolean {
  const given = value.kind === 'call' ? (code.calls[value.call]?.arguments ?? []) : [];
  return given.some(({ span }) => span[0] <= asked[0] && asked[1] <= span[1]);
}

/** The parameter that a value is, or is a copy of with other members: `{ ...order, place }`. */
function parameterIn(code: CodeFacts, value: Value | null): DeclarationId | null {
  const [copied, ...others] = value?.kind === 'object' ? value.spreads : [];
  if (copied !== undefined) return others.length === 0 ? parameterIn(code, copied) : null;
  if (value?.kind !== 'reference' || value.reference.path.length > 0) return null;
  const { root } = value.reference;
  if (root.kind !== 'declared') return null;
  if (code.declarations[root.declaration]?.kind === 'parameter') return root.declaration;
  const [only, ...more] = valuesOfRoot(code, value.reference);
  return only?.kind === 'object' && more.length === 0 ? parameterIn(code, only) : null;
}

function givenAt(graph: ProgramGraph, { site }: CallEdge, position: number): Value | null {
  return callByCallee(graph.facts, site)?.fact.arguments[position] ?? null;
}

/** Whether a value is what a function that looks it up in the same collection gave back. */
function isLookedUp(graph: ProgramGraph, cell: StateCell, { from, site }: CallEdge, given: Value): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  if (code === null || given.kind !== 'reference' || given.reference.path.length > 0) return false;
  const values = valuesOfRoot(code, given.reference);
  return (
    values.length > 0 &&
    values.every((value) => {
      const fact = value.kind === 'call' ? code.calls[value.call] : undefined;
      return (
        fact !== undefined && calleesAt(graph, from, site.file, fact).some((callee) => looksUp(graph, cell, callee.key))
      );
    })
  );
}

/** Whether a function gives back what it finds in the collection. */
function looksUp(graph: ProgramGraph, cell: StateCell, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const reads = cell.accesses.filter((access) => access.kind === 'read' && access.function === key);
  return node.fact.operations.some(
    (operation) =>
      operation.kind === 'return' && reads.some((access) => isFoundAt(code, operation.value, access.site.span)),
  );
}
