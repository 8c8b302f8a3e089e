import { limitingSteps, type RowsRead } from '../../catalog/work.ts';
import type { CodeFacts } from '../../facts/code.ts';
import type { SqlFlag } from '../../facts/sql.ts';
import type { CallId, Value } from '../../facts/values.ts';
import type { Effect, ProgramGraph } from '../../link/program-graph.ts';
import { namedValues } from '../named-values.ts';
import { lastName } from '../origins.ts';
import { grows, statementBefore, tablesRead } from './tables.ts';

/** Members of what a read gives that hold the rows. */
const holders = /^(?:rows|recordset|data|0)$/;
const deepest = 6;

/** Where a value stands. */
interface Where {
  readonly graph: ProgramGraph;
  readonly file: string;
  readonly code: CodeFacts;
}

/** The read that gives a value all rows of a table, followed through names and functions; null where none surely does. */
export function allRowsIn(graph: ProgramGraph, file: string, value: Value): Effect | null {
  const code = graph.facts.get(file)?.code ?? null;
  return code === null ? null : readOf({ graph, file, code }, value, 0);
}

/** Whether a read by itself gives every row of a table that is meant, and nothing behind it keeps them few. */
export function isOfAllRows(graph: ProgramGraph, effect: Effect, isMeant: (table: string) => boolean): boolean {
  const code = graph.facts.get(effect.site.file)?.code ?? null;
  return (
    code !== null &&
    effect.rows !== undefined &&
    isWhole({ graph, file: effect.site.file, code }, effect, effect.rows, isMeant) &&
    !mayBeLimitedLater(code, effect.call)
  );
}

/** Steps by which it is no read of rows: a part of another query, or what changes them all. */
const parts =
  /^(?:update|delete|del|set|insert|as|\$dynamic|with|subquery|cte|alias|union|unionAll|union_all|exists|inner_join|as_scalar)$/;

/** Whether what the read gives has a name by which code goes on to limit it, or hands it to what may: `query = query.limit(5)`. */
function mayBeLimitedLater(code: CodeFacts, call: CallId): boolean {
  const chain = stepsOn(code, call);
  if (chain.some((id) => code.calls[id]?.callee.path.some((step) => parts.test(step)) === true)) return true;
  const names = new Set(
    code.declarations.flatMap((_, id) =>
      namedValues(code, id).some((value) => value.kind === 'call' && [call, ...chain].includes(value.call)) ? [id] : [],
    ),
  );
  if (names.size === 0) return false;
  const isOne = (value: Value): boolean =>
    value.kind === 'reference' &&
    value.reference.path.length === 0 &&
    value.reference.root.kind === 'declared' &&
    names.has(value.reference.root.declaration);
  return code.calls.some(
    ({ callee: { root, path }, arguments: given }) =>
      (root.kind === 'declared' && names.has(root.declaration) && path.some((step) => limitingSteps.has(step))) ||
      (given.some(isOne) && given.length > 1) ||
      (given.some(isOne) && path.some((step) => limitingSteps.has(step) || /^(?:execute|scalars|exec)$/.test(step))),
  );
}

/** Calls that go on with what a call gives. */
function stepsOn(code: CodeFacts, call: CallId): readonly CallId[] {
  return code.calls.flatMap(({ callee: { root } }, id) =>
    root.kind === 'call' && root.call === call ? [id, ...stepsOn(code, id)] : [],
  );
}

function readOf(where: Where, value: Value, depth: number): Effect | null {
  if (depth > deepest) return null;
  const { code } = where;
  if (value.kind === 'call') return ofCall(where, value.call, depth);
  if (value.kind !== 'reference') return null;
  const { root, path } = value.reference;
  if (!path.every((each) => holders.test(each))) return null;
  if (root.kind === 'call') return ofCall(where, root.call, depth);
  if (root.kind !== 'declared') return null;
  const values = namedValues(code, root.declaration);
  const [only] = values;
  if (only === undefined || values.length > 1) return null;
  return ofAllAtOnce(where, only, depth) ?? readOf(where, only, depth + 1);
}

/** `const [users, orders] = await Promise.all([…])`: the name takes the item at its place. */
function ofAllAtOnce(where: Where, value: Value, depth: number): Effect | null {
  if (value.kind !== 'reference' || value.reference.root.kind !== 'call') return null;
  const { root, path } = value.reference;
  const list = where.code.calls[root.call]?.arguments[0];
  const item = list?.kind === 'list' ? list.items[Number(path[0])] : undefined;
  return lastName(where.code, root.call) === 'all' &&
    item !== undefined &&
    path.slice(1).every((each) => holders.test(each))
    ? readOf(where, item, depth + 1)
    : null;
}

function ofCall(where: Where, call: CallId, depth: number): Effect | null {
  const { graph, file, code } = where;
  const fact = code.calls[call];
  if (fact === undefined || depth > deepest) return null;
  const effect = (graph.effects.get(`${file}#${fact.function}`) ?? []).find((each) => each.call === call);
  if (effect?.rows !== undefined) return isWhole(where, effect, effect.rows) ? effect : null;
  if (fact.callee.path.some((step) => limitingSteps.has(step))) return null;
  const { root } = fact.callee;
  // Steps behind a read, on what it gave or on a name for it: `session.query(User).order_by(User.id).all()`.
  if (root.kind === 'call') return ofCall(where, root.call, depth + 1);
  const given = root.kind === 'declared' ? namedValues(code, root.declaration) : [];
  const [only] = given;
  if (only?.kind === 'call' && given.length === 1 && fact.callee.path.length > 0) {
    const behind = ofCall(where, only.call, depth + 1);
    if (behind !== null) return behind;
  }
  return ofFunction(where, call, depth);
}

