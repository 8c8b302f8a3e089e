import { callOf, type Operation } from '../../../facts/operations.ts';
import type { CallId, DeclarationId, Value } from '../../../facts/values.ts';
import { calleesAt } from '../../../gates/contents.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { Effect, FunctionKey, ProgramGraph, Site } from '../../../link/program-graph.ts';

/** What runs while a lock is held: steps of the function that takes it, and functions that are run for it. */
export interface Region {
  readonly function: FunctionKey;
  /** Where the lock is taken. */
  readonly site: Site;
  readonly operations: ReadonlySet<Operation>;
  readonly functions: readonly FunctionKey[];
}

/** Everything that happens in a region, in the order that it is written. */
export function effectsIn(graph: ProgramGraph, region: Region): readonly Effect[] {
  const { function: key, operations } = region;
  const own = effectsOf(graph, key).filter(({ operation }) => operations.has(operation));
  const reached = functionsIn(graph, region).flatMap((each) => effectsOf(graph, each));
  return [...new Set([...own, ...reached])];
}

/** The functions that run in a region for sure, besides the one that takes the lock. */
export function functionsIn(graph: ProgramGraph, region: Region): readonly FunctionKey[] {
  const { function: key, operations, functions } = region;
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return [];
  const called = [...operations].flatMap((operation) => {
    const call = callOf(operation);
    const fact = call === null ? undefined : code.calls[call];
    if (call === null || fact === undefined) return [];
    const callees = calleesAt(graph, key, node.file, fact).map((each) => each.key);
    // What a call is given runs as a part of it.
    const given = fact.arguments.flatMap((value) =>
      value.kind === 'function' ? [`${node.file}#${value.function}`] : [],
    );
    return [...callees, ...given];
  });
  return surelyFrom(graph, [...called, ...functions]);
}

/** The functions and all that they call for sure, in the order that they are met. */
function surelyFrom(graph: ProgramGraph, keys: readonly FunctionKey[]): readonly FunctionKey[] {
  const met = new Set(keys);
  for (const at of met) {
    for (const { to, certainty, given } of graph.callees.get(at) ?? []) {
      if (certainty === 'proved' && given !== true) met.add(to);
    }
  }
  return [...met];
}

/** What a function does by its own calls; a statement says what it does to rows whatever is asked to run it. */
function effectsOf(graph: ProgramGraph, key: FunctionKey): readonly Effect[] {
  const known = graph.effects.get(key) ?? [];
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return known;
  const stated = node.fact.operations.flatMap((operation): readonly Effect[] => {
    const call = callOf(operation);
    const fact = call === null ? undefined : code.calls[call];
    if (call === null || fact === undefined || fact.sql === null || known.some((each) => each.call === call)) return [];
    const site = { file: node.file, span: fact.calleeSpan };
    const effect = fact.sql.kind === 'select' ? 'database-read' : 'database-write';
    return [{ effect, pattern: runsStatement, library: '', function: key, operation, call, subject: null, site }];
  });
  return [...known, ...stated];
}

const runsStatement: Effect['pattern'] = { kind: 'global', name: 'execute' };

/** The functions that a value stands for; where it is a parameter, those that callers give. */
export function functionsFor(
  graph: ProgramGraph,
  key: FunctionKey,
  file: string,
  value: Value,
): readonly FunctionKey[] {
  if (value.kind === 'function')
    return [`${file}#${value.function}`, ...functionsCalledIn(graph, key, file, value.function)];
  if (value.kind !== 'reference') return [];
  const { root, path } = value.reference;
  const code = graph.facts.get(file)?.code ?? null;
  const declaration = root.kind === 'declared' && path.length === 0 ? code?.declarations[root.declaration] : undefined;
  if (root.kind === 'declared' && declaration?.kind === 'parameter')
    return functionsGiven(graph, file, root.declaration);
  return meaningsOf(graph, file, value).flatMap((meaning) => (meaning.kind === 'function' ? [meaning.function] : []));
}

/** `() => task()`, where `task` was given to the function around it: whatever callers gave runs there. */
function functionsCalledIn(graph: ProgramGraph, key: FunctionKey, file: string, inner: number): readonly FunctionKey[] {
  const code = graph.facts.get(file)?.code ?? null;
  const owner = graph.functions.get(key);
  if (code === null || owner === undefined) return [];
  return code.calls.flatMap((fact) => {
    const { root, path } = fact.callee;
    if (fact.function !== inner || root.kind !== 'declared' || path.length > 0) return [];
    const isGiven = owner.fact.parameters.includes(root.declaration);
    return isGiven ? functionsGiven(graph, file, root.declaration) : [];
  });
}

/** The functions that callers give a parameter. */
function functionsGiven(graph: ProgramGraph, file: string, parameter: DeclarationId): readonly FunctionKey[] {
  const declaration = graph.facts.get(file)?.code?.declarations[parameter];
  if (declaration?.index == null) return [];
  const { index } = declaration;
  return (graph.callers.get(`${file}#${declaration.function}`) ?? []).flatMap(({ call, site }) => {
    const given = call === undefined ? undefined : graph.facts.get(site.file)?.code?.calls[call]?.arguments[index];
    if (given?.kind === 'function') return [`${site.file}#${given.function}`];
    if (given?.kind !== 'reference') return [];
    return meaningsOf(graph, site.file, given).flatMap((each) => (each.kind === 'function' ? [each.function] : []));
  });
}

/** Steps of a function that stand among the arguments of a call, or in the block that it enters, however deep. */
export function within(operations: readonly Operation[], call: CallId): ReadonlySet<Operation> {
  const around = new Map(
    operations.flatMap((each) => {
      const own = callOf(each);
      return own === null ? [] : [[own, each.insideCallOf] as const];
    }),
  );
  const isInside = (start: CallId | null): boolean => {
    const met = new Set<CallId>();
    for (let at = start; at !== null && !met.has(at); at = around.get(at) ?? null) {
      if (at === call) return true;
      met.add(at);
    }
    return false;
  };
  return new Set(operations.filter(({ insideCallOf }) => isInside(insideCallOf)));
}
