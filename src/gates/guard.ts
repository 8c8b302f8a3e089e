import type { Guard } from '../facts/operations.ts';
import { registeringCall } from '../link/calls-at.ts';
import type { CallEdge, FunctionKey, LibraryUse, ProgramGraph, Reach } from '../link/program-graph.ts';
import { leavesOutProduction } from '../system/production.ts';
import { contains } from '../text/spans.ts';
import { isBeforeSetUp } from './before-set-up.ts';
import { type Keeping, keepingOf } from './shared.ts';
import { stepOfCall } from './step-of-call.ts';
import type { Stop } from './stop.ts';

export { environmentKinds, holdsInProduction, leavesOutProduction } from '../system/production.ts';

const stop = (reason: string): Stop => ({ gate: 'guard', reason });

/** Whether the call is reached only outside production, or only while a sibling that shares its state is not (G6). */
export function guardStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  if (isBeforeSetUp(graph, use.function)) return stop('This is reached only while the program is not set up yet.');
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
  return stepOfCall(graph, from, site)?.guards.some((guard) => leavesOutProduction(graph, site.file, guard)) === true;
}

/** `if (process.env.NODE_ENV === 'test') app.post('/seed', …)`: the registration itself stands behind the condition. */
function isOutsideEntry(graph: ProgramGraph, { entry }: Reach): boolean {
  if (entry === null) return false;
  const { site } = entry;
  const call = registeringCall(graph, site);
  return call !== null && isOutsideProduction(graph, { from: `${site.file}#${call.fact.function}`, site });
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
  return [...(stepOfCall(graph, edge.from, edge.site)?.guards ?? []), ...guardsOfCallers(graph, edge.from, depth - 1)];
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

/** Whether two conditions never hold in one run: the one wants a test to hold, the other wants it not to. */
export function areOpposite(one: Guard, other: Guard): boolean {
  const isSameTest = one.test.span[0] === other.test.span[0] && one.test.span[1] === other.test.span[1];
  return isSameTest && one.holds !== other.holds;
}
