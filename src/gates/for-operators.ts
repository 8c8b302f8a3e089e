import type { CodeFacts, DecoratorFact } from '../facts/code.ts';
import type { FunctionId, Value } from '../facts/values.ts';
import { registeringCall } from '../link/calls-at.ts';
import type { Effect, FunctionKey, LibraryUse, ProgramGraph, Reach, Route, Site } from '../link/program-graph.ts';
import { conditionsAt, conditionsOfUse, conditionsOnWay, type PlacedGuard } from './conditions.ts';
import { wordsOf } from './names.ts';
import {
  asksForOperator,
  isAboutOperator,
  isGivenOperator,
  isOperatorName,
  isOperatorReference,
  lastNameIn,
} from './operators.ts';
import type { Stop } from './stop.ts';

/**
 * Whether administrators alone come to a place: what stands before the handler asks for one, or a condition on the way
 * that holds, or whose opposite leaves, is about one.
 */
export function isForOperators(graph: ProgramGraph, use: LibraryUse, reach: Reach): boolean {
  return isWayForOperators(graph, reach, conditionsOfUse(graph, use));
}

/** The same of a step that reads or writes. */
export function isEffectForOperators(graph: ProgramGraph, { function: key, site }: Effect, reach: Reach): boolean {
  return (
    isWayForOperators(graph, reach, conditionsAt(graph, site.file, key, site.span)) ||
    [...reach.chain.map(({ from, site: at }) => ({ key: from, site: at })), { key, site }].some((step) =>
      isDemandedBefore(graph, step.key, step.site),
    )
  );
}

/** Silent where administrators alone come to a step that reads: they are few, and ask seldom. */
export function operatorStop(graph: ProgramGraph, effect: Effect, reach: Reach): Stop | null {
  return isEffectForOperators(graph, effect, reach)
    ? { gate: 'role', reason: 'Administrators alone come here, so it is asked seldom.' }
    : null;
}

function isWayForOperators(graph: ProgramGraph, reach: Reach, own: readonly PlacedGuard[]): boolean {
  const { entry } = reach;
  const route = entry?.route == null ? undefined : graph.routes[entry.route];
  if (
    entry !== null &&
    (isHandlerForOperators(graph, entry.function) ||
      isRegisteredForThem(graph, entry.site) ||
      isWrappedForThem(graph, entry.function))
  ) {
    return true;
  }
  if (route !== undefined && isRouteForOperators(graph, route)) return true;
  return [...own, ...conditionsOnWay(graph, reach)].some(({ file, guard }) =>
    isAboutOperator(graph.facts.get(file)?.code ?? null, guard),
  );
}

/** Decorators of the handler or of its class, what the class extends, and parameters that are given by what asks. */
function isHandlerForOperators(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const owner = node.class === null ? undefined : graph.classes.get(node.class)?.fact;
  const decorators: readonly DecoratorFact[] = [...node.fact.decorators, ...(owner?.decorators ?? [])];
  if (decorators.some((each) => isDecoratedForThem(code, each))) return true;
  if (owner?.extends.some((each) => isOperatorReference(code, each)) === true) return true;
  const required = owner?.fields.flatMap(({ initial }) => (initial?.kind === 'list' ? [initial] : [])) ?? [];
  if (asksForOperator(code, required)) return true;
  // `user = Depends(require_admin)`
  return node.fact.parameters.some((id) => {
    const initial = code.declarations[id]?.initial ?? null;
    return initial?.kind === 'call' && asksForOperator(code, [initial]);
  });
}

/** `@UseGuards(AdminGuard)`, `@Roles('admin')`, `@staff_member_required`; a path among what a decorator is given is none. */
function isDecoratedForThem(code: CodeFacts, { reference, call }: DecoratorFact): boolean {
  if (isOperatorReference(code, reference)) return true;
  const fact = call === null ? undefined : code.calls[call];
  return fact !== undefined && isGivenOperator(code, fact);
}

/** `adminProcedure.query(…)`, `withAdmin(handler)`. */
function isRegisteredForThem(graph: ProgramGraph, site: Site): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const callee = registeringCall(graph, site)?.fact.callee;
  if (code === null || callee === undefined) return false;
  const first = callee.root.kind === 'declared' ? (code.declarations[callee.root.declaration]?.name ?? '') : '';
  return [first, ...callee.path].some(isOperatorName);
}

/** `export default route(list, { methods: ['GET'], administrator: true })`: whoever is given the handler is told for whom. */
function isWrappedForThem(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  return code.calls.some(
    ({ arguments: given }) =>
      given.some((each) => isFunction(code, each, node.id)) && given.some((each) => isSwitchedOn(each)),
  );
}

function isFunction(code: CodeFacts, value: Value, id: FunctionId): boolean {
  if (value.kind === 'function') return value.function === id;
  if (value.kind !== 'reference' || value.reference.path.length > 0) return false;
  const { root } = value.reference;
  const declared = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  return declared?.functionId === id || (declared?.initial?.kind === 'function' && declared.initial.function === id);
}

function isSwitchedOn(options: Value): boolean {
  return (
    options.kind === 'object' &&
    options.properties.some(({ key, value }) => isOperatorName(key) && value.kind === 'literal' && value.value === true)
  );
}

/** By its path, by the router it stands on, or by what is put before its handler. */
function isRouteForOperators(graph: ProgramGraph, { path, registrations }: Route): boolean {
  if (path?.split('/').some((segment) => /^admins?(?:istration|istrator)?$/i.test(segment)) === true) return true;
  return registrations.some(({ file, call }, index) => {
    const code = graph.facts.get(file)?.code ?? null;
    const fact = code?.calls[call];
    if (code === null || fact === undefined) return false;
    const isOwn = index === registrations.length - 1;
    const given = isOwn && fact.arguments.at(-1)?.kind !== 'object' ? fact.arguments.slice(0, -1) : fact.arguments;
    return isGivenOperator(code, fact, given);
  });
}

const demands = new Set('require requires ensure ensures assert check verify must only authorize demand'.split(' '));

/** `await requireAdmin(request)` before a step, which throws where somebody else asks. */
function isDemandedBefore(graph: ProgramGraph, key: FunctionKey, { file, span }: Site): boolean {
  const node = graph.functions.get(key);
  const code = graph.facts.get(file)?.code ?? null;
  if (node === undefined || code === null || node.file !== file) return false;
  return node.fact.operations.some((each) => {
    const fact = each.kind === 'call' && each.guards.length === 0 ? code.calls[each.call] : undefined;
    if (fact === undefined || fact.span[0] >= span[0]) return false;
    const name = lastNameIn(code, fact.callee);
    return isOperatorName(name) && wordsOf(name).some((word) => demands.has(word));
  });
}
