import type { SessionFeature } from '../../../catalog/session-features.ts';
import type { CallFact } from '../../../facts/code.ts';
import type { CallOperation } from '../../../facts/operations.ts';
import type { CallId, Value } from '../../../facts/values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { Effect, FunctionKey, LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

/** A call that asks a database for something that its session holds. */
export interface Asked {
  readonly feature: SessionFeature;
  readonly file: string;
  readonly call: CallId;
  readonly fact: CallFact;
  readonly function: FunctionKey;
}

const features: readonly SessionFeature[] = ['listen', 'advisory-lock', 'prepares', 'temporary', 'session-setting'];

/** Names by which clients of all kinds are given a statement, where it is not known what stands before the name. */
const executing =
  /^(?:query|execute|executemany|exec|exec_driver_sql|raw|unsafe|fetch\w*|scalar|scalars|none|oneOrNone|any|\$executeRaw\w*|\$queryRaw\w*)$/;

/** Such calls of one file, in their order. */
export function askedIn(graph: ProgramGraph, file: string): readonly Asked[] {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null) return [];
  return code.calls.flatMap((fact, call): readonly Asked[] => {
    const key: FunctionKey = `${file}#${fact.function}`;
    const feature = bySql(graph, fact, call, key) ?? bySessionCall(graph, file, call);
    return feature === null ? [] : [{ feature, file, call, fact, function: key }];
  });
}

function bySql(graph: ProgramGraph, fact: CallFact, call: CallId, key: FunctionKey): SessionFeature | null {
  const flags = fact.sql?.flags ?? [];
  const feature = features.find((each) => flags.includes(each)) ?? null;
  if (feature === null) return null;
  return executing.test(fact.callee.path.at(-1) ?? '') || effectsAt(graph, key, call).length > 0 ? feature : null;
}

function bySessionCall(graph: ProgramGraph, file: string, call: CallId): SessionFeature | null {
  // Asked for every call there is, so a library that has none costs nothing.
  for (const { call: pattern, feature } of sessionCalls(graph)) {
    if (graph.following?.isCallOf(file, call, [pattern]) === true) return feature;
  }
  return null;
}

function sessionCalls(graph: ProgramGraph) {
  const libraries = new Set(graph.uses.map(({ library }) => library));
  return [...libraries].flatMap((library) => library.sessionCalls ?? []);
}

function effectsAt(graph: ProgramGraph, key: FunctionKey, call: CallId): readonly Effect[] {
  return (graph.effects.get(key) ?? []).filter((effect) => effect.call === call);
}

/** The client that the call is made on, where it can be followed to what made it. */
export function clientOf(graph: ProgramGraph, { file, fact }: Asked): LibraryUse | null {
  const { root, path, span } = fact.callee;
  const receiver: Value = { kind: 'reference', reference: { root, path: path.slice(0, -1), span }, span };
  for (const meaning of meaningsOf(graph, file, receiver)) {
    if (meaning.kind === 'tracked' && meaning.use?.pattern.connects !== undefined) return meaning.use;
  }
  return null;
}

/** Whether one transaction holds the call and what follows it, so that the connection stays the same. */
export function isInTransaction(graph: ProgramGraph, { file, call, fact, function: key }: Asked): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  const at = operations.findIndex((each) => each.kind === 'call' && each.call === call);
  const own = operations[at];
  if (code === null || own === undefined) return false;
  const { insideCallOf } = own;
  const around = insideCallOf === null ? [] : effectsAround(graph, file, insideCallOf);
  if (around.some(({ effect }) => effect === 'transaction') || isGivenToTransaction(graph, key)) return true;
  const begun = operations.slice(0, at).some((each) => isCall(each) && code.calls[each.call]?.sql?.kind === 'begin');
  const { root } = fact.callee;
  const name = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
  return begun || /^(?:tx|trx|transaction)$/i.test(name);
}

/** Whether the function, or one that it is written in, is what a transaction runs: `transaction(async (tx) => { … })`. */
function isGivenToTransaction(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const parent = node?.fact.parent ?? null;
  if (node === undefined || parent === null) return false;
  const outer: FunctionKey = `${node.file}#${parent}`;
  const calls = graph.facts.get(node.file)?.code?.calls ?? [];
  const isGiven = (graph.effects.get(outer) ?? []).some(
    ({ effect, call }) =>
      effect === 'transaction' &&
      calls[call]?.arguments.some((given) => given.kind === 'function' && given.function === node.id) === true,
  );
  return isGiven || isGivenToTransaction(graph, outer);
}

function isCall(operation: { readonly kind: string }): operation is CallOperation {
  return operation.kind === 'call';
}

function effectsAround(graph: ProgramGraph, file: string, call: CallId): readonly Effect[] {
  const fact = graph.facts.get(file)?.code?.calls[call];
  return fact === undefined ? [] : effectsAt(graph, `${file}#${fact.function}`, call);
}
