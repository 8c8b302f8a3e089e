import type { EffectKind } from '../../../catalog/types.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import { callOf, type Operation } from '../../../facts/operations.ts';
import type { CallId, Value } from '../../../facts/values.ts';
import { isAwaited } from '../../../gates/awaited.ts';
import { allRowsIn } from '../../../gates/rows/all-rows.ts';
import { grows, tablesRead } from '../../../gates/rows/tables.ts';
import type { WaitedWay } from '../../../gates/waited.ts';
import { reachableEffects } from '../../../link/effects.ts';
import { callsHoldTheirCaller } from '../../../link/holding.ts';
import type { Effect, FunctionKey, FunctionNode, ProgramGraph } from '../../../link/program-graph.ts';
import type { Work } from './work.ts';

/** What goes out of the process and comes back, for each row again. */
const trips: Partial<Record<EffectKind, string>> = {
  'database-read': 'a query',
  'database-write': 'a query',
  transaction: 'a transaction',
  mail: 'a mail',
  payment: 'a payment',
  'external-call': 'a call to another service',
  'object-write': 'an upload',
  'cache-write': 'a write to the cache',
};

/** Loops over all rows of a table that go out once for each of them: the first such step of each loop. */
export function workForEachRow(graph: ProgramGraph): readonly Work[] {
  const found = [...graph.functions.values()].flatMap((node) => {
    const code = graph.facts.get(node.file)?.code ?? null;
    return code === null ? [] : [...inLoops(graph, node, code), ...inCallbacks(graph, node, code)];
  });
  const firsts = new Map<string, Work>();
  for (const work of found) {
    const key = `${work.site.file} ${work.rows?.span[0]} ${work.function}`;
    if (!firsts.has(key)) firsts.set(key, work);
  }
  return [...firsts.values()];
}

function inLoops(graph: ProgramGraph, node: FunctionNode, code: CodeFacts): readonly Work[] {
  return node.fact.operations.flatMap((operation) => {
    if (operation.over === undefined) return [];
    const trip = tripOf(graph, node, code, operation);
    if (trip === null) return [];
    for (const over of operation.over) {
      const read = allRowsIn(graph, node.file, over);
      if (read !== null) return [workOf(graph, node, operation, trip, read, over)];
    }
    return [];
  });
}

interface Trip {
  readonly call: CallId;
  readonly what: string;
}

/** What a step does out of the process while the loop waits for it: itself, or by a function that it calls. */
function tripOf(graph: ProgramGraph, node: FunctionNode, code: CodeFacts, operation: Operation): Trip | null {
  const call = callOf(operation);
  if (call === null) return null;
  const holds = callsHoldTheirCaller(graph, node.file);
  const own = (graph.effects.get(node.key) ?? []).find((effect) => effect.call === call && goesOut(effect));
  const waits = operation.awaited || isAwaited(code, call);
  if (own !== undefined && (waits || holds)) return { call, what: trips[own.effect] ?? 'a query' };
  const span = code.calls[call]?.calleeSpan;
  const edge = (graph.callees.get(node.key) ?? []).find(
    ({ site, certainty, kind }) =>
      certainty === 'proved' &&
      (kind === 'call' || kind === 'member') &&
      site.span[0] === span?.[0] &&
      site.span[1] === span[1],
  );
  const isAsync = edge !== undefined && graph.functions.get(edge.to)?.fact.async === true;
  if (edge === undefined || !(waits || (holds && !isAsync))) return null;
  const inner = reachableEffects(graph, edge.to).find(goesOut);
  return inner === undefined ? null : { call, what: trips[inner.effect] ?? 'a query' };
}

/** Steps that only note what another call sends later go nowhere. */
function goesOut({ effect, later }: Effect): boolean {
  return trips[effect] !== undefined && later !== true;
}

/** `await Promise.all(customers.map(send))`: what goes through the rows is waited for as a whole. */
function inCallbacks(graph: ProgramGraph, node: FunctionNode, code: CodeFacts): readonly Work[] {
  return node.fact.operations.flatMap((operation) => {
    if (operation.kind !== 'container' || operation.access !== 'iterate' || operation.call === null) return [];
    if (!/^(?:map|flatMap)$/.test(operation.method ?? '') || !isAwaited(code, operation.call)) return [];
    const over: Value = { kind: 'reference', reference: operation.target, span: operation.target.span };
    const read = allRowsIn(graph, node.file, over);
    if (read === null) return [];
    const { call } = operation;
    const span = code.calls[call]?.calleeSpan;
    const edges = (graph.callees.get(node.key) ?? []).filter(
      ({ site, certainty, kind }) => certainty === 'proved' && kind === 'callback' && site.span[0] === span?.[0],
    );
    return edges.flatMap(({ to }) => firstTrip(graph, to, read, over));
  });
}

function firstTrip(graph: ProgramGraph, key: FunctionKey, read: Effect, over: Value): readonly Work[] {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return [];
  for (const operation of node.fact.operations) {
    const trip = tripOf(graph, node, code, operation);
    if (trip !== null) return [workOf(graph, node, operation, trip, read, over)];
  }
  return [];
}

function workOf(
  graph: ProgramGraph,
  node: FunctionNode,
  operation: Operation,
  trip: Trip,
  read: Effect,
  over: Value,
): Work {
  const code = graph.facts.get(node.file)?.code;
  const table = tablesRead(graph, read).find(grows);
  const name = table === undefined ? 'row of a table' : `row of ${table}`;
  const inside = operation.guards.filter(({ test }) => test.span[0] > over.span[1]);
  return {
    function: node.key,
    site: { file: node.file, span: code?.calls[trip.call]?.calleeSpan ?? operation.span },
    call: trip.call,
    span: operation.span,
    guards: operation.guards,
    what: `${trip.what} for each ${name}`,
    rows: read.site,
    thing: `${trip.what} for each ${name}`,
    // Under a condition of its own it may run for few of them.
    weak: inside.length > 0,
    isPause: false,
    isBrief: false,
    isInLoop: true,
    stop: operation.inCatch === true ? { gate: 'role', reason: 'It runs only after something failed.' } : null,
    isWaitedFor: ({ waiting }: WaitedWay) => waiting === 'promise' || callsHoldTheirCaller(graph, node.file),
  };
}
