import type { Guard } from '../facts/operations.ts';
import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { CallEdge, FunctionKey, LibraryUse, ProgramGraph, Reach } from '../link/program-graph.ts';
import { type Keeping, keepingOf } from './shared.ts';
import type { Stop } from './stop.ts';

const stop = (reason: string): Stop => ({ gate: 'guard', reason });

/** Whether the call is reached only outside production, or only while a sibling that shares its state is not (G6). */
export function guardStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const guards = guardsOf(graph, use);
  if (guards.some((guard) => leavesOutProduction(graph, use.file, guard))) {
    return stop('This is reached only outside production.');
  }
  const sibling = sharedSibling(graph, use, guards);
  return sibling === null
    ? null
    : stop(`A condition chooses between this and the shared ${sibling.library.title} beside it.`);
}

/** Whether a way that leads here has a step, or begins with a registration, that is taken only outside production. */
export function wayStop(graph: ProgramGraph, reach: Reach): Stop | null {
  const isLeftOut = reach.chain.some((edge) => isOutsideProduction(graph, edge)) || isOutsideEntry(graph, reach);
  return isLeftOut ? stop('The way that leads here is taken only outside production.') : null;
}

function isOutsideProduction(graph: ProgramGraph, { from, site }: Pick<CallEdge, 'from' | 'site'>): boolean {
  const calls = graph.facts.get(site.file)?.code?.calls ?? [];
  const operations = graph.functions.get(from)?.fact.operations ?? [];
  const step = operations.find((each) => each.kind === 'call' && contains(calls[each.call]?.span, site.span));
  return step?.guards.some((guard) => leavesOutProduction(graph, site.file, guard)) === true;
}

/** `if (process.env.NODE_ENV === 'test') app.post('/seed', …)`: the registration itself stands behind the condition. */
function isOutsideEntry(graph: ProgramGraph, { entry }: Reach): boolean {
  if (entry === null) return false;
  const { file, span } = entry.site;
  const call = graph.facts.get(file)?.code?.calls.find((each) => contains(each.span, span));
  return call !== undefined && isOutsideProduction(graph, { from: `${file}#${call.function}`, site: entry.site });
}

/** The conditions under which a library's call is reached, those of the functions that alone call its function included. */
export function guardsOf(graph: ProgramGraph, use: LibraryUse): readonly Guard[] {
  return [...guardsOfCall(graph, use), ...guardsOfCallers(graph, use.function, 3)];
}

function guardsOfCall(graph: ProgramGraph, use: LibraryUse): readonly Guard[] {
  const node = graph.functions.get(use.function);
  const operation = node?.fact.operations.find((each) => each.kind === 'call' && each.call === use.call);
  return operation?.guards ?? [];
}

/** Guards that hold on every way to the function; a function with several callers is taken as unguarded. */
function guardsOfCallers(graph: ProgramGraph, key: FunctionKey, depth: number): readonly Guard[] {
  const [edge, another] = graph.callers.get(key) ?? [];
  const caller = edge === undefined ? undefined : graph.functions.get(edge.from);
  // Guards are read against one file's facts, so a caller elsewhere is not looked at.
  if (depth === 0 || edge === undefined || another !== undefined || caller?.file !== graph.functions.get(key)?.file) {
    return [];
  }
  const calls = graph.facts.get(caller?.file ?? '')?.code?.calls ?? [];
  const operation = caller?.fact.operations.find(
    (each) => each.kind === 'call' && contains(calls[each.call]?.span, edge.site.span),
  );
  return [...(operation?.guards ?? []), ...guardsOfCallers(graph, edge.from, depth - 1)];
}

export function contains(outer: readonly [number, number] | undefined, inner: readonly [number, number]): boolean {
  return outer !== undefined && outer[0] <= inner[0] && inner[1] <= outer[1];
}

/** A call of the same purpose under the opposite of one of these conditions, whose state is shared. */
function sharedSibling(graph: ProgramGraph, use: LibraryUse, guards: readonly Guard[]): LibraryUse | null {
  const candidates = graph.uses.filter(
    (each) =>
      each.file === use.file &&
      each.pattern.role === use.pattern.role &&
      each.id !== use.id &&
      // A library of whose state nobody asks where it is kept has no shared form that a condition could choose.
      each.pattern.shared !== undefined &&
      keepsElsewhere(keepingOf(graph, each)),
  );
  return (
    candidates.find(
      (each) =>
        guardsOf(graph, each).some((theirs) => guards.some((ours) => areOpposite(ours, theirs))) ||
        isReturnedBefore(graph, each, use),
    ) ?? null
  );
}

