import type { EffectKind } from '../catalog/types.ts';
import type { CodeFacts } from '../facts/code.ts';
import type { Guard, Operation } from '../facts/operations.ts';
import type { CallId, Reference, Value } from '../facts/values.ts';
import { reachableEffects } from '../link/effects.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { CellAccess, FunctionKey, ProgramGraph, Site, StateCell } from '../link/program-graph.ts';
import { calleesAt } from './contents.ts';
import { valuesOfRoot } from './named-values.ts';

/** What speaks with a store that all instances share. */
export const sharing: ReadonlySet<EffectKind> = new Set([
  'cache-write',
  'database-write',
  'database-read',
  'transaction',
]);

/** Names of what is shared by its nature; a client that no import explains is known by them alone. */
const sharedNames =
  /redis|valkey|dragonfly|keydb|memcache|upstash|dynamo|mongo|postgres|mysql|(?:^|[._])kv(?:$|[._A-Z])/i;

const waitedNames = /(?:^|_)(?:cache|store|storage|backend)$/i;

/** What a condition mentions that chooses where things are kept. */
const choosing =
  /(?:^|_)(?:config\w*|conf|options|opts|settings?|env|environment|store|storage|cache|backend|driver|adapter|persist\w*|distributed|shared|remote|database|db|clustered)(?:$|_)/i;

/** Where a function's steps stand: its key, its file, and what the file says. */
interface Body {
  readonly graph: ProgramGraph;
  readonly key: FunctionKey;
  readonly file: string;
  readonly code: CodeFacts;
}

/** Whether memory is filled only where a condition about the store leaves out the shared one that stands beside it. */
export function standsIn(graph: ProgramGraph, { function: key, operation }: CellAccess): boolean {
  return isAlternative(graph, key, guardsOf(graph, key, operation)) || isCalledToStandIn(graph, key, 0);
}

/** Whether what holds the collection, a factory or a class, is made only where the shared one beside it is not. */
export function isMadeToStandIn(graph: ProgramGraph, { home }: StateCell): boolean {
  if (home.kind === 'closure') return isCalledToStandIn(graph, home.function, 0);
  if (home.kind !== 'field') return false;
  const made = graph.classes.get(home.class)?.constructions ?? [];
  return made.length > 0 && made.every((each) => isAlternative(graph, each.in, guardsAt(graph, each.in, each.site)));
}

function isCalledToStandIn(graph: ProgramGraph, key: FunctionKey, depth: number): boolean {
  const callers = graph.callers.get(key) ?? [];
  return (
    callers.length > 0 &&
    callers.every(
      ({ from, site, kind }) =>
        (kind === 'call' || kind === 'construct') &&
        (isAlternative(graph, from, guardsAt(graph, from, site)) ||
          (depth < 2 && isCalledToStandIn(graph, from, depth + 1))),
    )
  );
}

/** The conditions around the innermost step at a place. */
function guardsAt(graph: ProgramGraph, key: FunctionKey, site: Site): readonly Guard[] {
  const around = (graph.functions.get(key)?.fact.operations ?? []).filter(({ span }) => holds(span, site.span));
  const [nearest] = [...around].sort((one, other) => one.span[1] - one.span[0] - (other.span[1] - other.span[0]));
  return nearest === undefined ? [] : guardsOf(graph, key, nearest);
}

/**
 * The conditions of a step, and those behind whose branch it stands where that branch ends the function unless it fails:
 * `if (redis) { try { await redis.set(key, value); return; } catch { … } }`.
 */
function guardsOf(graph: ProgramGraph, key: FunctionKey, step: Operation): readonly Guard[] {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  const passed = operations.flatMap((each) => {
    const last = each.guards.at(-1);
    if (each.kind !== 'return' || each.inCatch === true || last === undefined || each.span[1] > step.span[0]) return [];
    const isReached = each.guards.slice(0, -1).every((outer) => step.guards.some((ours) => areSame(outer, ours)));
    return isReached && !step.guards.some((ours) => areSame(last, ours)) ? [{ ...last, holds: !last.holds }] : [];
  });
  return [...step.guards, ...passed];
}

/** Whether one of the conditions chooses between this branch and another that speaks with a shared store. */
function isAlternative(graph: ProgramGraph, key: FunctionKey, guards: readonly Guard[]): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const body: Body = { graph, key, file: node.file, code };
  return guards.some((guard) => {
    const shared = callsUnderOpposite(body, guard).filter((call) => speaksWithShared(body, call));
    return shared.length > 0 && choosesStore(body, guard.test, shared);
  });
}

/** Calls that the function, or what it gives back there, makes where a condition is the other way round. */
function callsUnderOpposite({ graph, key, code }: Body, guard: Guard): readonly CallId[] {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  const opposite = operations.filter(({ guards }) => guards.some((theirs) => areOpposite(guard, theirs)));
  return code.calls.flatMap(({ span }, call) => (opposite.some((each) => holds(each.span, span)) ? [call] : []));
}

