import type { CallFact } from '../../../facts/code.ts';
import { functionsTo } from '../../../gates/reachable.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';
import type { ConnectionTypes } from './connections.ts';

/**
 * Whether a channel that instances share leads to one of some functions: a broker or a database tells every instance that
 * listens, and each then speaks to its own users.
 */
export function isFedByChannel(
  graph: ProgramGraph,
  types: ConnectionTypes,
  functions: ReadonlySet<FunctionKey>,
): boolean {
  const leading = new Set([...functions].flatMap((key) => [...functionsTo(graph, key)]));
  return [...leading].some((key) => listensToChannel(graph, types, key));
}

/** `subscriber.subscribe('orders', tell)`, `redis.on('message', tell)`, and the loop behind `pubsub.subscribe('orders')`. */
function listensToChannel(graph: ProgramGraph, types: ConnectionTypes, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || node.id === 0) return false;
  return code.calls.some((fact) => {
    const isGiven = fact.arguments.some((each) => each.kind === 'function' && each.function === node.id);
    if (!isGiven && fact.function !== node.id) return false;
    return isSubscribing(fact, isGiven) && !isOfUser(graph, types, node.file, fact);
  });
}

const messages = /^(?:p?message|p?messageBuffer|notification|change)$/;

/** What is subscribed to has a name; what is given a function alone is an object of the process that others watch. */
function isSubscribing({ callee, arguments: given }: CallFact, isGiven: boolean): boolean {
  const name = callee.path.at(-1) ?? '';
  const [first] = given;
  if (first === undefined || first.kind === 'function') return false;
  if (/^[ps]?subscribe$/i.test(name)) return true;
  return (
    isGiven && /^(?:on|once|addListener)$/.test(name) && first.kind === 'literal' && messages.test(String(first.value))
  );
}

/** A socket of a user says `on('message', …)`, too. */
function isOfUser(graph: ProgramGraph, types: ConnectionTypes, file: string, { callee }: CallFact): boolean {
  const reference = { ...callee, path: callee.path.slice(0, -1) };
  return meaningsOf(graph, file, { kind: 'reference', reference, span: callee.span }).some(
    (each) => each.kind === 'tracked' && types.speaks.has(each.type),
  );
}