/** `if (url) { if (client) return shared(client); } return memory()`: the function gives back the shared one where it can. */
function isReturnedBefore(graph: ProgramGraph, other: LibraryUse, use: LibraryUse): boolean {
  if (other.function !== use.function || other.fact.span[1] > use.fact.span[0]) return false;
  const returns = graph.functions.get(use.function)?.fact.operations.filter(({ kind }) => kind === 'return') ?? [];
  const returned = (each: LibraryUse) => returns.find(({ span }) => contains(span, each.fact.span));
  return returned(use) !== undefined && (returned(other)?.guards.length ?? 0) > 0;
}

function keepsElsewhere(keeping: Keeping): boolean {
  return keeping.kind === 'elsewhere';
}

function areOpposite(one: Guard, other: Guard): boolean {
  const isSameTest = one.test.span[0] === other.test.span[0] && one.test.span[1] === other.test.span[1];
  return isSameTest && one.holds !== other.holds;
}

/** Whether a condition can only hold outside production: a test of the environment's kind by name, or of a name like `isDevelopment`. */
export function leavesOutProduction(graph: ProgramGraph, file: string, guard: Guard): boolean {
  const answer = inProduction(graph, file, guard.test, 0);
  return answer !== null && answer !== guard.holds;
}

/** Whether a test holds in production, whatever else is set. */
export function holdsInProduction(graph: ProgramGraph, file: string, test: Value): boolean {
  return inProduction(graph, file, test, 0) === true;
}

/** What a test says in production; null where production alone does not settle it. */
function inProduction(graph: ProgramGraph, file: string, test: Value, depth: number): boolean | null {
  if (depth > 6) return null;
  const next = (value: Value | null): boolean | null =>
    value === null ? null : inProduction(graph, file, value, depth + 1);
  if (test.kind === 'operator') {
    switch (test.operator) {
      case '!':
      case 'not':
        return negated(next(test.right));
      case '&&':
      case 'and':
        return next(test.left) === false || next(test.right) === false
          ? false
          : bothTrue(next(test.left), next(test.right));
      case '||':
      case 'or':
        return next(test.left) === true || next(test.right) === true
          ? true
          : bothFalse(next(test.left), next(test.right));
      case '===':
      case '==':
        return comparison(graph, file, test.left, test.right);
      case '!==':
      case '!=':
        return negated(comparison(graph, file, test.left, test.right));
      default:
        return null;
    }
  }
  if (test.kind !== 'reference') return null;
  const named = byName(graph, file, test);
  if (named !== null) return named;
  const [meaning, another] = meaningsOf(graph, file, test);
  return meaning?.kind === 'value' && another === undefined
    ? inProduction(graph, meaning.site.file, meaning.value, depth + 1)
    : null;
}

/** Names that say which kind of environment this is, which a deployment sets whatever else it does. */
export const environmentKinds: ReadonlySet<string> = new Set([
  'NODE_ENV',
  'APP_ENV',
  'ENVIRONMENT',
  'ENV',
  'RAILS_ENV',
  'DJANGO_ENV',
  'FLASK_ENV',
]);

/** `process.env.NODE_ENV === 'production'`: true for production, false for any other word. */
function comparison(graph: ProgramGraph, file: string, left: Value | null, right: Value): boolean | null {
  if (left === null) return null;
  const sides = [left, right];
  const word = sides.flatMap((each) =>
    each.kind === 'literal' && typeof each.value === 'string' ? [each.value] : [],
  )[0];
  const isEnvironment = sides.some((each) => namesEnvironmentKind(graph, file, each));
  if (word === undefined || !isEnvironment) return null;
  return /^prod(?:uction)?$/i.test(word);
}

function namesEnvironmentKind(graph: ProgramGraph, file: string, value: Value): boolean {
  if (value.kind === 'environment') return environmentKinds.has(value.name);
  if (value.kind !== 'reference') return false;
  const last = value.reference.path.at(-1);
  if (last !== undefined && /^(?:node_?env|app_?env|env|environment)$/i.test(last)) return true;
  return meaningsOf(graph, file, value).some((each) => each.kind === 'environment' && environmentKinds.has(each.name));
}

function byName(graph: ProgramGraph, file: string, test: Value & { readonly kind: 'reference' }): boolean | null {
  const { root, path } = test.reference;
  const declared = root.kind === 'declared' ? graph.facts.get(file)?.code?.declarations[root.declaration]?.name : null;
  const name = path.at(-1) ?? declared ?? '';
  if (/^(?:is_?|in_?)?prod(?:uction)?$/i.test(name)) return true;
  return /^(?:is_?|in_?)?(?:dev(?:elopment)?|test(?:ing)?|local)(?:_?mode|_?env)?$/i.test(name) ? false : null;
}

function negated(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer;
}

function bothTrue(left: boolean | null, right: boolean | null): boolean | null {
  return left === true && right === true ? true : null;
}

function bothFalse(left: boolean | null, right: boolean | null): boolean | null {
  return left === false && right === false ? false : null;
}