function areOpposite(one: Guard, other: Guard): boolean {
  return isSameTest(one, other) && one.holds !== other.holds;
}

function areSame(one: Guard, other: Guard): boolean {
  return isSameTest(one, other) && one.holds === other.holds;
}

function isSameTest({ test: { span: one } }: Guard, { test: { span: other } }: Guard): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

function speaksWithShared(body: Body, call: CallId): boolean {
  const { graph, file, code } = body;
  const fact = code.calls[call];
  if (fact === undefined) return false;
  const names = [...namesOf(code, fact.callee), ...clientNames(code, fact.callee)];
  if (names.some((name) => sharedNames.test(name))) return true;
  // A cache that is waited for stands outside of the process, where its like in memory beside it answers at once.
  if (fact.awaited && clientNames(code, fact.callee).some((name) => waitedNames.test(spaced(name)))) return true;
  const key = `${file}#${fact.function}`;
  if ((graph.effects.get(key) ?? []).some((each) => each.call === call && sharing.has(each.effect))) return true;
  return calleesAt(graph, key, file, fact).some((callee) => isOfShared(graph, callee.key));
}

/** Whether a function, what is written inside it, or the class that it makes speaks with a shared store. */
function isOfShared(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  if (node === undefined) return false;
  const functions = graph.facts.get(node.file)?.code?.functions ?? [];
  const isPart = ({ parent, class: owner }: (typeof functions)[number]): boolean =>
    parent === node.id || (node.fact.kind === 'constructor' && owner !== null && owner === node.fact.class);
  const parts = functions.flatMap((each, id) => (isPart(each) ? [`${node.file}#${id}`] : []));
  return [key, ...parts].some((part) => reachableEffects(graph, part).some(({ effect }) => sharing.has(effect)));
}

/** Whether a condition asks for the shared client itself, or for a setting that says where things are kept. */
function choosesStore(body: Body, test: Value, shared: readonly CallId[]): boolean {
  const clients = new Set(
    shared.flatMap((call) => {
      const callee = body.code.calls[call]?.callee;
      return callee === undefined ? [] : clientNames(body.code, callee);
    }),
  );
  const saying = (name: string): boolean => clients.has(name) || sharedNames.test(name) || choosing.test(spaced(name));
  return mentionsIn(body, test, 0).some(saying);
}

/** The names that a call's receiver goes by: `client` of `client.set`, and `redis` where `client` is only another name of it. */
function clientNames(code: CodeFacts, callee: Reference): readonly string[] {
  const receiver = namesOf(code, callee).slice(0, -1);
  const behind = valuesOfRoot(code, callee).flatMap((value) =>
    value.kind === 'reference' ? namesOf(code, value.reference) : [],
  );
  return [...receiver, ...behind];
}

/** All that a condition names: mentions, words that it compares with, and what a function that it asks gives back. */
function mentionsIn(body: Body, value: Value | null, depth: number): readonly string[] {
  if (value === null || depth > 5) return [];
  const { graph, key, file, code } = body;
  const next = (inner: Value | null): readonly string[] => mentionsIn(body, inner, depth + 1);
  switch (value.kind) {
    case 'environment':
      return ['env'];
    case 'literal':
      return typeof value.value === 'string' ? [value.value] : [];
    case 'operator':
      return [...next(value.left), ...next(value.right)];
    case 'conditional':
      return next(value.test);
    case 'reference': {
      const isSet = meaningsOf(graph, file, value).some(({ kind }) => kind === 'environment');
      return [...namesOf(code, value.reference), ...(isSet ? ['env'] : [])];
    }
    case 'call': {
      const fact = code.calls[value.call];
      if (fact === undefined) return [];
      return [
        ...namesOf(code, fact.callee),
        ...fact.arguments.flatMap(next),
        ...calleesAt(graph, key, file, fact).flatMap((callee) => mentionsGivenBack(graph, callee.key, depth)),
      ];
    }
    default:
      return [];
  }
}

function mentionsGivenBack(graph: ProgramGraph, key: FunctionKey, depth: number): readonly string[] {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return [];
  const body: Body = { graph, key, file: node.file, code };
  return node.fact.operations.flatMap((operation) =>
    operation.kind === 'return' ? mentionsIn(body, operation.value, depth + 1) : [],
  );
}

function namesOf(code: CodeFacts, { root, path }: Reference): readonly string[] {
  if (root.kind === 'declared') return [code.declarations[root.declaration]?.name ?? '', ...path];
  if (root.kind === 'global') return [root.name, ...path];
  if (root.kind === 'call') {
    const callee = code.calls[root.call]?.callee;
    return [...(callee === undefined ? [] : namesOf(code, callee)), ...path];
  }
  return path;
}

/** `useCache` as `use_Cache`, so that words have borders. */
function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
}

function holds(outer: readonly [number, number], inner: readonly [number, number]): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}
