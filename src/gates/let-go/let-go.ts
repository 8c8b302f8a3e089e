import type { CallEntryPattern, Catalog } from '../../catalog/types.ts';
import type { CodeFacts } from '../../facts/code.ts';
import { callOf, type Guard, type Operation } from '../../facts/operations.ts';
import type { CallId } from '../../facts/values.ts';
import type { RuleContext } from '../../findings/rule.ts';
import { callsHoldTheirCaller } from '../../link/holding.ts';
import type { Effect, FunctionKey, FunctionNode, ProgramGraph, Reach, Site } from '../../link/program-graph.ts';
import { isAnsweredIn, isSurelyAnswered } from '../answered.ts';
import { numberOf } from '../numbers.ts';
import { lastName } from '../origins.ts';
import { waitedWays } from '../waited.ts';
import { begunIn } from './begun.ts';
import { chainFrom, isLeftAlone } from './left-alone.ts';
import { handsAnswerOn, runBy, tellsItself } from './targets.ts';

/**
 * Work that a request begins and does not wait for: a promise or a thread that nobody asks for again, what stands behind the
 * answer, and what a clock does once after a while.
 */
export interface LetGo {
  readonly how: 'promise' | 'thread' | 'behind' | 'clock';
  readonly function: FunctionKey;
  readonly call: CallId;
  /** The callee alone. */
  readonly site: Site;
  readonly guards: readonly Guard[];
  /** The functions that do it. */
  readonly targets: readonly FunctionKey[];
  /** What the call itself does. */
  readonly own: readonly Effect[];
  /** How the request comes to begin it. */
  readonly reach: Reach;
  /** How long a clock waits, in milliseconds; 0 for all else. */
  readonly delay: number;
  /** The process does not exit before it is done. */
  readonly isHeld: boolean;
}

/** All of it in the workspace, in the order of the ways that lead there and of place. */
export function letGoIn(context: RuleContext): readonly LetGo[] {
  const { graph } = context;
  return [...waitedWays(context)].flatMap(([key, [way]]) => {
    const node = graph.functions.get(key);
    const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
    if (way === undefined || node === undefined || code === null) return [];
    return node.fact.operations.flatMap((operation) => letGoAt(context, { node, code, operation, reach: way.reach }));
  });
}

interface At {
  readonly node: FunctionNode;
  readonly code: CodeFacts;
  readonly operation: Operation;
  readonly reach: Reach;
}

function letGoAt({ graph, catalog }: RuleContext, at: At): readonly LetGo[] {
  const { node, code, operation, reach } = at;
  const call = callOf(operation);
  const fact = call === null ? undefined : code.calls[call];
  if (call === null || fact === undefined || operation.inCatch === true) return [];
  const begin = (
    how: LetGo['how'],
    targets: readonly FunctionKey[],
    own: readonly Effect[],
    delay = 0,
    isHeld = false,
  ): LetGo => ({
    how,
    function: node.key,
    call,
    site: { file: node.file, span: fact.calleeSpan },
    guards: operation.guards,
    targets,
    own,
    reach,
    delay,
    isHeld,
  });
  const clock = clockAt(graph, catalog, node.file, call);
  if (clock !== null) return [begin('clock', clock.targets, [], clock.delay)];
  const own = effectsAt(graph, node.key, [call]);
  const targets = runBy(graph, node.key, code, call);
  if (isSurelyAnswered(graph, catalog, node.key, operation) && (own.length > 0 || targets.length > 0)) {
    return [begin('behind', targets, own)];
  }
  const begun = begunIn(graph, node, code, call);
  if (begun !== null) return begun.begins === 'now' ? [begin('thread', begun.targets, [], 0, begun.isHeld)] : [];
  if (callsHoldTheirCaller(graph, node.file) || !isLeftAlone(code, call)) return [];
  return promiseAt(graph, catalog, at, call).map((found) => begin('promise', found.targets, found.own));
}

