import type { CodeFacts } from '../../../facts/code.ts';
import { callOf, type Guard } from '../../../facts/operations.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { CallId, DeclarationId, FunctionId, Value } from '../../../facts/values.ts';
import { rowChangeOf } from '../../../gates/job-harm.ts';
import { chainFrom } from '../../../gates/let-go/left-alone.ts';
import { workReach } from '../../../gates/moment.ts';
import { namedValues } from '../../../gates/named-values.ts';
import { reachableEffects } from '../../../link/effects.ts';
import type { Effect, FunctionKey, FunctionNode, ProgramGraph, Site } from '../../../link/program-graph.ts';

/**
 * A row that is made at the start where it was looked up and not found, which two that start together both do. What a clock or a
 * queue does as well is its work on many rows, and who catches a failure may count on one.
 */
export interface FirstRow {
  readonly function: FunctionKey;
  /** The call that makes it. */
  readonly site: Site;
  readonly guards: readonly Guard[];
  /** What it is asked and made by: `settings`. Null where that says nothing, as `repository`. */
  readonly of: string | null;
}

export function firstRows(graph: ProgramGraph): readonly FirstRow[] {
  return [...graph.functions.values()].flatMap((node) => {
    const code = graph.facts.get(node.file)?.code ?? null;
    const isMeant =
      startsForSure(graph, node) &&
      workReach(graph, node.key, ['timer', 'queue', 'socket']) === null &&
      !node.fact.operations.some(({ inCatch }) => inCatch === true);
    return code === null || !isMeant ? [] : inFunction(graph, node, code);
  });
}

function startsForSure(graph: ProgramGraph, { key, fact }: FunctionNode): boolean {
  if (fact.kind === 'module') return true;
  return (graph.moments.get(key) ?? []).some(
    ({ moment, certainty }) => (moment === 'load' || moment === 'boot') && certainty === 'proved',
  );
}

function inFunction(graph: ProgramGraph, node: FunctionNode, code: CodeFacts): readonly FirstRow[] {
  return node.fact.operations.flatMap((operation): readonly FirstRow[] => {
    const call = callOf(operation);
    const fact = call === null ? undefined : code.calls[call];
    if (call === null || fact === undefined || operation.guards.length === 0) return [];
    const { root, path } = fact.callee;
    if (root.kind !== 'declared' || path.length === 0 || !makesRow(graph, node.key, call)) return [];
    const asked = code.calls.flatMap((other, id) => {
      const isBefore = other.span[0] < fact.span[0] && isAround(code, other.function, node.id);
      return isBefore &&
        isOfSame(fact, other) &&
        other.arguments.every((each) => isFixed(code, each)) &&
        asks(graph, `${node.file}#${other.function}`, id)
        ? [id]
        : [];
    });
    const isFound = asked.some((id) => operation.guards.some(({ test }) => isAbout(code, test, id)));
    const of = path.at(-2) ?? code.declarations[root.declaration]?.name ?? '';
    const site = { file: node.file, span: fact.calleeSpan };
    return isFound ? [{ function: node.key, site, guards: operation.guards, of: general.test(of) ? null : of }] : [];
  });
}

/** Names of what asks for rows of any kind. */
const general = /^(?:repo|repository|model|db|database|store|dao|service|prisma|client|manager|trx|tx)$/i;

/** Whether a function is another one, or one that is written inside it. */
function isAround(code: CodeFacts, outer: FunctionId, inner: FunctionId): boolean {
  for (let at: FunctionId | null = inner; at !== null; at = code.functions[at]?.parent ?? null) {
    if (at === outer) return true;
    if (at === 0) return false;
  }
  return false;
}

/** `settings.findFirst()` and `settings.create()`: two methods of what bears the same name. */
function isOfSame(one: CodeFacts['calls'][number], other: CodeFacts['calls'][number]): boolean {
  const [a, b] = [one.callee, other.callee];
  return (
    a.root.kind === 'declared' &&
    b.root.kind === 'declared' &&
    a.root.declaration === b.root.declaration &&
    a.path.length === b.path.length &&
    a.path.slice(0, -1).join('.') === b.path.slice(0, -1).join('.')
  );
}

/** Whether a look is for the same row in every run: what a function is given or draws is one of many. */
function isFixed(code: CodeFacts, value: Value): boolean {
  if (value.kind === 'call' || value.kind === 'unknown') return false;
  if (value.kind !== 'reference') return partsOf(value).every((each) => isFixed(code, each));
  const { root } = value.reference;
  if (root.kind !== 'declared') return root.kind === 'global';
  const declared = code.declarations[root.declaration];
  return declared?.kind !== 'parameter' && declared?.function === 0;
}

function makesRow(graph: ProgramGraph, key: FunctionKey, call: CallId): boolean {
  return effectsOf(graph, key, call).some((effect) => rowChangeOf(graph, effect) === 'insert');
}

function asks(graph: ProgramGraph, key: FunctionKey, call: CallId): boolean {
  const effects = effectsOf(graph, key, call);
  return effects.some(({ effect }) => effect === 'database-read') && !makesRow(graph, key, call);
}

/** What a call does by itself, or by the functions that it surely calls. */
function effectsOf(graph: ProgramGraph, key: FunctionKey, call: CallId): readonly Effect[] {
  const own = (graph.effects.get(key) ?? []).filter((effect) => effect.call === call);
  const called = (graph.callees.get(key) ?? []).filter(
    (edge) => edge.call === call && edge.certainty === 'proved' && edge.kind !== 'callback',
  );
  return [...own, ...called.flatMap(({ to }) => reachableEffects(graph, to))];
}

/** Whether a condition asks what a call gave: under a name for it, or by what a callback behind it is told. */
function isAbout(code: CodeFacts, test: Value, call: CallId): boolean {
  const chain = chainFrom(code, call);
  const told = new Set(
    chain.flatMap((each) =>
      (code.calls[each]?.arguments ?? []).flatMap((given) => (given.kind === 'function' ? [given.function] : [])),
    ),
  );
  const isIt = (declaration: DeclarationId): boolean => {
    const declared = code.declarations[declaration];
    if (declared?.kind === 'parameter' && told.has(declared.function)) return true;
    return namedValues(code, declaration).some((value) => value.kind === 'call' && chain.includes(value.call));
  };
  const mentions = (value: Value): boolean => {
    if (value.kind !== 'reference') return partsOf(value).some(mentions);
    const { root } = value.reference;
    return root.kind === 'declared' ? isIt(root.declaration) : root.kind === 'call' && chain.includes(root.call);
  };
  return mentions(test);
}
