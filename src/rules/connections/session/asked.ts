import type { SessionFeature } from '../../../catalog/session-features.ts';
import type { CallFact } from '../../../facts/code.ts';
import type { CallId, Value } from '../../../facts/values.ts';
import { effectsAt } from '../../../gates/transactions.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { FunctionKey, LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

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

/** The client that the call is made on, where it can be followed to what made it. */
export function clientOf(graph: ProgramGraph, { file, fact }: Asked): LibraryUse | null {
  const { root, path, span } = fact.callee;
  const receiver: Value = { kind: 'reference', reference: { root, path: path.slice(0, -1), span }, span };
  for (const meaning of meaningsOf(graph, file, receiver)) {
    if (meaning.kind === 'tracked' && meaning.use?.pattern.connects !== undefined) return meaning.use;
  }
  return null;
}