/** A call whose promise nobody takes. The first of a chain stands for all of it. */
function promiseAt(
  graph: ProgramGraph,
  catalog: Catalog,
  { node, code }: At,
  call: CallId,
): readonly Pick<LetGo, 'targets' | 'own'>[] {
  if (code.calls[call]?.callee.root.kind === 'call') return [];
  const chain = chainFrom(code, call);
  const isTold = chain.some((each) => isAnsweredIn(graph, catalog, node.file, each) || handsAnswerOn(code, each));
  if (
    isTold ||
    chain.flatMap((each) => callbacksOf(graph, node.file, code, each)).some((key) => tellsItself(graph, catalog, key))
  ) {
    return [];
  }
  const calls = chain.flatMap((each) => [each, ...gathered(code, each)]);
  const targets = calls.flatMap((each) =>
    // What is told of the end of a promise comes later, whatever it is itself.
    runBy(graph, node.key, code, each).filter((key) => lastName(code, each) === 'then' || isPromising(graph, key)),
  );
  if (targets.some((key) => tellsItself(graph, catalog, key))) return [];
  const isAsked = chain.length > 1;
  const own = effectsAt(graph, node.key, calls).filter((effect) => isAsked || !isLazy(catalog, effect));
  return targets.length > 0 || own.length > 0 ? [{ targets, own }] : [];
}

/** Functions that are written among the arguments of a call. */
function callbacksOf(graph: ProgramGraph, file: string, code: CodeFacts, call: CallId): readonly FunctionKey[] {
  const given = code.calls[call]?.arguments ?? [];
  return given
    .flatMap((each) => (each.kind === 'function' ? [`${file}#${each.function}`] : []))
    .filter((key) => graph.functions.has(key));
}

/** `Promise.all([one(), other()])`: the calls that it is given. */
function gathered(code: CodeFacts, call: CallId): readonly CallId[] {
  if (!/^(?:all|allSettled|race|any)$/.test(lastName(code, call))) return [];
  const [first] = code.calls[call]?.arguments ?? [];
  const items = first?.kind === 'list' ? first.items : first === undefined ? [] : [first];
  return items.flatMap((each) => (each.kind === 'call' ? [each.call] : []));
}

/** Whether a function goes on behind its call: it is asynchronous, or gives back what such a call gives. */
function isPromising(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  if (node.fact.generator) return false;
  if (node.fact.async) return true;
  return node.fact.operations.some(({ kind, ...rest }) => {
    const value = kind === 'return' && 'value' in rest ? rest.value : null;
    if (value?.kind !== 'call') return false;
    const isAsync = runBy(graph, key, code, value.call).some((to) => graph.functions.get(to)?.fact.async === true);
    return isAsync || effectsAt(graph, key, [value.call]).length > 0;
  });
}

function isLazy(catalog: Catalog, { library }: Effect): boolean {
  return catalog.libraries.some(({ id, lazy }) => id === library && lazy === true);
}

function effectsAt(graph: ProgramGraph, key: FunctionKey, calls: readonly CallId[]): readonly Effect[] {
  return (graph.effects.get(key) ?? []).filter(({ call }) => calls.includes(call));
}

/** A timer that fires once, with what it runs and how long it waits; null for all else, and where nobody can read that. */
function clockAt(
  graph: ProgramGraph,
  catalog: Catalog,
  file: string,
  call: CallId,
): { readonly targets: readonly FunctionKey[]; readonly delay: number } | null {
  const code = graph.facts.get(file)?.code ?? null;
  const fact = code?.calls[call];
  if (code === null || fact === undefined) return null;
  const set = graph.entries.filter(
    ({ moment, site }) => moment === 'timer' && site.file === file && site.span[0] === fact.calleeSpan[0],
  );
  const [first] = set;
  if (first === undefined) return null;
  const framework = catalog.frameworks.find(({ id }) => id === first.framework);
  const once = framework?.entries.find(
    (each): each is CallEntryPattern => each.kind === 'call' && each.after !== undefined && isMeant(each, code, call),
  );
  const given = once?.after?.kind === 'position' ? fact.arguments.at(once.after.position) : undefined;
  const delay = given === undefined ? null : (numberOf(graph, file, given)?.value ?? null);
  return delay === null ? null : { targets: set.map((each) => each.function), delay };
}

function isMeant({ call: pattern }: CallEntryPattern, code: CodeFacts, call: CallId): boolean {
  return pattern.kind !== 'method' && pattern.name === lastName(code, call);
}
