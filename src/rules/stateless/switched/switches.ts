import { isOpposite } from '../../../facts/operators.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { Value } from '../../../facts/values.ts';
import { workReaches } from '../../../gates/moment.ts';
import { valuesOfRoot } from '../../../gates/named-values.ts';
import { isWithin } from '../../../gates/reachable.ts';
import type { CellAccess, FunctionKey, ProgramGraph, Reach, StateCell } from '../../../link/program-graph.ts';

/** A plain value that the process keeps, which what users ask for sets and other work goes by: a switch, a setting. */
export interface Switch {
  readonly cell: StateCell;
  /** Its own name, with the record's where it is a member of one. */
  readonly name: string;
  readonly write: ReachedBy;
  readonly read: ReachedBy;
}

export interface ReachedBy {
  readonly access: CellAccess;
  readonly reach: Reach;
}

/** The switches that a cell holds, one for each member of a record. */
export function switchesOf(graph: ProgramGraph, cell: StateCell): readonly Switch[] {
  // What begins as a literal and takes what it is given is of no shape that is sure.
  const isPlain = cell.shape === 'scalar' || (cell.shape === 'unknown' && cell.initial?.kind === 'literal');
  if (!isPlain && cell.shape !== 'record') return [];
  return [...membersOf(cell)].flatMap(([member, accesses]): readonly Switch[] => {
    const set = accesses.filter((access) => isSetting(graph, access));
    const given = set.filter((access) => isTurned(access) || isGiven(graph, cell, access, member));
    const writes = [...given, ...leftBothWays(graph, set)].flatMap((access) => whereHandled(graph, access));
    const [write] = writes;
    if (write === undefined) return [];
    const setters = new Set(writes.map(({ reach }) => reach.entry?.function));
    const read = accesses
      .filter((access) => isAsked(access) && !set.some((other) => other.function === access.function))
      .flatMap((access) => askedApart(graph, access, setters))[0];
    const name = member === null ? cell.name : `${cell.name}.${member}`;
    return read === undefined ? [] : [{ cell, name, write, read }];
  });
}

/** What is read or set of a record under one name, and of any cell as a whole, which for a record is no switch. */
function membersOf(cell: StateCell): ReadonlyMap<string | null, readonly CellAccess[]> {
  const members = new Map<string | null, CellAccess[]>();
  for (const access of cell.accesses) {
    const member = access.key?.kind === 'literal' ? String(access.key.value) : null;
    if (access.key !== null && member === null) continue;
    members.set(member, [...(members.get(member) ?? []), access]);
  }
  return members;
}

function isSetting(graph: ProgramGraph, { kind, operation, function: key }: CellAccess): boolean {
  if (operation.kind !== 'assign' || operation.operator !== '=') return false;
  const made = graph.functions.get(key)?.fact.kind;
  return (
    (kind === 'assign' || kind === 'write') && made !== 'module' && made !== 'constructor' && made !== 'initialiser'
  );
}

function isAsked({ kind }: CellAccess): boolean {
  return kind === 'read' || kind === 'test' || kind === 'escape';
}

/** `open = !open`. */
function isTurned({ value, operation }: CellAccess): boolean {
  if (value?.kind !== 'operator' || value.left !== null || operation.kind !== 'assign') return false;
  const { right } = value;
  return (
    isOpposite(value.operator) &&
    right.kind === 'reference' &&
    right.reference.path.join('.') === operation.target.path.join('.') &&
    JSON.stringify(right.reference.root) === JSON.stringify(operation.target.root)
  );
}

/** `motto = request.body.motto`: a value that begins as a literal takes what the function is given. */
function isGiven(graph: ProgramGraph, cell: StateCell, { value, site }: CellAccess, member: string | null): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const first =
    member === null
      ? cell.initial
      : cell.initial?.kind === 'object'
        ? (cell.initial.properties.find(({ key }) => key === member)?.value ?? null)
        : null;
  if (code === null || value === null || first?.kind !== 'literal' || first.value === null) return false;
  const brings = (part: Value, depth: number): boolean => {
    if (depth > 3) return false;
    if (part.kind !== 'reference') return partsOf(part).some((each) => brings(each, depth + 1));
    const { root } = part.reference;
    if (root.kind !== 'declared') return false;
    if (code.declarations[root.declaration]?.kind === 'parameter') return true;
    return valuesOfRoot(code, part.reference).some((each) => brings(each, depth + 1));
  };
  return brings(value, 0);
}

/**
 * Steps that set literals which differ, where what comes to one of them does not come to the other as well: `open = true` of
 * one route and `open = false` of another. A mark that work is going on is taken away by whoever sets it.
 */
function leftBothWays(graph: ProgramGraph, set: readonly CellAccess[]): readonly CellAccess[] {
  const literal = set.filter(({ value }) => value?.kind === 'literal' && value.value !== null);
  return literal.filter((access) => {
    const others = literal.filter((other) => shown(other.value) !== shown(access.value));
    const isBeside = others.some(
      (other) => isWithin(graph, other.function, access.function) || isWithin(graph, access.function, other.function),
    );
    const undoing = new Set(others.flatMap((other) => workReaches(graph, other.function)).map(({ entry }) => entry));
    return others.length > 0 && !isBeside && whereHandled(graph, access).some(({ reach }) => !undoing.has(reach.entry));
  });
}

function shown(value: Value | null): string {
  return value?.kind === 'literal' ? String(value.value) : '';
}

/** The ways by which users come to a step; what stands before a handler sets it anew for each request. */
function whereHandled(graph: ProgramGraph, access: CellAccess): readonly ReachedBy[] {
  return asked(graph, access.function).flatMap((reach) => {
    const route = reach.entry?.route == null ? undefined : graph.routes[reach.entry.route];
    const isLast = route !== undefined && route.handlers.at(-1) === reach.entry?.function;
    return isLast || reach.moment === 'socket' ? [{ access, reach }] : [];
  });
}

function askedApart(
  graph: ProgramGraph,
  access: CellAccess,
  setters: ReadonlySet<FunctionKey | undefined>,
): readonly ReachedBy[] {
  return asked(graph, access.function)
    .filter(({ entry }) => !setters.has(entry?.function))
    .map((reach) => ({ access, reach }));
}

/** Ways on which users come there, proved ones first. */
function asked(graph: ProgramGraph, key: FunctionKey): readonly Reach[] {
  const ways = workReaches(graph, key).filter(({ moment }) => moment === 'request' || moment === 'socket');
  return [...ways.filter(isProved), ...ways.filter((way) => !isProved(way))];
}

function isProved({ certainty }: Reach): boolean {
  return certainty === 'proved';
}
