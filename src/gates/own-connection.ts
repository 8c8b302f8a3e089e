import type { CodeFacts } from '../facts/code.ts';
import type { Reference, Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { CellAccess, FunctionKey, FunctionNode, ProgramGraph } from '../link/program-graph.ts';
import { functionsFrom } from './reachable.ts';
import type { Stop } from './stop.ts';

/**
 * What belongs to a connection that this process opened itself, as to a bot that polls: the function that opens it sets
 * up the listeners, and nothing else leads to where the collection is filled or asked. Whichever instance opens the
 * connection gets its events, so it finds what it kept.
 */
export function ownConnectionStop(graph: ProgramGraph, accesses: readonly CellAccess[]): Stop | null {
  const keys = new Set(accesses.map((access) => access.function));
  const candidates = new Set(
    [...keys].flatMap((key) =>
      (graph.moments.get(key) ?? []).flatMap(({ chain }) => chain.flatMap(({ from, to }) => [from, to])),
    ),
  );
  const opener = [...candidates].find((key) => opensWithListeners(graph, key) && isOnlyWay(graph, key, keys));
  return opener === undefined
    ? null
    : {
        gate: 'role',
        reason: 'It belongs to a connection that this process opened itself, whose events come to no other instance.',
      };
}

/** `this.bot = new Bot(token)`, with functions given to `this.bot` there or in what is called from there. */
function opensWithListeners(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || node.id === 0) return false;
  if (graph.entries.some((entry) => entry.function === key)) return false;
  // A function that runs for each socket that comes in has its like on every instance.
  if ((graph.moments.get(key) ?? []).some(({ moment }) => moment === 'socket')) return false;
  const opened = node.fact.operations.flatMap((operation) =>
    operation.kind === 'assign' && operation.value !== null && isMadeByPackage(graph, node, operation.value)
      ? [operation.target]
      : [],
  );
  const lasting = opened.filter(({ root, path }) =>
    root.kind === 'this' ? path.length === 1 : root.kind === 'declared' && path.length === 0 && isOfModule(code, root),
  );
  return lasting.length > 0 && listensTo(graph, node, lasting);
}

function isMadeByPackage(graph: ProgramGraph, { file }: FunctionNode, value: Value): boolean {
  return (
    value.kind === 'call' &&
    meaningsOf(graph, file, value).some((meaning) => meaning.kind === 'made' || meaning.kind === 'tracked')
  );
}

function isOfModule(code: CodeFacts, root: Extract<Reference['root'], { kind: 'declared' }>): boolean {
  return code.declarations[root.declaration]?.function === 0;
}

function listensTo(graph: ProgramGraph, { key, file }: FunctionNode, opened: readonly Reference[]): boolean {
  const code = graph.facts.get(file)?.code;
  const near = new Set(functionsFrom(graph, key, 3));
  return (
    code?.calls.some(
      ({ callee, function: owner, arguments: given }) =>
        near.has(`${file}#${owner}`) &&
        given.some(({ kind }) => kind === 'function') &&
        opened.some((each) => beginsWith(callee, each)),
    ) === true
  );
}

function beginsWith(callee: Reference, opened: Reference): boolean {
  if (callee.path.length <= opened.path.length) return false;
  if (!opened.path.every((name, index) => callee.path[index] === name)) return false;
  if (opened.root.kind === 'this') return callee.root.kind === 'this';
  return (
    opened.root.kind === 'declared' &&
    callee.root.kind === 'declared' &&
    callee.root.declaration === opened.root.declaration
  );
}

/** Whether nothing leads to any of the functions but by way of one. A timer is led to by the function that sets it. */
function isOnlyWay(graph: ProgramGraph, way: FunctionKey, wanted: ReadonlySet<FunctionKey>): boolean {
  const setters = graph.entries.map((entry) => ({ entry, setter: setterOf(graph, entry) }));
  const timers = new Map<FunctionKey, FunctionKey[]>();
  for (const { entry, setter } of setters) {
    if (setter !== null) timers.set(setter, [...(timers.get(setter) ?? []), entry.function]);
  }
  const met = new Set([
    ...[...graph.functions.values()].filter(({ id }) => id === 0).map(({ key }) => key),
    ...setters.filter(({ setter }) => setter === null).map(({ entry }) => entry.function),
  ]);
  for (const key of met) {
    if (key === way) continue;
    if (wanted.has(key)) return false;
    for (const edge of graph.callees.get(key) ?? []) if (edge.given !== true) met.add(edge.to);
    for (const timer of timers.get(key) ?? []) met.add(timer);
  }
  return true;
}

/** The function in which a timer is set; null for timers of the module itself and for what no timer calls. */
function setterOf(graph: ProgramGraph, { moment, site }: ProgramGraph['entries'][number]): FunctionKey | null {
  if (moment !== 'timer') return null;
  const around = (graph.facts.get(site.file)?.code?.calls ?? []).filter(
    ({ span }) => span[0] <= site.span[0] && site.span[1] <= span[1],
  );
  const [call] = around.sort((one, other) => one.span[1] - one.span[0] - (other.span[1] - other.span[0]));
  return call === undefined || call.function === 0 ? null : `${site.file}#${call.function}`;
}
