import type { CallFact, CodeFacts, DeclarationFact } from '../facts/code.ts';
import type { DeclarationId, Reference, Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import { meaningsOf } from '../link/evaluate.ts';
import { guardsAt } from '../link/guards-at.ts';
import type { CallEdge, CellAccess, ProgramGraph, Reach, StateCell } from '../link/program-graph.ts';
import { workReach } from './moment.ts';

/**
 * How an access comes to run while the service works. A function that works on whatever collection it is given touches
 * this one only where a caller hands it this one, so the way leads through such a caller.
 */
export function accessReach(graph: ProgramGraph, cell: StateCell, access: CellAccess): Reach | null {
  return reachBy(graph, cell, access, new Set([access]));
}

/** Functions that hand a collection to one another in a circle bring it from nowhere, so each mention is asked once. */
function reachBy(
  graph: ProgramGraph,
  cell: StateCell,
  access: CellAccess,
  asked: ReadonlySet<CellAccess>,
): Reach | null {
  const own = workReach(graph, access.function, undefined, access.operation.guards);
  if (own === null) return own;
  const carriers = waysIn(graph, cell, access);
  const handed = carriers.flatMap(({ carrier, edge }) => {
    const before = asked.has(carrier) ? null : reachBy(graph, cell, carrier, new Set([...asked, carrier]));
    return before === null ? [] : [beyond(before, edge)];
  });
  const ways = [...handed, ...waysByDefault(graph, cell, access)];
  if (ways.length === 0) {
    if (isGivenAtStart(graph, cell, access, carriers)) return null;
    // Nobody is seen to give it this one, so that what is done to it on the way may be done to another.
    return ownParameterOf(graph, access) === null ? own : { ...own, certainty: 'possible' };
  }
  return (
    ways.find((way) => way.certainty === 'proved' && way.entry?.route != null) ??
    ways.find((way) => way.certainty === 'proved' && way.moment !== 'timer') ??
    ways.find((way) => way.certainty === 'proved') ??
    ways[0] ??
    own
  );
}

/**
 * `def put(key, value, store=pending)`, called without a store: whoever gives the parameter nothing has what it starts
 * with, which is this collection.
 */
function waysByDefault(graph: ProgramGraph, cell: StateCell, access: CellAccess): readonly Reach[] {
  const declaration = ownParameterOf(graph, access);
  const { initial = null, index = null } = declaration ?? {};
  if (declaration === null || initial === null || index === null) return [];
  const starts = meaningsOf(graph, access.site.file, initial);
  if (starts.length !== 1 || starts[0]?.kind !== 'value' || starts[0].value !== cell.initial) return [];
  return (graph.callers.get(access.function) ?? []).flatMap((edge) => {
    const fact = edge.call === undefined ? undefined : callByCallee(graph.facts, edge.site)?.fact;
    if (fact === undefined || mayGive(fact, declaration.name, index)) return [];
    const before = workReach(graph, edge.from, undefined, guardsAt(graph, edge.from, edge.site));
    return before === null ? [] : [beyond(before, edge)];
  });
}

/** Whether a call gives a parameter a value, or hands on what may hold one. */
function mayGive({ arguments: given, named }: CallFact, name: string, index: number): boolean {
  return (
    given.length > index ||
    given.some(({ kind }) => kind === 'spread') ||
    named.some(({ key, value }) => key === name || key === '*' || value.kind === 'spread')
  );
}

/**
 * Whether those who give a function this collection are all known and none of them works while the service does: what
 * others give it then is another collection.
 */
function isGivenAtStart(graph: ProgramGraph, cell: StateCell, access: CellAccess, carriers: readonly WayIn[]): boolean {
  const declaration = ownParameterOf(graph, access);
  const edges = graph.callers.get(access.function) ?? [];
  if (declaration === null) return false;
  // Where something else may call it too, nothing tells what it is given there.
  if (edges.some(({ kind }) => kind !== 'call' && kind !== 'member')) return false;
  const bringing = edges.filter((edge) => gives(graph, cell, edge, declaration.index ?? -1));
  const isByName = (edge: CallEdge): boolean => carriers.some((each) => each.edge === edge);
  return bringing.length > 0 && bringing.every((edge) => isByName(edge) || workReach(graph, edge.from) === null);
}

/** The parameter of the very function that touches the collection, by which it does so. */
function ownParameterOf(graph: ProgramGraph, access: CellAccess): DeclarationFact | null {
  const code = graph.facts.get(access.site.file)?.code ?? null;
  const parameter = code === null ? null : parameterAt(code, access);
  const declaration = parameter === null ? undefined : code?.declarations[parameter];
  const isOwn = declaration?.function === graph.functions.get(access.function)?.id;
  return declaration !== undefined && isOwn ? declaration : null;
}

/** Whether a call gives a parameter the collection, by whichever name it has there. */
function gives(graph: ProgramGraph, cell: StateCell, { site, call }: CallEdge, index: number): boolean {
  const fact = callByCallee(graph.facts, site)?.fact;
  // Where arguments do not meet the parameters one by one, any of them may be the one.
  const all = [...(fact?.arguments ?? []), ...(fact?.named ?? []).map(({ value }) => value)];
  const given = call === undefined ? all : (fact?.arguments ?? []).slice(index, index + 1);
  return given.some((value) =>
    meaningsOf(graph, site.file, value).some((each) => each.kind === 'value' && each.value === cell.initial),
  );
}

function beyond(reach: Reach, edge: CallEdge): Reach {
  const certainty = reach.certainty === 'proved' ? edge.certainty : 'possible';
  return { ...reach, certainty, chain: [...reach.chain, edge] };
}

interface WayIn {
  /** The mention of the collection in the call that hands it on. */
  readonly carrier: CellAccess;
  readonly edge: CallEdge;
}

/** The calls that hand the collection to the parameter by which the access reaches it; none where it goes by a name. */
function waysIn(graph: ProgramGraph, cell: StateCell, access: CellAccess): readonly WayIn[] {
  const code = graph.facts.get(access.site.file)?.code ?? null;
  if (code === null || parameterAt(code, access) === null) return [];
  const edges = (graph.callers.get(access.function) ?? []).filter(
    (edge) => edge.kind === 'call' || edge.kind === 'member',
  );
  return cell.accesses.flatMap((carrier) => {
    const { operation } = carrier;
    const inner = graph.facts.get(carrier.site.file)?.code ?? null;
    if (operation.kind !== 'call' || inner === null || carrier.function === access.function) return [];
    const span = inner.calls[operation.call]?.calleeSpan;
    const edge = edges.find(
      (each) =>
        each.from === carrier.function &&
        each.site.file === carrier.site.file &&
        each.site.span[0] === span?.[0] &&
        each.site.span[1] === span[1],
    );
    return edge === undefined ? [] : [{ carrier, edge }];
  });
}

/** The parameter of the accessing function that the mention goes by; null for any other name. */
function parameterAt(code: CodeFacts, access: CellAccess): DeclarationId | null {
  const { operation, site } = access;
  const mentions: readonly Reference[] =
    operation.kind === 'container'
      ? [operation.target]
      : operation.kind === 'call'
        ? (code.calls[operation.call]?.arguments ?? []).flatMap(referenceIn)
        : operation.kind === 'return' && operation.value !== null
          ? referenceIn(operation.value)
          : [];
  const mention = mentions.find(({ span }) => span[0] === site.span[0] && span[1] === site.span[1]);
  if (mention === undefined || mention.root.kind !== 'declared' || mention.path.length > 0) return null;
  const { declaration } = mention.root;
  return code.declarations[declaration]?.kind === 'parameter' ? declaration : null;
}

function referenceIn(value: Value): readonly Reference[] {
  return value.kind === 'reference' ? [value.reference] : [];
}
