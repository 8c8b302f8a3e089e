import type { CellAccess, ProgramGraph, Reach, StateCell } from '../link/program-graph.ts';
import { accessReach } from './carried.ts';
import { workReach } from './moment.ts';
import { bringersOf, isChangeOnly, isMovedOnly } from './put-back.ts';
import { isWithin } from './reachable.ts';
import { isForFigures } from './role.ts';

export interface ReachedAccess {
  readonly access: CellAccess;
  readonly reach: Reach;
}

/** Where something new is put in, before where what was found is changed. What is only put back is nothing new. */
export function bestWriter(graph: ProgramGraph, cell: StateCell, growth: readonly CellAccess[]): ReachedAccess | null {
  const bringing = growth.filter((access) => !isMovedOnly(graph, cell, access));
  const fresh = bringing.filter((access) => !isChangeOnly(graph, cell, access));
  const best = bestReached(graph, cell, fresh, null);
  const any = best?.reach.certainty === 'proved' ? null : bestReached(graph, cell, bringing, null);
  return best === null || any?.reach.certainty === 'proved' ? any : best;
}

/** What speaks against a reader that asks for no one entry. */
function wholeCost(graph: ProgramGraph, { kind }: CellAccess, reach: Reach, apart: ReachedAccess): number {
  return kind === 'iterate' && isOfOneConnection(graph, reach, apart.reach) ? -1 : 4;
}

/**
 * What a socket put in it finds again, as long as it lives; but where it is put in, a socket that comes back elsewhere asks
 * whether it is there already, and misses it.
 */
function isOfComingBack(
  { key, function: owner, site }: CellAccess,
  { moment, entry }: Reach,
  apart: ReachedAccess,
): boolean {
  const isSame = moment === 'socket' && entry !== null && entry.function === apart.reach.entry?.function;
  return isSame && key !== null && owner === apart.access.function && site.span[0] < apart.access.site.span[0];
}

/** Whether two listeners were set up by the same function when a socket came in, so that one socket may set off both. */
function isOfOneConnection(graph: ProgramGraph, one: Reach, other: Reach): boolean {
  const openers = [one, other].map(({ moment, entry }) => {
    const node = moment === 'socket' && entry !== null ? graph.functions.get(entry.function) : undefined;
    return node === undefined || (node.fact.parent ?? 0) === 0 ? null : `${node.file}#${node.fact.parent}`;
  });
  return openers[0] !== null && openers[0] === openers[1];
}

/** How an entry comes to be put in: by callers that bring it, where others give back what they found. */
function reachOf(graph: ProgramGraph, cell: StateCell, access: CellAccess, isWriter: boolean): Reach | null {
  const reached = accessReach(graph, cell, access);
  const bringers = isWriter && reached !== null ? bringersOf(graph, cell, access) : null;
  if (bringers === null) return reached;
  const ways = bringers.flatMap((way): readonly Reach[] => {
    const before = workReach(graph, way[0].from);
    if (before === null) return [];
    const { moment, entry, chain } = before;
    const isProved = before.certainty === 'proved' && way.every(({ certainty }) => certainty === 'proved');
    return [{ moment, entry, certainty: isProved ? 'proved' : 'possible', chain: [...chain, ...way] }];
  });
  return ways.find(({ certainty }) => certainty === 'proved') ?? ways[0] ?? null;
}

/** The reader that misses most: where the best shown one only shows figures, another that may run comes before it. */
export function bestReader(
  graph: ProgramGraph,
  cell: StateCell,
  asking: readonly CellAccess[],
  write: ReachedAccess | null,
): ReachedAccess | null {
  const best = bestReached(graph, cell, asking, write);
  if (best === null || !isForFigures(graph, best.reach)) return best;
  const others = asking.filter(({ kind }) => kind !== 'size');
  const beside = bestReached(
    graph,
    cell,
    others,
    write,
    (reach) => reach.moment !== 'timer' && !isForFigures(graph, reach),
  );
  return beside ?? best;
}

/**
 * The access that is best shown to run while the service works: a proved one; not merely for figures; on another route
 * than `apart`, because there it asks for what somebody else put in; for one entry by its key; not by what only tidies
 * up; on a route. Of the listeners of one connection, one that goes over all entries comes before one that may ask for
 * what its own connection put in.
 */
function bestReached(
  graph: ProgramGraph,
  cell: StateCell,
  accesses: readonly CellAccess[],
  apart: ReachedAccess | null,
  isMeant: (reach: Reach) => boolean = () => true,
): ReachedAccess | null {
  const reached = accesses.flatMap((access) => {
    const reach = reachOf(graph, cell, access, apart === null);
    return reach === null || !isMeant(reach) ? [] : [{ access, reach }];
  });
  const rank = ({ access, reach }: ReachedAccess): number =>
    (reach.certainty === 'proved' ? 0 : 32) +
    (apart !== null && (access.kind === 'size' || isForFigures(graph, reach)) ? 16 : 0) +
    (apart !== null && reach.entry?.function === apart.reach.entry?.function ? 8 : 0) +
    (apart !== null && isOfComingBack(access, reach, apart) ? -8 : 0) +
    (apart !== null && access.key === null ? wholeCost(graph, access, reach, apart) : 0) +
    (apart !== null && isWithin(graph, access.function, apart.access.function) ? 6 : 0) +
    (apart !== null && isCleaning(graph, access) ? 40 : 0) +
    (reach.moment === 'timer' ? 20 : 0) +
    // Whether anybody ever puts a message where a listener waits is not seen.
    (reach.moment === 'queue' ? 2 : 0) +
    (reach.entry?.route == null ? 1 : 0) +
    // Of two that are alike, the nearer one is understood sooner.
    (apart !== null ? Math.min(reach.chain.length, 9) / 10 : 0);
  return reached.reduce<ReachedAccess | null>(
    (best, next) => (best === null || rank(next) < rank(best) ? next : best),
    null,
  );
}

const cleans =
  /^_*(?:clear|clean|remove|delete|prune|purge|evict|expire|sweep|dispose|destroy|forget|drop|reset|release|unlock|unbind)/i;

/** Whoever only tidies up misses nothing that anybody would notice. */
export function isCleaning(graph: ProgramGraph, access: CellAccess): boolean {
  return cleans.test(graph.functions.get(access.function)?.fact.name ?? '');
}