/** What a function of the workspace gives back, where all that it may give is the same read. */
function ofFunction({ graph, file, code }: Where, call: CallId, depth: number): Effect | null {
  const fact = code.calls[call];
  const edges = (graph.callees.get(`${file}#${fact?.function}`) ?? []).filter(
    (edge) => edge.site.span[0] === fact?.calleeSpan[0] && edge.kind !== 'callback',
  );
  const [edge] = edges;
  const to = edge === undefined ? undefined : graph.functions.get(edge.to);
  const target = to === undefined ? null : (graph.facts.get(to.file)?.code ?? null);
  if (edges.length !== 1 || edge?.certainty !== 'proved' || to === undefined || target === null) return null;
  const returned = to.fact.operations.flatMap((each) =>
    each.kind === 'return' && each.value !== null ? [each.value] : [],
  );
  const [value] = returned;
  // What a function is given may choose the rows: `usersOf(team)`.
  if (value === undefined || returned.length > 1 || (fact?.arguments.length ?? 0) > 0) return null;
  return readOf({ graph, file: to.file, code: target }, value, depth + 1);
}

/** Whether a read gives every row there is. */
function isWhole(where: Where, effect: Effect, rows: RowsRead, isMeant = grows): boolean {
  const { graph, code } = where;
  const fact = code.calls[effect.call];
  if (fact === undefined || !tablesRead(graph, effect).some(isMeant)) return false;
  const at = 'at' in rows && rows.at.kind === 'position' ? fact.arguments[rows.at.position] : undefined;
  switch (rows.by) {
    case 'statement':
      return isWholeStatement(code, effect.call);
    case 'earlier':
      return isWholeEarlier(where, effect);
    case 'choice':
      return !isChosen(at) && !isLimitedBehind(code, effect.call);
    case 'options': {
      if (at === undefined) return true;
      if (at.kind !== 'object' || at.spreads.length > 0) return false;
      return !at.properties.some(
        ({ key, value }) => rows.limits.includes(key) || (rows.choosing.includes(key) && isChosen(value)),
      );
    }
    case 'steps':
      return (
        (fact.sql === null || isWholeStatement(code, effect.call)) &&
        !isLimitedBehind(code, effect.call) &&
        !fact.callee.path.slice(0, -1).some((step) => limitingSteps.has(step)) &&
        !fact.arguments.some((each) => isLimited(code, each, 0))
      );
  }
}

const keepingFew: ReadonlySet<SqlFlag> = new Set(['limit', 'where', 'aggregates', 'distinct']);

function isWholeStatement(code: CodeFacts, call: CallId): boolean {
  const sql = code.calls[call]?.sql ?? null;
  return sql?.kind === 'select' && sql.tables.length > 0 && !sql.flags.some((flag) => keepingFew.has(flag));
}

function isWholeEarlier({ code }: Where, { call }: Effect): boolean {
  const last = statementBefore(code, call);
  return last !== null && isWholeStatement(code, last);
}

/** Whether a choice names what varies, as the caller's id: `{ team }`. One that is written out takes a part of all. */
function isChosen(value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (value.kind === 'literal') return false;
  if (value.kind !== 'object') return true;
  return value.spreads.length > 0 || value.properties.some((each) => isChosen(each.value));
}

/** Whether steps that are called on what a call gives keep the rows few. */
function isLimitedBehind(code: CodeFacts, call: CallId): boolean {
  return code.calls.some(
    ({ callee: { root, path } }, id) =>
      root.kind === 'call' &&
      root.call === call &&
      (path.some((step) => limitingSteps.has(step)) || isLimitedBehind(code, id)),
  );
}

/** `session.execute(select(User).limit(5))`: what the read is given is limited itself, or unknown. */
function isLimited(code: CodeFacts, value: Value, depth: number): boolean {
  if (depth > deepest) return true;
  if (value.kind === 'reference') {
    const { root } = value.reference;
    if (root.kind === 'call') return isLimited(code, { kind: 'call', call: root.call, span: value.span }, depth + 1);
    if (root.kind !== 'declared') return false;
    const declared = code.declarations[root.declaration];
    if (declared?.kind === 'parameter') return true;
    return declared?.kind === 'import' || declared?.kind === 'class'
      ? false
      : namedValues(code, root.declaration).some((each) => isLimited(code, each, depth + 1));
  }
  if (value.kind !== 'call') return false;
  const fact = code.calls[value.call];
  if (fact === undefined || fact.callee.path.some((step) => limitingSteps.has(step))) return true;
  if (fact.callee.root.kind === 'call') return isLimited(code, { ...value, call: fact.callee.root.call }, depth + 1);
  if (fact.callee.root.kind === 'declared' && code.declarations[fact.callee.root.declaration]?.kind !== 'import')
    return namedValues(code, fact.callee.root.declaration).some((each) => isLimited(code, each, depth + 1));
  return false;
}
